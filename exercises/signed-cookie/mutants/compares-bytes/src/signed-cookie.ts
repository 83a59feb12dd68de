import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * What to put into the cookie `name`, so that nobody can change it.
 *
 * @param keys the secret keys, the newest first. Never empty.
 */
export function signed(name: string, value: string, keys: readonly string[]): string {
  const [newest = ""] = keys;
  return `${value}.${signature(name, value, newest)}`;
}

/**
 * The value in the cookie `name`, or undefined when it is not exactly what `signed` gave for that name with one of the keys.
 */
export function readSigned(name: string, text: string, keys: readonly string[]): string | undefined {
  const dot = text.lastIndexOf(".");
  if (dot < 0) return undefined;
  const value = text.slice(0, dot);
  const given = text.slice(dot + 1);
  return keys.some((key) => same(given, signature(name, value, key))) ? value : undefined;
}

/** With the name in it, a signature is worth nothing in another cookie. */
function signature(name: string, value: string, key: string): string {
  return createHmac("sha256", key).update(`${name}=${value}`).digest("base64url");
}

/** Takes the same time wherever they differ. */
function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one, "base64url"), Buffer.from(other, "base64url")];
  return left.length === right.length && timingSafeEqual(left, right);
}
