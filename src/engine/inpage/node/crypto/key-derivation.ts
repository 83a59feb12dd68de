import type { Buffer as NodeBuffer } from "node:buffer";
import { hkdf } from "@noble/hashes/hkdf.js";
import { pbkdf2, pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { scryptAsync, scrypt as scryptNow } from "@noble/hashes/scrypt.js";
import { asBuffer } from "../buffer.ts";
import { invalidArgType, nodeError, outOfRange } from "../node-error.ts";
import { enter } from "../ticks.ts";
import { cryptoBytes } from "./crypto-data.ts";
import { knownHash } from "./hash.ts";

type Callback = (error: Error | null, key?: NodeBuffer) => void;

interface ScryptOptions {
  readonly N?: number;
  readonly r?: number;
  readonly p?: number;
  readonly cost?: number;
  readonly blockSize?: number;
  readonly parallelization?: number;
  readonly maxmem?: number;
}

/** Two names of one thing. */
const SAME_OPTIONS = [
  ["N", "cost"],
  ["r", "blockSize"],
  ["p", "parallelization"],
] as const;

const DEFAULT_MAX_MEMORY_BYTES = 32 * 1024 * 1024;

function scryptParameters(length: unknown, options: ScryptOptions = {}) {
  requireKeyLength(length);
  for (const [one, other] of SAME_OPTIONS)
    if (options[one] !== undefined && options[other] !== undefined)
      throw nodeError(
        TypeError,
        "ERR_INCOMPATIBLE_OPTION_PAIR",
        `Option "${one}" cannot be used in combination with option "${other}"`,
      );
  const N = options.N ?? options.cost ?? 16_384;
  const r = options.r ?? options.blockSize ?? 8;
  const p = options.p ?? options.parallelization ?? 1;
  const maxmem = options.maxmem ?? DEFAULT_MAX_MEMORY_BYTES;
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPowerOfTwo) throw nodeError(RangeError, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params");
  // As OpenSSL counts.
  if (128 * r * p + 128 * r * (N + 2) > maxmem) {
    throw nodeError(
      RangeError,
      "ERR_CRYPTO_INVALID_SCRYPT_PARAMS",
      "Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded",
    );
  }
  return { N, r, p, dkLen: length, maxmem: 2 ** 31 };
}

function requireKeyLength(length: unknown): asserts length is number {
  if (typeof length !== "number") throw invalidArgType("keylen", "number", length);
  if (!Number.isInteger(length)) throw outOfRange("keylen", "an integer", length);
  if (!(length >= 0 && length <= 2_147_483_647)) throw outOfRange("keylen", ">= 0 && <= 2147483647", length);
}

/** noble wants a key of at least one byte, Node allows none. */
const isEmpty = (parameters: { dkLen: number }) => parameters.dkLen === 0;

export function scryptSync(
  password: unknown,
  salt: unknown,
  length: unknown,
  options?: ScryptOptions,
): NodeBuffer {
  const [key, grain] = [cryptoBytes(password, "password"), cryptoBytes(salt, "salt")];
  const parameters = scryptParameters(length, options);
  return asBuffer(isEmpty(parameters) ? new Uint8Array(0) : scryptNow(key, grain, parameters));
}

export function scrypt(
  password: unknown,
  salt: unknown,
  length: unknown,
  options: unknown,
  callback?: Callback,
): void {
  const done = (typeof options === "function" ? options : callback) as Callback | undefined;
  const given = typeof options === "function" ? undefined : (options as ScryptOptions);
  const [key, grain] = [cryptoBytes(password, "password"), cryptoBytes(salt, "salt")];
  const parameters = scryptParameters(length, given);
  requireCallback(done);
  const derived = isEmpty(parameters)
    ? Promise.resolve(new Uint8Array(0))
    : scryptAsync(key, grain, parameters);
  settle(derived, done);
}

function pbkdf2Parameters(iterations: unknown, length: unknown, digest: unknown) {
  if (typeof iterations !== "number") throw invalidArgType("iterations", "number", iterations);
  if (!Number.isInteger(iterations)) throw outOfRange("iterations", "an integer", iterations);
  if (!(iterations >= 1 && iterations <= 2_147_483_647)) {
    throw outOfRange("iterations", ">= 1 && <= 2147483647", iterations);
  }
  requireKeyLength(length);
  if (typeof digest !== "string") throw invalidArgType("digest", "string", digest);
  const hash = knownHash(digest);
  if (hash === undefined)
    throw nodeError(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${digest}`);
  return { hash, options: { c: iterations, dkLen: length } };
}

export function pbkdf2Sync(
  password: unknown,
  salt: unknown,
  iterations: unknown,
  length: unknown,
  digest: unknown,
): NodeBuffer {
  const [key, grain] = [cryptoBytes(password, "password"), cryptoBytes(salt, "salt")];
  const { hash, options } = pbkdf2Parameters(iterations, length, digest);
  return asBuffer(pbkdf2(hash, key, grain, options));
}

export function pbkdf2Later(
  password: unknown,
  salt: unknown,
  iterations: unknown,
  length: unknown,
  digest: unknown,
  callback: Callback,
): void {
  const [key, grain] = [cryptoBytes(password, "password"), cryptoBytes(salt, "salt")];
  const { hash, options } = pbkdf2Parameters(iterations, length, digest);
  requireCallback(callback);
  settle(pbkdf2Async(hash, key, grain, options), callback);
}

/** An ArrayBuffer, as Node's. */
export function hkdfSync(
  digest: unknown,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: number,
): ArrayBuffer {
  const hash = knownHash(digest);
  if (hash === undefined)
    throw nodeError(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${String(digest)}`);
  const derived = hkdf(
    hash,
    cryptoBytes(key, "ikm"),
    cryptoBytes(salt, "salt"),
    cryptoBytes(info, "info"),
    length,
  );
  return derived.slice().buffer as ArrayBuffer;
}

export function hkdfLater(
  digest: unknown,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: number,
  callback: (error: Error | null, key?: ArrayBuffer) => void,
): void {
  const derived = hkdfSync(digest, key, salt, info, length);
  setTimeout(() => enter(() => callback(null, derived)), 0);
}

function requireCallback(callback: unknown): asserts callback is Callback {
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
}

function settle(derived: Promise<Uint8Array>, callback: Callback): void {
  derived.then(
    (key) => enter(() => callback(null, asBuffer(key))),
    (error: Error) => enter(() => callback(error)),
  );
}
