import { Buffer } from "node:buffer";
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { SessionError } from "../session/session-error.ts";

/** What a token says: what was put in, and when it was made and ends (seconds since 1970, RFC 7519 §4.1). */
export interface TokenPayload {
  readonly [name: string]: unknown;
  readonly iat: number;
  readonly exp: number;
}

/** As much as a cookie can carry (RFC 6265bis §5.6). */
export const TOKEN_LIMIT_BYTES = 4096;
/** Clocks of two machines may differ so much. */
const LEEWAY_SECONDS = 60;
/** {"alg":"HS256","typ":"JWT"}: the only head that is written. */
const HEAD = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");
/** Three parts of base64url (RFC 7515 §3.1), of a text within {@link TOKEN_LIMIT_BYTES}. */
const COMPACT = /^([A-Za-z0-9_-]{2,})\.([A-Za-z0-9_-]{2,})\.([A-Za-z0-9_-]{43})$/;

export function signingKey(secret: string): KeyObject {
  return createSecretKey(secret, "utf8");
}

/** A JSON Web Token in compact form, signed with HMAC-SHA256 (RFC 7515 §3.1). `claims` is JSON. */
export function signToken(claimsJson: string, key: KeyObject): string {
  const signed = `${HEAD}.${Buffer.from(claimsJson).toString("base64url")}`;
  const token = `${signed}.${signatureOf(signed, key)}`;
  if (token.length <= TOKEN_LIMIT_BYTES) return token;
  throw new SessionError(
    "bad-token",
    `The token would be ${token.length} bytes, and a cookie holds ${TOKEN_LIMIT_BYTES} at most. ` +
      "Put an id into it and keep the rest on the server.",
  );
}

/**
 * What the token says, or null: not a token, too long, signed with another key or another algorithm (the
 * algorithm is ours to choose, RFC 8725 §3.1), over, from the future, or without its times.
 */
export function readToken(token: unknown, keys: readonly KeyObject[], nowMs: number): TokenPayload | null {
  if (typeof token !== "string" || token.length > TOKEN_LIMIT_BYTES) return null;
  const [, head, body, signature] = COMPACT.exec(token) ?? [];
  if (head === undefined || body === undefined || signature === undefined) return null;
  if (head !== HEAD && !isOurHead(parsed(head))) return null;
  const given = Buffer.from(signature);
  const signed = `${head}.${body}`;
  if (!keys.some((key) => timingSafeEqual(Buffer.from(signatureOf(signed, key)), given))) return null;
  const payload = parsed(body);
  return isPayload(payload) && isNow(payload, nowMs / 1000) ? payload : null;
}

function signatureOf(signed: string, key: KeyObject): string {
  return createHmac("sha256", key).update(signed).digest("base64url");
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return undefined;
  }
}

/** Another library may write more into the head; what it must understand (`crit`) we do not. */
function isOurHead(head: unknown): boolean {
  if (typeof head !== "object" || head === null || Array.isArray(head)) return false;
  const { alg, typ, crit } = head as Record<string, unknown>;
  return (
    alg === "HS256" &&
    crit === undefined &&
    (typ === undefined || (typeof typ === "string" && typ.toUpperCase() === "JWT"))
  );
}

function isPayload(value: unknown): value is TokenPayload {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { iat, exp } = value as Record<string, unknown>;
  return Number.isFinite(iat) && Number.isFinite(exp);
}

function isNow({ iat, exp, nbf }: TokenPayload & { readonly nbf?: unknown }, nowSeconds: number): boolean {
  const latestStart = nowSeconds + LEEWAY_SECONDS;
  const begun = nbf === undefined || (typeof nbf === "number" && nbf <= latestStart);
  return iat <= latestStart && exp > nowSeconds && begun;
}
