import type { Buffer as NodeBuffer } from "node:buffer";
import { hmac } from "@noble/hashes/hmac.js";
import { md5, ripemd160, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512, sha512_256 } from "@noble/hashes/sha2.js";
import { invalidArgType, nodeError } from "../node-error.ts";
import { Transform } from "../stream.ts";
import { cryptoBytes, cryptoResult, KEY_TYPES } from "./crypto-data.ts";

type NobleHash = typeof sha256;
interface Running {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Running;
}

const HASHES: ReadonlyMap<string, NobleHash> = new Map(
  Object.entries({
    md5,
    ripemd160,
    rmd160: ripemd160,
    sha1,
    sha224,
    sha256,
    sha384,
    sha512,
    "sha512-256": sha512_256,
  } as unknown as Record<string, NobleHash>),
);

/** The names that `getHashes` lists. */
export const HASH_NAMES: readonly string[] = [
  "RSA-MD5",
  "RSA-RIPEMD160",
  "RSA-SHA1",
  "RSA-SHA224",
  "RSA-SHA256",
  "RSA-SHA384",
  "RSA-SHA512",
  "md5",
  "ripemd160",
  "rmd160",
  "sha1",
  "sha224",
  "sha256",
  "sha384",
  "sha512",
  "sha512-256",
];

/** `undefined` for one that is not here. */
export function knownHash(name: unknown): NobleHash | undefined {
  const plain = String(name).toLowerCase().replace(/^rsa-/, "");
  return HASHES.get(plain) ?? HASHES.get(plain.replace("sha-", "sha"));
}

/** Node's own, which are too much for a page. */
const ONLY_IN_NODE = /^(?:rsa-)?(?:sha3-\d+|sha512[-/]224|shake\d+|blake2[bs]\d+|sm3|md5-sha1)$/i;

function unknownHash(name: unknown, message: string): Error {
  return new Error(
    ONLY_IN_NODE.test(String(name))
      ? `The page's engine has no hash "${String(name)}": use ${[...HASHES.keys()].join(", ")}.`
      : message,
  );
}

abstract class Digesting extends Transform {
  protected running: Running | undefined;

  protected abstract finished(): Error;

  update(data: unknown, encoding?: string): this {
    if (this.running === undefined) throw this.finished();
    requireData(data);
    this.running.update(cryptoBytes(data, "data", encoding));
    return this;
  }
  override _transform(chunk: NodeBuffer, _encoding: string, done: () => void): void {
    this.update(chunk);
    done();
  }
  override _flush(done: () => void): void {
    this.push(this.takeDigest());
    done();
  }
  protected takeDigest(): NodeBuffer {
    const running = this.running;
    if (running === undefined) throw this.finished();
    this.running = undefined;
    return cryptoResult(running.digest()) as NodeBuffer;
  }
}

function requireData(data: unknown): void {
  if (typeof data === "string" || ArrayBuffer.isView(data)) return;
  throw invalidArgType("data", ["string", "Buffer", "TypedArray", "DataView"], data);
}

const alreadyCalled = () => nodeError(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");

export class Hash extends Digesting {
  constructor(algorithm: unknown, running?: Running) {
    super();
    if (typeof algorithm !== "string") throw invalidArgType("algorithm", "string", algorithm);
    const hash = knownHash(algorithm);
    if (hash === undefined) throw unknownHash(algorithm, "Digest method not supported");
    this.running = running ?? (hash.create() as unknown as Running);
    this.#algorithm = algorithm;
  }
  readonly #algorithm: unknown;

  protected finished(): Error {
    return alreadyCalled();
  }
  digest(encoding?: string): string | NodeBuffer {
    return cryptoResult(this.takeDigest(), encoding);
  }
  copy(): Hash {
    if (this.running === undefined) throw alreadyCalled();
    return new Hash(this.#algorithm, this.running.clone());
  }
}

export class Hmac extends Digesting {
  #empty = false;
  constructor(algorithm: unknown, key: unknown) {
    super();
    const hash = knownHash(algorithm);
    if (hash === undefined) {
      throw nodeError(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${String(algorithm)}`);
    }
    this.running = hmac.create(hash, cryptoBytes(key, "key", undefined, KEY_TYPES)) as unknown as Running;
  }
  protected finished(): Error {
    return alreadyCalled();
  }
  /** A second call gives nothing, as Node's does. */
  digest(encoding?: string): string | NodeBuffer {
    if (this.#empty) return cryptoResult(new Uint8Array(0), encoding);
    this.#empty = true;
    return cryptoResult(this.takeDigest(), encoding);
  }
}

/** `crypto.hash(algorithm, data, outputEncoding)`: "hex" unless told. */
export function hashOnce(
  algorithm: unknown,
  data: unknown,
  options: string | { outputEncoding?: string } = "hex",
) {
  const encoding = typeof options === "string" ? options : (options.outputEncoding ?? "hex");
  const hash = knownHash(algorithm);
  if (hash === undefined) throw unknownHash(algorithm, `Digest method ${String(algorithm)} is not supported`);
  return cryptoResult(hash(cryptoBytes(data, "input")), encoding);
}
