import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signed and JSON cookie values, byte for byte as the package cookie-parser has them, so that applications can
 * change over without signing their users out: `s:VALUE.SIGNATURE` and `j:JSON`. The signature (HMAC-SHA256)
 * does not cover the cookie's name: a signed value can be moved to another cookie of the same secret.
 */

export function signValue(value: string, secret: string): string {
  return `s:${value}.${signature(value, secret)}`;
}

/** The value inside `s:…`, or false: signed with none of the secrets. */
export function unsignValue(signed: string, secrets: readonly string[]): string | false {
  const dot = signed.lastIndexOf(".");
  if (!signed.startsWith("s:") || dot < 2) return false;
  const value = signed.slice(2, dot);
  const given = Buffer.from(signed.slice(dot + 1));
  const isOurs = secrets.some((secret) => {
    const wanted = Buffer.from(signature(value, secret));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
  return isOurs ? value : false;
}

/** What a `j:` value holds; any other value, and broken JSON, as it is. */
export function readJsonValue(value: string): unknown {
  if (!value.startsWith("j:")) return value;
  try {
    return (JSON.parse(value.slice(2)) as unknown) ?? value;
  } catch {
    return value;
  }
}

function signature(value: string, secret: string): string {
  return createHmac("sha256", secret).update(value).digest("base64").replace(/=+$/, "");
}
