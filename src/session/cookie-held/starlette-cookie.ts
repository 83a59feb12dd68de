import { fromBase64, toBase64 } from "./base64-text.ts";
import type { CookieCodec } from "./cookie-codec.ts";
import { foreignSecrets } from "./foreign-secrets.ts";
import { TimestampSigner } from "./its-dangerous.ts";
import { SignedDictCookie, type SignedDictFormat } from "./signed-dict-cookie.ts";
import { NO_TAGS } from "./tagged-json.ts";

export interface StarletteCookieOptions {
  /** SessionMiddleware's `secret_key`. */
  readonly secretKey: string;
  /** Older keys, which verify and sign nothing. Starlette itself knows one key only. */
  readonly secretKeyFallbacks?: readonly string[];
  /** `session_cookie`, "session". The setting `name` wins. */
  readonly cookieName?: string;
  /** `path`, "/". */
  readonly path?: string;
  /** `domain` (Starlette 0.31); absent: this host only. */
  readonly domain?: string;
}

/**
 * The cookie of Starlette's SessionMiddleware, which FastAPI uses: signed, not encrypted, and *readable* by
 * whoever has it. `max_age` there is `idleTimeoutSeconds` here; `same_site` and `https_only` are our `sameSite`
 * and `secure`. Starlette has no flash messages; ours are under `_flashes` as a list of [key, value].
 * See {@link CookieCodec} for what such a session cannot promise.
 *
 * Throws {@link SessionError} "bad-setting" for a weak key.
 */
export function starletteCookie(options: StarletteCookieOptions): CookieCodec {
  const secrets = foreignSecrets("secretKey", options.secretKey, options.secretKeyFallbacks);
  return new SignedDictCookie(STARLETTE_COOKIE, secrets, options);
}

export const STARLETTE_COOKIE: SignedDictFormat = {
  name: "starlette",
  cookieName: "session",
  dialect: { tags: NO_TAGS, permanentKey: undefined },
  signer: (secrets) =>
    new TimestampSigner({ secrets, salt: "itsdangerous.Signer", derivation: "django-concat" }),
  pack: (text) => toBase64(text, "base64"),
  unpack: (payload) => fromBase64(payload, "base64"),
};
