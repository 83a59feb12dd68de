import crypto from "node:crypto";
import type { IdScheme, Store } from "./store.ts";

/** 192 bits, so that guessing is out of the question for any number of sessions (ASVS 7.2.3 asks for 128). */
const ID_BYTES = 24;
const ID_SHAPE = /^[A-Za-z0-9_-]{32}$/;

/** Asking the system for random bytes is slow; asking for many at once is not. */
const pool = new Uint8Array(ID_BYTES * 128);
let poolAt = pool.length;

/** A new session id: 32 characters of base64url from the system's random source. */
export function newSessionId(): string {
  if (poolAt === pool.length) {
    crypto.randomFillSync(pool);
    poolAt = 0;
  }
  const bytes = pool.subarray(poolAt, poolAt + ID_BYTES);
  poolAt += ID_BYTES;
  const id = base64url(bytes);
  bytes.fill(0);
  return id;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function base64url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += `${DIGITS[group >> 18]}${DIGITS[(group >> 12) & 63]}${DIGITS[(group >> 6) & 63]}${DIGITS[group & 63]}`;
  }
  return text;
}

/** Whether a cookie value can be an id of ours; what cannot never reaches a store. */
export function isSessionId(value: string): boolean {
  return ID_SHAPE.test(value);
}

/** What stores know a session by: the SHA-256 of its id, in lower-case hex. */
export function storeKey(id: string): string {
  return sha256Hex(id);
}

const OUR_IDS: IdScheme = {
  parse: (cookieValue) => (isSessionId(cookieValue) ? cookieValue : undefined),
  fresh: newSessionId,
  print: (id) => id,
  key: storeKey,
  // No session's key: ids hold no colon.
  deviceKey: (selector) => sha256Hex(`remember:${selector}`),
};

/** How ids look in this store: ours, but for one that speaks another system's. */
export function idsOf(store: Store): IdScheme {
  return store.ids ?? OUR_IDS;
}

/**
 * What stores know an owner by: the SHA-256 of "KIND:NAME" in lower-case hex. A number and a text that look
 * the same are the same owner, since user ids travel as both.
 */
export function ownerKey(kind: "user" | "remember", name: string | number): string {
  return sha256Hex(`${kind}:${name}`);
}

/**
 * SHA-256 in lower-case hex. The call without a Hash object costs a third; engines other than Node's may only
 * have the other one.
 */
export const sha256Hex: (text: string) => string =
  // Stryker disable next-line ConditionalExpression,StringLiteral: both ways give the same, one sooner
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha256", text, "hex")
    : (text) => crypto.createHash("sha256").update(text).digest("hex");
