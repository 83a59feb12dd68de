import type { JarCookie } from "./jar-cookie.ts";

/** A jar at rest: plain data, safe for JSON and IndexedDB. */
export interface JarSnapshot {
  readonly version: 1;
  readonly cookies: readonly JarCookie[];
}

type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === "string";
const flag: Check = (value) => typeof value === "boolean";
const time: Check = (value) => typeof value === "number" && Number.isFinite(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const fields: Readonly<Record<keyof JarCookie, Check>> = {
  name: text,
  value: text,
  domain: text,
  hostOnly: flag,
  path: text,
  expiresAtMs: optional(time),
  maxAgeSeconds: optional((value) => typeof value === "number"),
  expiresText: optional(text),
  secure: flag,
  httpOnly: flag,
  sameSite: (value) => value === "strict" || value === "lax" || value === "none" || value === "default",
  partitioned: flag,
  partitionKey: optional(
    (value) => isRecord(value) && text(value["topLevelSite"]) && flag(value["crossSiteAncestor"]),
  ),
  createdAtMs: time,
  lastAccessMs: time,
};

/** The cookies of a snapshot. Throws a TypeError that names the first field that is not right. */
export function readSnapshot(snapshot: unknown): readonly JarCookie[] {
  if (!isRecord(snapshot) || snapshot["version"] !== 1) {
    throw new TypeError(
      "This is not a saved cookie jar of version 1. Clear the browser's cookies and start anew.",
    );
  }
  const cookies = snapshot["cookies"];
  if (!Array.isArray(cookies)) throw new TypeError("A saved cookie jar needs a list of cookies.");
  const read: JarCookie[] = [];
  cookies.forEach((cookie: unknown, index) => {
    assertCookie(cookie, index);
    read.push(cookie);
  });
  return read;
}

function assertCookie(cookie: unknown, index: number): asserts cookie is JarCookie {
  if (!isRecord(cookie)) throw new TypeError(`Cookie ${index} of a saved cookie jar is not an object.`);
  for (const [field, check] of Object.entries(fields)) {
    if (!check(cookie[field])) {
      throw new TypeError(`Cookie ${index} of a saved cookie jar has a wrong "${field}".`);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
