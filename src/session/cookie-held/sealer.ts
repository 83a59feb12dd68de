import { Buffer } from "node:buffer";
import crypto, { type KeyObject } from "node:crypto";
import type { Secrets } from "../secrets.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The part of a nonce that is random; the rest counts. */
const PREFIX_BYTES = 8;
const COUNTER_END = 2 ** 32;

/**
 * Seals texts with AES-256-GCM: nonce, ciphertext, tag. Each secret gives one key for the purpose (HKDF, RFC
 * 5869), made once: a KeyObject costs a third of a key passed as bytes.
 *
 * A nonce is eight random bytes, drawn at start and again after 2³² seals, and a counter. Within a process none
 * comes twice, and a million processes under one secret share a prefix with a probability of 3 in 10⁸.
 */
export class Sealer {
  readonly #newest: KeyObject;
  readonly #keys: readonly KeyObject[];
  readonly #nonce = Buffer.alloc(NONCE_BYTES);
  #counter = COUNTER_END;

  constructor([newest, ...older]: Secrets, purpose: string) {
    this.#newest = derive(newest, purpose);
    this.#keys = [this.#newest, ...older.map((secret) => derive(secret, purpose))];
  }

  /** `binding`: what it is sealed for; it opens for nothing else. */
  seal(text: string, binding: string): Buffer {
    const nonce = this.#nextNonce();
    const cipher = crypto.createCipheriv("aes-256-gcm", this.#newest, nonce);
    cipher.setAAD(Buffer.from(binding));
    // Node gives all of it with the first; the page's machine gives it with the second.
    const body = [cipher.update(text, "utf8"), cipher.final()];
    return Buffer.concat([nonce, ...body, cipher.getAuthTag()]);
  }

  /** Undefined: not sealed with any of the secrets for this, or changed since. */
  open(sealed: Buffer, binding: string): string | undefined {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    for (const key of this.#keys) {
      const text = openWith(key, sealed, binding);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #nextNonce(): Buffer {
    if (this.#counter === COUNTER_END) {
      crypto.randomFillSync(this.#nonce, 0, PREFIX_BYTES);
      this.#counter = 0;
    }
    this.#nonce.writeUInt32BE(this.#counter, PREFIX_BYTES);
    this.#counter += 1;
    return this.#nonce;
  }
}

function openWith(key: KeyObject, sealed: Buffer, binding: string): string | undefined {
  const tagAt = sealed.length - TAG_BYTES;
  const decipher = crypto.createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(binding));
  decipher.setAuthTag(sealed.subarray(tagAt));
  const text = decipher.update(sealed.subarray(NONCE_BYTES, tagAt), undefined, "utf8");
  try {
    return text + decipher.final("utf8");
  } catch {
    return undefined;
  }
}

function derive(secret: string, purpose: string): KeyObject {
  const key = crypto.hkdfSync("sha256", Buffer.from(secret), "", `keepsake ${purpose}`, 32);
  return crypto.createSecretKey(Buffer.from(key));
}
