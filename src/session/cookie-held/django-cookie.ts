import { Buffer } from "node:buffer";
import crypto, { type KeyObject } from "node:crypto";
import type { CookieCodec } from "./cookie-codec.ts";
import { foreignSecrets } from "./foreign-secrets.ts";
import type { SignedAt, TimeSigner } from "./its-dangerous.ts";
import { packed, unpacked } from "./packed-text.ts";
import { SignedDictCookie, type SignedDictFormat } from "./signed-dict-cookie.ts";
import { NO_TAGS } from "./tagged-json.ts";

export interface DjangoCookieOptions {
  /** Django's SECRET_KEY. */
  readonly secretKey: string;
  /** SECRET_KEY_FALLBACKS (Django 4.1): older keys, which verify and sign nothing. */
  readonly secretKeyFallbacks?: readonly string[];
  /** SESSION_COOKIE_NAME, "sessionid". The setting `name` wins. */
  readonly cookieName?: string;
  /** SESSION_COOKIE_PATH, "/". */
  readonly path?: string;
  /** SESSION_COOKIE_DOMAIN; absent: this host only. */
  readonly domain?: string;
}

/**
 * The cookie of Django's `signed_cookies` session backend with its JSON serializer (Django 3.2 and later):
 * signed, and *readable* by whoever has it. SESSION_COOKIE_AGE there is `idleTimeoutSeconds` here. Flash
 * messages are ours only: Django keeps its own in another form. See {@link CookieCodec} for what such a session
 * cannot promise.
 *
 * Throws {@link SessionError} "bad-setting" for a weak key.
 */
export function djangoCookie(options: DjangoCookieOptions): CookieCodec {
  const secrets = foreignSecrets("secretKey", options.secretKey, options.secretKeyFallbacks);
  return new SignedDictCookie(DJANGO_COOKIE, secrets, options);
}

export const DJANGO_COOKIE: SignedDictFormat = {
  name: "django",
  cookieName: "sessionid",
  dialect: { tags: NO_TAGS, permanentKey: undefined },
  signer: (secrets) => new DjangoSigner(secrets),
  pack: (text) => packed(asciiOnly(text)),
  unpack: unpacked,
};

/** Django reads bytes as Latin-1. */
function asciiOnly(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** django.core.signing.TimestampSigner: `VALUE:TIMESTAMP:SIGNATURE`, HMAC-SHA-256, the time in base 62. */
class DjangoSigner implements TimeSigner {
  readonly #keys: readonly KeyObject[];

  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => {
      const salt = "django.contrib.sessions.backends.signed_cookiessigner";
      return crypto.createSecretKey(crypto.createHash("sha256").update(`${salt}${secret}`).digest());
    });
  }

  sign(value: string, atSeconds: number): string {
    const [newest] = this.#keys;
    if (newest === undefined) throw new RangeError("A signer needs at least one secret.");
    const signed = `${value}:${base62(atSeconds)}`;
    return `${signed}:${signature(newest, signed).toString("base64url")}`;
  }

  unsign(text: string): SignedAt | undefined {
    const parts = /^(.*):([0-9A-Za-z]{1,8}):([\w-]{43})$/s.exec(text);
    if (parts === null) return undefined;
    const [, value = "", time = "", given = ""] = parts;
    const bytes = Buffer.from(given, "base64url");
    const isSigned = this.#keys.some((key) => {
      const expected = signature(key, `${value}:${time}`);
      return bytes.length === expected.length && crypto.timingSafeEqual(bytes, expected);
    });
    return isSigned ? { value, atSeconds: fromBase62(time) } : undefined;
  }
}

function signature(key: KeyObject, value: string): Buffer {
  return crypto.createHmac("sha256", key).update(value).digest();
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function base62(number: number): string {
  let text = "";
  let rest = number;
  do {
    text = `${DIGITS[rest % 62]}${text}`;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text;
}

function fromBase62(text: string): number {
  let number = 0;
  for (const digit of text) number = number * 62 + DIGITS.indexOf(digit);
  return number;
}
