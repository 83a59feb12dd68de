import { foreignSecrets } from "../../cookie-held/foreign-secrets.ts";
import { Signer } from "../../cookie-held/its-dangerous.ts";
import { newSessionId } from "../../session-id.ts";
import type { IdScheme } from "../../store.ts";
import { deviceKey } from "./device-key.ts";

export interface FlaskSessionIdOptions {
  /** SESSION_USE_SIGNER: the cookie is the id with a signature, made with Flask's SECRET_KEY. Absent: the id alone. */
  readonly secretKey?: string;
  /** Older keys, which verify and sign nothing. Flask-Session itself knows one key only. */
  readonly secretKeyFallbacks?: readonly string[];
}

/** UUIDs (Flask-Session up to 0.5), 43 random letters (from 0.6), and ours of 32. */
const ID_SHAPE = /^[A-Za-z0-9_-]{22,128}$/;

/**
 * Ids as Flask-Session has them: the record is kept under the id itself, which both sides must find it by.
 * Throws {@link SessionError} "bad-setting" for a weak key.
 */
export function flaskSessionIds({ secretKey, secretKeyFallbacks }: FlaskSessionIdOptions): IdScheme {
  const signer =
    secretKey === undefined
      ? undefined
      : new Signer({
          secrets: foreignSecrets("secretKey", secretKey, secretKeyFallbacks),
          salt: "flask-session",
          derivation: "hmac",
        });
  return {
    parse(cookieValue) {
      if (cookieValue.length > 256) return undefined;
      const id = signer === undefined ? cookieValue : signer.unsign(cookieValue);
      return id !== undefined && ID_SHAPE.test(id) ? id : undefined;
    },
    fresh: newSessionId,
    print: (id) => (signer === undefined ? id : signer.sign(id)),
    key: (id) => id,
    deviceKey,
  };
}
