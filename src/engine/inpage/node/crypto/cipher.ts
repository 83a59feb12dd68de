import type { Buffer as NodeBuffer } from "node:buffer";
import { cbc, ctr, gcm } from "@noble/ciphers/aes.js";
import { Buffer } from "../buffer.ts";
import { invalidArgType, nodeError } from "../node-error.ts";
import { Transform } from "../stream.ts";
import { cryptoBytes, cryptoResult } from "./crypto-data.ts";

type Mode = "gcm" | "cbc" | "ctr";
const BLOCK_BYTES = 16;
const TAG_BYTES = 16;

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
 * AES over whole messages: `update` keeps what it gets, `final` gives the whole result. What callers join
 * (`update() + final()`) is the same as Node's.
 */
abstract class Cipher extends Transform {
  protected readonly mode: Mode;
  protected readonly key: Uint8Array;
  protected readonly iv: Uint8Array;
  protected aad: Uint8Array | undefined;
  protected isFinal = false;
  protected padding = true;
  protected tagLength: number;
  readonly #parts: Uint8Array[] = [];

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

  protected abstract whole(data: Uint8Array): Uint8Array;

  update(data: unknown, inputEncoding?: string, outputEncoding?: string): string | NodeBuffer {
    if (this.isFinal) throw invalidState("update");
    this.#parts.push(cryptoBytes(data, "data", inputEncoding).slice());
    return cryptoResult(new Uint8Array(0), outputEncoding);
  }
  final(outputEncoding?: string): string | NodeBuffer {
    if (this.isFinal) throw invalidState("final");
    this.isFinal = true;
    return cryptoResult(this.whole(Buffer.concat(this.#parts)), outputEncoding);
  }
  setAAD(data: unknown): this {
    this.aad = cryptoBytes(data, "buffer").slice();
    return this;
  }
  setAutoPadding(padding = true): this {
    this.padding = padding;
    return this;
  }
  override _transform(chunk: NodeBuffer, _encoding: string, done: () => void): void {
    this.update(chunk);
    done();
  }
  override _flush(done: (error?: Error) => void): void {
    try {
      this.push(this.final());
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}

export class Cipheriv extends Cipher {
  #tag: Uint8Array | undefined;
  protected whole(data: Uint8Array): Uint8Array {
    if (this.mode === "ctr") return ctr(this.key, this.iv).encrypt(data);
    if (this.mode === "cbc")
      return inCbc(() => cbc(this.key, this.iv, { disablePadding: !this.padding }).encrypt(data));
    const sealed = gcm(this.key, this.iv, this.aad).encrypt(data);
    this.#tag = sealed.slice(-TAG_BYTES, sealed.length - TAG_BYTES + this.tagLength || undefined);
    return sealed.slice(0, -TAG_BYTES);
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
  protected whole(data: Uint8Array): Uint8Array {
    if (this.mode === "ctr") return ctr(this.key, this.iv).decrypt(data);
    if (this.mode === "cbc")
      return inCbc(() => cbc(this.key, this.iv, { disablePadding: !this.padding }).decrypt(data));
    if (this.#tag === undefined) throw unauthentic();
    try {
      return gcm(this.key, this.iv, this.aad).decrypt(Buffer.concat([data, this.#tag]));
    } catch {
      throw unauthentic();
    }
  }
}

function invalidState(verb: string): Error {
  return nodeError(Error, "ERR_CRYPTO_INVALID_STATE", `Invalid state for operation ${verb}`);
}

function unauthentic(): Error {
  return new Error("Unsupported state or unable to authenticate data");
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
