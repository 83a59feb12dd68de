import { Buffer } from "node:buffer";
import crypto from "node:crypto";

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 20;
/** Longer texts take the other way. */
const WORK_BYTES = 16 * 1024;

/**
 * HMAC-SHA-1 (RFC 2104) with a key of at most 64 bytes, in base64url. Two calls of the hash cost half of one Hmac
 * object; engines other than Node's may only have the other one.
 */
export class HmacSha1 {
  readonly #key: Uint8Array;
  /** The inner pad, then the text. */
  readonly #inner = Buffer.alloc(BLOCK_BYTES + WORK_BYTES, 0x36);
  /** The outer pad, then the inner digest. */
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);

  constructor(key: Uint8Array) {
    if (key.length > BLOCK_BYTES)
      throw new RangeError(`An HMAC key of ${key.length} bytes is too long here.`);
    this.#key = key;
    for (const [at, byte] of key.entries()) {
      this.#inner[at] = 0x36 ^ byte;
      this.#outer[at] = 0x5c ^ byte;
    }
  }

  of(text: string): string {
    // A letter takes up to three bytes.
    if (typeof crypto.hash !== "function" || text.length * 3 > WORK_BYTES) {
      return crypto.createHmac("sha1", this.#key).update(text).digest("base64url");
    }
    const end = BLOCK_BYTES + this.#inner.write(text, BLOCK_BYTES, "utf8");
    const digest = crypto.hash("sha1", this.#inner.subarray(0, end), "binary");
    this.#outer.write(digest, BLOCK_BYTES, "latin1");
    return crypto.hash("sha1", this.#outer, "base64url");
  }
}
