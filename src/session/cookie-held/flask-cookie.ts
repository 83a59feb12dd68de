import type { CookieCodec } from "./cookie-codec.ts";
import { foreignSecrets } from "./foreign-secrets.ts";
import { TimestampSigner } from "./its-dangerous.ts";
import { packed, unpacked } from "./packed-text.ts";
import { SignedDictCookie, type SignedDictFormat } from "./signed-dict-cookie.ts";
import { FLASK_TAGS } from "./tagged-json.ts";

export interface FlaskCookieOptions {
  /** Flask's SECRET_KEY. */
  readonly secretKey: string;
  /** Flask's SECRET_KEY_FALLBACKS (Flask 3.1): older keys, which verify and sign nothing. */
  readonly secretKeyFallbacks?: readonly string[];
  /** SESSION_COOKIE_NAME, "session". The setting `name` wins. */
  readonly cookieName?: string;
  /** SESSION_COOKIE_PATH, "/". */
  readonly path?: string;
  /** SESSION_COOKIE_DOMAIN; absent: this host only. */
  readonly domain?: string;
}

/**
 * Flask's own session cookie (with itsdangerous 1.1 or later, whose times count from 1970): signed, and *readable*
 * by whoever has it. A Flask program and this one share a user's session when they have the key, the cookie's name
 * and its lifetime in common: PERMANENT_SESSION_LIFETIME there is `idleTimeoutSeconds` here. `session.permanent` is
 * the same on both sides, and so are flash messages. See {@link CookieCodec} for what such a session cannot promise.
 *
 * Throws {@link SessionError} "bad-setting" for a weak key.
 */
export function flaskCookie(options: FlaskCookieOptions): CookieCodec {
  const secrets = foreignSecrets("secretKey", options.secretKey, options.secretKeyFallbacks);
  return new SignedDictCookie(FLASK_COOKIE, secrets, options);
}

export const FLASK_COOKIE: SignedDictFormat = {
  name: "flask",
  cookieName: "session",
  dialect: { tags: FLASK_TAGS, permanentKey: "_permanent" },

  signer: (secrets) => new TimestampSigner({ secrets, salt: "cookie-session", derivation: "hmac" }),

  pack: packed,
  unpack: unpacked,
};
