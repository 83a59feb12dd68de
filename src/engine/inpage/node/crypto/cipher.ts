import type { Buffer as NodeBuffer } from "node:buffer";
import { ghash } from "@noble/ciphers/_polyval.js";
import { cbc, ctr, ecb, gcm } from "@noble/ciphers/aes.js";
import { Buffer } from "../buffer.ts";
import { invalidArgType, nodeError } from "../node-error.ts";
import { Transform } from "../stream.ts";
import { cryptoBytes, cryptoResult } from "./crypto-data.ts";

type Mode = "gcm" | "cbc" | "ctr";
const BLOCK_BYTES = 16;
const TAG_BYTES = 16;
const GCM_IV_BYTES = 12;

interface CipherOptions {
  readonly authTagLength?: number;
}

function parseName(name: unknown): { bits: number; mode: Mode } {
  if (typeof name !== "string") throw invalidArgType("cipher", "string", name);
  const match = /^(?:aes-|id-aes)(128|192|256)-(gcm|cbc|ctr)$/i.exec(name);
  if (match === null) throw nodeError(Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
  return { bits: Number(match[1]), mode: match[2]?.toLowerCase() as Mode };
}

export const CIPHER_NAMES: readonly string[] = ["128", "192", "256"].flatMap((bits) =>
  ["cbc", "ctr", "gcm"].map((mode) => `aes-${bits}-${mode}`),
);

/**
 * AES. `update` gives at once what Node's gives at once: the stream modes all of it, CBC the blocks that are whole.
 * The tag of GCM is worked out at the end, over the whole message.
 */
abstract class Cipher extends Transform {
  protected readonly mode: Mode;
  protected readonly key: Uint8Array;
  protected readonly iv: Uint8Array;
  protected aad: Uint8Array | undefined;
  protected isFinal = false;
  protected padding = true;
  protected tagLength: number;
  /** For the tag of GCM. */
  readonly #parts: Uint8Array[] = [];
  /** How much has gone through `update`. */
  #bytes = 0;

  constructor(name: unknown, key: unknown, iv: unknown, options: CipherOptions = {}) {
    super();
    const { bits, mode } = parseName(name);
    this.mode = mode;
    this.key = cryptoBytes(key, "key").slice();
    this.tagLength = options.authTagLength ?? TAG_BYTES;
    if (this.key.length * 8 !== bits)
      throw nodeError(RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
    const ivBytes = iv === null ? new Uint8Array(0) : cryptoBytes(iv, "iv").slice();
    const isWrong = mode === "gcm" ? ivBytes.length === 0 : ivBytes.length !== BLOCK_BYTES;
    if (isWrong) throw nodeError(TypeError, "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector");
    this.iv = ivBytes;
  }

  /** CBC: the result of what has come so far, as far as it is certain. */
  protected abstract blocks(data: Uint8Array): Uint8Array;
  /** What is left to say, given all that came into GCM. */
  protected abstract rest(message: Uint8Array): Uint8Array;

  update(data: unknown, inputEncoding?: string, outputEncoding?: string): string | NodeBuffer {
    if (this.isFinal) throw invalidState("update");
    const bytes = cryptoBytes(data, "data", inputEncoding);
    if (this.mode === "cbc") return cryptoResult(this.blocks(bytes), outputEncoding);
    if (this.mode === "gcm") this.#parts.push(bytes.slice());
    return cryptoResult(this.#stream(bytes), outputEncoding);
  }
  final(outputEncoding?: string): string | NodeBuffer {
    if (this.isFinal) throw invalidState("final");
    this.isFinal = true;
    return cryptoResult(this.rest(Buffer.concat(this.#parts)), outputEncoding);
  }

  /** The stream modes XOR with a stream that the key and a counter give: it goes on where it was. */
  #stream(bytes: Uint8Array): Uint8Array {
    const skipped = this.#bytes % BLOCK_BYTES;
    const counter = counterAfter(this.#firstCounter(), Math.floor(this.#bytes / BLOCK_BYTES));
    this.#bytes += bytes.length;
    return ctr(this.key, counter)
      .encrypt(Buffer.concat([new Uint8Array(skipped), bytes]))
      .subarray(skipped);
  }
  #firstCounter(): Uint8Array {
    if (this.mode === "ctr") return this.iv;
    if (this.iv.length === GCM_IV_BYTES) return Buffer.concat([this.iv, Uint8Array.of(0, 0, 0, 2)]);
    return counterAfter(preCounterBlock(this.key, this.iv), 1);
  }
  setAAD(data: unknown): this {
    this.aad = cryptoBytes(data, "buffer").slice();
    return this;
  }
  setAutoPadding(padding = true): this {
    this.padding = padding;
    return this;
  }
  override _transform(chunk: NodeBuffer, _encoding: string, done: (error?: Error) => void): void {
    this.#give(() => this.update(chunk), done);
  }
  override _flush(done: (error?: Error) => void): void {
    this.#give(() => this.final(), done);
  }
  #give(compute: () => string | NodeBuffer, done: (error?: Error) => void): void {
    let result: string | NodeBuffer;
    try {
      result = compute();
    } catch (error) {
      done(error as Error);
      return;
    }
    this.push(result);
    done();
  }
}

export class Cipheriv extends Cipher {
  #tag: Uint8Array | undefined;
  #left = new Uint8Array(0);
  #chain: Uint8Array | undefined;

  protected blocks(data: Uint8Array): Uint8Array {
    const all = Buffer.concat([this.#left, data]);
    const whole = all.length - (all.length % BLOCK_BYTES);
    this.#left = all.slice(whole);
    if (whole === 0) return new Uint8Array(0);
    const result = cbc(this.key, this.#chain ?? this.iv, { disablePadding: true }).encrypt(
      all.subarray(0, whole),
    );
    this.#chain = result.slice(-BLOCK_BYTES);
    return result;
  }
  protected rest(message: Uint8Array): Uint8Array {
    if (this.mode === "cbc") {
      if (!this.padding && this.#left.length > 0) throw wrongLength();
      const last = cbc(this.key, this.#chain ?? this.iv);
      return this.padding ? last.encrypt(this.#left) : this.#left;
    }
    if (this.mode === "gcm") {
      const sealed = gcm(this.key, this.iv, this.aad).encrypt(message);
      this.#tag = sealed.slice(-TAG_BYTES, sealed.length - TAG_BYTES + this.tagLength || undefined);
    }
    return new Uint8Array(0);
  }
  getAuthTag(): NodeBuffer {
    if (this.#tag === undefined) throw invalidState("getAuthTag");
    return Buffer.from(this.#tag);
  }
}

export class Decipheriv extends Cipher {
  #tag: Uint8Array | undefined;
  setAuthTag(tag: unknown, encoding?: string): this {
    const bytes = cryptoBytes(tag, "buffer", encoding);
    if (bytes.length !== this.tagLength) {
      throw nodeError(
        TypeError,
        "ERR_CRYPTO_INVALID_AUTH_TAG",
        `Invalid authentication tag length: ${bytes.length}`,
      );
    }
    this.#tag = bytes.slice();
    return this;
  }
  #left = new Uint8Array(0);
  #chain: Uint8Array | undefined;

  /** The last block may be padding: it waits for what comes after it. */
  protected blocks(data: Uint8Array): Uint8Array {
    const all = Buffer.concat([this.#left, data]);
    const over = all.length % BLOCK_BYTES;
    const whole = all.length - over - (over === 0 && this.padding && all.length > 0 ? BLOCK_BYTES : 0);
    this.#left = all.slice(whole);
    if (whole === 0) return new Uint8Array(0);
    const sealed = all.subarray(0, whole);
    const result = cbc(this.key, this.#chain ?? this.iv, { disablePadding: true }).decrypt(sealed);
    this.#chain = sealed.slice(-BLOCK_BYTES);
    return result;
  }
  protected rest(message: Uint8Array): Uint8Array {
    if (this.mode === "cbc") {
      if (this.#left.length !== (this.padding ? BLOCK_BYTES : 0)) throw wrongLength();
      return this.padding
        ? inCbc(() => cbc(this.key, this.#chain ?? this.iv).decrypt(this.#left))
        : this.#left;
    }
    if (this.mode === "ctr") return new Uint8Array(0);
    if (this.#tag === undefined) throw unauthentic();
    try {
      // What was given out already is the same: here it is only proved.
      gcm(this.key, this.iv, this.aad).decrypt(Buffer.concat([message, this.#tag]));
    } catch {
      throw unauthentic();
    }
    return new Uint8Array(0);
  }
}

/** The counter block, big-endian, `blocks` further. GCM counts in the last 32 bits, which no message here fills. */
function counterAfter(counter: Uint8Array, blocks: number): Uint8Array {
  const after = counter.slice();
  let carry = blocks;
  for (let at = after.length - 1; at >= 0 && carry > 0; at -= 1) {
    const sum = (after[at] ?? 0) + (carry % 256);
    after[at] = sum % 256;
    carry = Math.floor(carry / 256) + Math.floor(sum / 256);
  }
  return after;
}

/** J0 of NIST SP 800-38D, section 7.1, for an IV that is not 96 bits long. */
function preCounterBlock(key: Uint8Array, iv: Uint8Array): Uint8Array {
  const hashKey = ecb(key, { disablePadding: true }).encrypt(new Uint8Array(BLOCK_BYTES));
  const padded = new Uint8Array(Math.ceil(iv.length / BLOCK_BYTES) * BLOCK_BYTES + BLOCK_BYTES);
  padded.set(iv);
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(iv.length) * 8n);
  return ghash(padded, hashKey);
}

function invalidState(verb: string): Error {
  return nodeError(Error, "ERR_CRYPTO_INVALID_STATE", `Invalid state for operation ${verb}`);
}

function unauthentic(): Error {
  return new Error("Unsupported state or unable to authenticate data");
}

function wrongLength(): Error {
  return Object.assign(new Error("error:1C80006B:Provider routines::wrong final block length"), {
    library: "Provider routines",
    reason: "wrong final block length",
    code: "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH",
  });
}

function inCbc(run: () => Uint8Array): Uint8Array {
  try {
    return run();
  } catch {
    throw Object.assign(new Error("error:1C800064:Provider routines::bad decrypt"), {
      library: "Provider routines",
      reason: "bad decrypt",
      code: "ERR_OSSL_BAD_DECRYPT",
    });
  }
}
