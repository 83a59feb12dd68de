import { Buffer } from "node:buffer";
import { type KeyObject, randomBytes } from "node:crypto";
import process from "node:process";
import { snapshot } from "../session/json-value.ts";
import { readSecrets, type Secrets } from "../session/secrets.ts";
import { SessionError } from "../session/session-error.ts";
import { readToken, signingKey, signToken, type TokenPayload } from "./auth-token.ts";
import { hashPassword, isOutdated, matchesHash, wastePassword } from "./password-hash.ts";
import { WatchedPromise } from "./watched-promise.ts";

/** Signed tokens and password hashes. {@link Auth} is one that reads its secrets from the environment. */
export interface Auth {
  /**
   * A JSON Web Token (HS256) with the payload, `iat` and `exp`. Whoever holds it is believed until it ends, and
   * nothing can revoke it before: a session (`req.session.login`) is what signs a browser in.
   *
   * `expiresInSeconds`: default 3600, at most 34,560,000 (400 days). A token that is kept in a cookie needs
   * the cookie's lifetime here too. Throws {@link SessionError} "bad-token" for a payload that is no plain
   * object or too large for a cookie, and "bad-setting" in production when TINA4_SECRET is not set.
   */
  getToken(payload: object, options?: { readonly expiresInSeconds?: number }): string;

  /** Whether {@link getPayload} has something to give. */
  validToken(token: unknown): boolean;

  /** What the token says; null when it is none, forged, or over. */
  getPayload(token: unknown): TokenPayload | null;

  /**
   * A text to store in the user's row: argon2id where Node has it, else scrypt, each with its costs and salt.
   * Throws {@link SessionError} "bad-password" for an empty password or one over 1024 bytes, and "too-busy"
   * (503) when 100 others are being computed already.
   */
  hashPassword(password: string): Promise<string>;

  /**
   * Whether it is the password that was hashed; what is no text is not. For a user that does not exist pass
   * `undefined` as hash: it takes as long and is false, so that the time does not tell who exists. Await it: the
   * log says so when nobody did. Throws {@link SessionError} "bad-password-hash" and "too-busy" (503).
   */
  checkPassword(password: unknown, hash: string | null | undefined): Promise<boolean>;

  /** Whether the password should be hashed again, at its next successful check, because today costs more. */
  needsRehash(hash: string): boolean;
}

export interface AuthOptions {
  /** Secrets, the newest first; it signs, all verify. Default: TINA4_SECRET, with commas between them. */
  readonly secrets?: readonly string[];
  /** Milliseconds since 1970. Default: Date.now. */
  readonly nowMs?: () => number;
  /** Default: console.error. */
  readonly log?: (message: string) => void;
}

const TOKEN_SECONDS = 3600;
const TOKEN_MAX_SECONDS = 34_560_000;
const PASSWORD_LIMIT_BYTES = 1024;
const PENDING_LIMIT = 100;
const NOT_AWAITED =
  "Auth.checkPassword() was called without await. A promise is always true, so everybody would be let in: " +
  "write `if (!(await Auth.checkPassword(password, hash)))`.";

/**
 * An {@link Auth} with settings of its own. {@link Auth} itself is one with the environment's. Throws
 * `SessionError` "bad-setting" for a weak secret.
 */
export function createAuth(options: AuthOptions = {}): Auth {
  const nowMs = options.nowMs ?? Date.now;
  const log = options.log ?? ((message: string) => console.error(message));
  const keys = keysFrom(options.secrets, log);
  let pending = 0;

  /** Each takes 20 MB and a thread for a while; a flood of sign-ins must not take them all. */
  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    if (pending >= PENDING_LIMIT) {
      throw new SessionError("too-busy", "Too many passwords are being checked. Try again in a moment.");
    }
    pending += 1;
    try {
      return await work();
    } finally {
      pending -= 1;
    }
  }

  async function check(password: unknown, hash: string | null | undefined): Promise<boolean> {
    const usable = isUsable(password);
    // Work first, whatever is wrong: only then the answer.
    if (!usable || hash === undefined || hash === null) {
      await bounded(() => wastePassword(usable ? password : ""));
      return false;
    }
    return bounded(() => matchesHash(password, hash));
  }

  return {
    getToken(payload, { expiresInSeconds = TOKEN_SECONDS } = {}) {
      const claims = claimsOf(payload, expiresInSeconds, Math.floor(nowMs() / 1000));
      return signToken(claims, keys()[0]);
    },
    validToken: (token) => readToken(token, keys(), nowMs()) !== null,
    getPayload: (token) => readToken(token, keys(), nowMs()),
    async hashPassword(password) {
      if (isUsable(password)) return bounded(() => hashPassword(password));
      throw new SessionError(
        "bad-password",
        `A password is a text of 1 to ${PASSWORD_LIMIT_BYTES} bytes. Check its length in the form's handler.`,
      );
    },
    checkPassword: (password, hash) => WatchedPromise.over(check(password, hash), () => log(NOT_AWAITED)),
    needsRehash: isOutdated,
  };
}

function isUsable(password: unknown): password is string {
  return (
    typeof password === "string" &&
    password.length > 0 &&
    password.length <= PASSWORD_LIMIT_BYTES &&
    Buffer.byteLength(password) <= PASSWORD_LIMIT_BYTES
  );
}

function claimsOf(payload: object, expiresInSeconds: number, iat: number): string {
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > TOKEN_MAX_SECONDS) {
    throw new SessionError(
      "bad-token",
      `expiresInSeconds is ${expiresInSeconds}. Give whole seconds, 1 to ${TOKEN_MAX_SECONDS} (400 days).`,
    );
  }
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
    throw new SessionError("bad-token", "A token's payload is an object, such as { user_id: 42 }.");
  }
  if ("iat" in payload || "exp" in payload) {
    throw new SessionError(
      "bad-token",
      "iat and exp are set by getToken. Take them out of the payload and use expiresInSeconds.",
    );
  }
  try {
    return snapshot({ ...payload, iat, exp: iat + expiresInSeconds }, "payload");
  } catch (error) {
    throw new SessionError("bad-token", "A token's payload must come back the same from JSON.", {
      cause: error,
    });
  }
}

type Keys = readonly [KeyObject, ...KeyObject[]];

/** Read when first needed, and again when the environment changed: `.env` is loaded after this module. */
function keysFrom(secrets: readonly string[] | undefined, log: (message: string) => void): () => Keys {
  let from: string | undefined;
  let keys: Keys | undefined;
  const use = ([newest, ...older]: Secrets): Keys => [signingKey(newest), ...older.map(signingKey)];
  const given = readSecrets("secrets", secrets);
  return () => {
    const text = process.env["TINA4_SECRET"];
    if (keys !== undefined && (given !== undefined || text === from)) return keys;
    from = text;
    keys = use(given ?? readSecrets("TINA4_SECRET", text) ?? [secretForNow(log)]);
    return keys;
  };
}

function secretForNow(log: (message: string) => void): string {
  const advice = "Set it in .env to 32 random bytes or more.";
  if (process.env["NODE_ENV"] === "production") {
    throw new SessionError("bad-setting", `Auth needs TINA4_SECRET, which is not set. ${advice}`);
  }
  log(`TINA4_SECRET is not set: tokens made now are worth nothing after a restart. ${advice}`);
  return randomBytes(32).toString("base64url");
}

/** Tokens and passwords with the secrets of TINA4_SECRET. */
export const Auth: Auth = createAuth();
