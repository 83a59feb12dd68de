import { Buffer } from "node:buffer";
import zlib from "node:zlib";
import type { CookieCodec } from "./cookie-codec.ts";
import { foreignSecrets } from "./foreign-secrets.ts";
import { SignedDictCookie, type SignedDictFormat } from "./signed-dict-cookie.ts";

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
 * Flask's own session cookie (Flask 0.10 and later): signed, and *readable* by whoever has it. A Flask
 * program and this one share a user's session when they have the key, the cookie's name and its lifetime in
 * common: PERMANENT_SESSION_LIFETIME there is `idleTimeoutSeconds` here. `session.permanent` is the same on
 * both sides, and so are flash messages. See {@link CookieCodec} for what such a session cannot promise.
 *
 * Throws {@link SessionError} "bad-setting" for a weak key.
 */
export function flaskCookie(options: FlaskCookieOptions): CookieCodec {
  const secrets = foreignSecrets("secretKey", options.secretKey, options.secretKeyFallbacks);
  return new SignedDictCookie(FLASK_COOKIE, secrets, options);
}

/** What a packed cookie may unpack to. */
const UNPACKED_LIMIT_BYTES = 256 * 1024;
/** Below, a packed cookie would save little and cost more than all the rest. */
const PACK_FROM_CHARACTERS = 1024;

export const FLASK_COOKIE: SignedDictFormat = {
  name: "flask",
  salt: "cookie-session",
  derivation: "hmac",
  dialect: { tags: true, permanentKey: "_permanent" },

  /** Base64url, with a dot before it when it is packed with zlib. */
  pack(text) {
    if (text.length >= PACK_FROM_CHARACTERS) {
      const bytes = zlib.deflateSync(text);
      if (bytes.length < text.length - 1) return `.${bytes.toString("base64url")}`;
    }
    return Buffer.from(text, "utf8").toString("base64url");
  },

  unpack(payload) {
    if (!payload.startsWith(".")) return Buffer.from(payload, "base64url").toString("utf8");
    try {
      const bytes = Buffer.from(payload.slice(1), "base64url");
      return zlib.inflateSync(bytes, { maxOutputLength: UNPACKED_LIMIT_BYTES }).toString("utf8");
    } catch {
      return undefined;
    }
  },
};
