import { Buffer } from "node:buffer";
import crypto from "node:crypto";
import { HmacSha1 } from "./hmac-sha1.ts";

/**
 * The signatures of Python's itsdangerous 2, which Flask, Starlette and Flask-Session sign cookies with:
 * `VALUE.SIGNATURE`, or `VALUE.TIMESTAMP.SIGNATURE`. HMAC-SHA-1, base64url without padding.
 */
export interface SignerOptions {
  /** Newest first (itsdangerous lists them oldest first). Never empty. */
  readonly secrets: readonly string[];
  readonly salt: string;
  readonly derivation: KeyDerivation;
}

/** How itsdangerous makes the key of secret and salt: its own default, and what Flask asks for. */
export type KeyDerivation = "django-concat" | "hmac";

/** 20 bytes in base64url. */
const SIGNATURE_CHARACTERS = 27;
/** Written anew for each comparison. */
const given = Buffer.alloc(SIGNATURE_CHARACTERS);
const expected = Buffer.alloc(SIGNATURE_CHARACTERS);

export class Signer {
  readonly #newest: HmacSha1;
  readonly #keys: readonly HmacSha1[];

  constructor(options: SignerOptions) {
    const [newest, ...older] = options.secrets.map((secret) => new HmacSha1(derive(secret, options)));
    if (newest === undefined) throw new RangeError("A signer needs at least one secret.");
    this.#newest = newest;
    this.#keys = [newest, ...older];
  }

  /** `VALUE.SIGNATURE`. */
  sign(value: string): string {
    return `${value}.${this.#newest.of(value)}`;
  }

  /** The value before the signature; undefined: the signature is none, or not made with any of the secrets. */
  unsign(text: string): string | undefined {
    const dot = text.length - SIGNATURE_CHARACTERS - 1;
    if (dot < 0 || text.charCodeAt(dot) !== DOT) return undefined;
    given.write(text.slice(dot + 1), "latin1");
    const value = text.slice(0, dot);
    for (const key of this.#keys) {
      expected.write(key.of(value), "latin1");
      if (crypto.timingSafeEqual(given, expected)) return value;
    }
    return undefined;
  }
}

export interface SignedAt {
  readonly value: string;
  /** Whole seconds since 1970. */
  readonly atSeconds: number;
}

/** Signs with the time of signing. Whoever reads decides how old is too old. */
export interface TimeSigner {
  sign(value: string, atSeconds: number): string;
  /** Undefined: the signature does not hold, or what it holds has no time in it. */
  unsign(text: string): SignedAt | undefined;
}

/** {@link Signer} with the time of signing in between. */
export class TimestampSigner implements TimeSigner {
  readonly #signer: Signer;

  constructor(options: SignerOptions) {
    this.#signer = new Signer(options);
  }

  sign(value: string, atSeconds: number): string {
    return this.#signer.sign(`${value}.${printTimestamp(atSeconds)}`);
  }

  unsign(text: string): SignedAt | undefined {
    const signed = this.#signer.unsign(text);
    if (signed === undefined) return undefined;
    const dot = signed.lastIndexOf(".");
    if (dot === -1) return undefined;
    const atSeconds = parseTimestamp(signed.slice(dot + 1));
    return atSeconds === undefined ? undefined : { value: signed.slice(0, dot), atSeconds };
  }
}

const DOT = 0x2e;

/** Most requests come in the same second as the one before. */
let printed = { seconds: 0, text: "" };

/** Big-endian without leading zeros, in base64url. */
function printTimestamp(seconds: number): string {
  if (seconds === printed.seconds) return printed.text;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(seconds));
  let start = 0;
  while (start < 8 && bytes[start] === 0) start += 1;
  printed = { seconds, text: bytes.toString("base64url", start) };
  return printed.text;
}

function parseTimestamp(text: string): number | undefined {
  if (!/^[\w-]{1,11}$/.test(text)) return undefined;
  let seconds = 0;
  for (const byte of Buffer.from(text, "base64url")) seconds = seconds * 256 + byte;
  return seconds;
}

function derive(secret: string, { salt, derivation }: SignerOptions): Buffer {
  return derivation === "hmac"
    ? crypto.createHmac("sha1", Buffer.from(secret)).update(salt).digest()
    : crypto.createHash("sha1").update(`${salt}signer${secret}`).digest();
}
