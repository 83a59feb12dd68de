/** Flask's session cookie, as Flask writes and reads it. Long sessions are packed by Flask, and are by this too. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";

export type Data = Record<string, unknown>;

export interface Settings {
  readonly secretKey: string;
  readonly fallbacks: readonly string[];
  readonly cookieName: string;
  readonly lifetimeSeconds: number;
}

export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  return {
    secretKey: env["SECRET_KEY"] ?? "",
    fallbacks: (env["SECRET_KEY_FALLBACKS"] ?? "").split(",").filter((key) => key !== ""),
    cookieName: env["SESSION_COOKIE_NAME"] ?? "session",
    lifetimeSeconds: Number(env["PERMANENT_SESSION_LIFETIME"]),
  };
}

/** The session in a Cookie header; empty when there is none that counts. */
export function openSession(header: string | undefined, settings: Settings): Data {
  const { cookieName, secretKey, fallbacks, lifetimeSeconds } = settings;
  const pairs = (header ?? "").split("; ").map((pair) => pair.split("="));
  const value = pairs.find(([name]) => name === cookieName)?.[1] ?? "";
  const end = value.lastIndexOf(".");
  const signed = value.slice(0, end);
  const signature = Buffer.from(value.slice(end + 1));
  const believed = [secretKey, ...fallbacks].some((key) => {
    const right = Buffer.from(sign(signed, key));
    return right.length === signature.length && timingSafeEqual(right, signature);
  });
  if (!believed) return {};
  const dot = signed.lastIndexOf(".");
  const signedAt = Buffer.from(signed.slice(dot + 1), "base64url").readUInt32BE();
  if (Date.now() / 1000 - signedAt > lifetimeSeconds) return {};
  const content = signed.slice(0, dot);
  const bytes = content.startsWith(".")
    ? inflateSync(Buffer.from(content.slice(1), "base64url"))
    : Buffer.from(content, "base64url");
  return JSON.parse(bytes.toString());
}

/** The value for Set-Cookie. */
export function sealSession(data: Data, key: string): string {
  const json = JSON.stringify(data);
  const plain = Buffer.from(json).toString("base64url");
  const packed = `.${deflateSync(json).toString("base64url")}`;
  const time = Buffer.alloc(4);
  time.writeUInt32BE(Math.floor(Date.now() / 1000));
  const signed = `${packed.length < plain.length ? packed : plain}.${time.toString("base64url")}`;
  return `${signed}.${sign(signed, key)}`;
}

/** HMAC-SHA-1, with a key that is made of the secret and Flask's salt. */
function sign(text: string, secret: string): string {
  const key = createHmac("sha1", secret).update("cookie-session").digest();
  return createHmac("sha1", key).update(text).digest("base64url");
}
