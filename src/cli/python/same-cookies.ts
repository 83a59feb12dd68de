import { parseSetCookie, type SetCookie } from "../../web/set-cookie.ts";

/** From here on a value is an id, a signature or sealed data: two programs never make the same one. */
const OPAQUE_FROM_CHARACTERS = 20;
/** `Expires` is a date: two programs write it at two moments, and it counts whole seconds. */
const TOLERANCE_SECONDS = 5;

export interface SetCookies {
  /** The values of the `Set-Cookie` fields. */
  readonly lines: readonly string[];
  readonly url: URL;
  /** On the clock of the browser, milliseconds since 1970. */
  readonly atMs: number;
}

/**
 * What differs in what a browser would make of them: name, value, life, host, path, flags. Order, case and spelling
 * do not matter. `names` leads from theirs to ours. Each sentence completes "It should set the same cookies: …".
 */
export function cookieDifferences(
  ours: SetCookies,
  theirs: SetCookies,
  names: ReadonlyMap<string, string> = new Map(),
): string[] {
  const expected = readAll(ours);
  const found = readAll(theirs, names);
  const all = [...new Set([...expected.keys(), ...found.keys()])];
  return all.flatMap((name) => {
    const one = expected.get(name);
    const other = found.get(name);
    if (other === undefined) return [`${name} is missing`];
    if (one === undefined) return [`${name} is too many`];
    const isDeletion = one.life === "deleted" && other.life === "deleted";
    const differences = Object.entries(isDeletion ? placeOf(one) : one).flatMap(([field, value]) => {
      const received = other[field as keyof Meaning];
      return same(field as keyof Meaning, value, received) ? [] : [`${field} is ${received}, not ${value}`];
    });
    return differences.length === 0 ? [] : [`of ${name}, ${differences.join(", ")}`];
  });
}

/** What the line tells a browser to do. */
interface Meaning {
  readonly value: string;
  /** "until the browser closes", "deleted", or in seconds. */
  readonly life: string | number;
  readonly domain: string;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: string;
  readonly partitioned: boolean;
}

/** All that counts in a deletion: which cookie is meant (RFC 6265bis §5.7). */
function placeOf({ domain, path }: Meaning): Partial<Meaning> {
  return { domain, path };
}

function readAll(
  { lines, url, atMs }: SetCookies,
  names: ReadonlyMap<string, string> = new Map(),
): Map<string, Meaning> {
  const found = new Map<string, Meaning>();
  for (const line of lines) {
    const cookie = parseSetCookie(line);
    if ("reason" in cookie) continue;
    found.set(names.get(cookie.name) ?? cookie.name, meaning(cookie, url, atMs));
  }
  return found;
}

function meaning(cookie: SetCookie, url: URL, atMs: number): Meaning {
  const life = lifeOf(cookie, atMs);
  return {
    value: decoded(cookie.value),
    life,
    domain: cookie.domain || "this host alone",
    path: cookie.path ?? defaultPath(url),
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    sameSite: cookie.sameSite,
    partitioned: cookie.partitioned,
  };
}

function lifeOf({ maxAgeSeconds, expiresMs }: SetCookie, atMs: number): string | number {
  const seconds = maxAgeSeconds ?? (expiresMs === undefined ? undefined : (expiresMs - atMs) / 1000);
  if (seconds === undefined) return "until the browser closes";
  return seconds <= 0 ? "deleted" : Math.round(seconds);
}

/** RFC 6265bis §5.1.4. */
function defaultPath({ pathname }: URL): string {
  return pathname.slice(0, Math.max(pathname.lastIndexOf("/"), 1));
}

/** Node's packages write `%20`, Python's write a quoted string with `\040`. */
function decoded(value: string): string {
  const bare = /^"(.*)"$/.exec(value)?.[1] ?? value;
  const text = bare.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  );
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function same(field: keyof Meaning, one: unknown, other: unknown): boolean {
  if (field === "value" && typeof one === "string" && typeof other === "string")
    return one === other || Math.min(one.length, other.length) >= OPAQUE_FROM_CHARACTERS;
  if (field === "life" && typeof one === "number" && typeof other === "number")
    return Math.abs(one - other) <= TOLERANCE_SECONDS;
  return one === other;
}
