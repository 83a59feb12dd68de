import { gcm } from "@noble/ciphers/aes.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesOfBase64 } from "./cookie-parts.ts";

/** What was in a sealed cookie. */
export interface OpenedCookie {
  /** The session's data, and its flashes when it has any, as JSON that is laid out. */
  readonly payload: string;
  readonly sealedAtMs: number;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** The first character of the first part: how many parts there are. */
const COUNTS = "0123456789A";
const utf8 = new TextEncoder();

/** How many cookies such a value is spread over, by its first character. */
export function partCount(value: string): number {
  return COUNTS.indexOf(value.charAt(0));
}

/**
 * Opens what the library sealed for a cookie of this name, with one secret. `parts`: the values of NAME, NAME.1, …
 * `undefined`: another secret sealed it, it was changed, moved from another name, or a part is missing. In plain script:
 * WebCrypto wants https.
 */
export function openSealed(name: string, parts: readonly string[], secret: string): OpenedCookie | undefined {
  const [first = ""] = parts;
  const count = partCount(first);
  if (count < 1 || parts.length < count) return undefined;
  const sealed = bytesOfBase64(parts.slice(0, count).join("").slice(1));
  if (sealed === undefined || sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const key = hkdf(
    sha256,
    utf8.encode(secret),
    new Uint8Array(0),
    utf8.encode("keepsake sealed cookie"),
    KEY_BYTES,
  );
  try {
    const text = gcm(key, sealed.subarray(0, NONCE_BYTES), utf8.encode(name)).decrypt(
      sealed.subarray(NONCE_BYTES),
    );
    return contentOf(new TextDecoder().decode(text));
  } catch {
    return undefined;
  }
}

function contentOf(text: string): OpenedCookie {
  const { at, data, flash } = JSON.parse(text) as {
    readonly at: number;
    readonly data: object;
    readonly flash: object;
  };
  const shown = Object.keys(flash).length === 0 ? { data } : { data, flash };
  return { payload: JSON.stringify(shown, null, 2), sealedAtMs: at * 1000 };
}
