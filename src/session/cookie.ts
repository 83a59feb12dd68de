import { SessionError } from "./session-error.ts";

/**
 * The grammar of cookies, both ways (RFC 6265bis §4 for what a server sends, §4.2 for what it gets). Pure.
 */

/** Name and value together (RFC 6265bis §5.6). */
export const NAME_VALUE_LIMIT_BYTES = 4096;
export const ATTRIBUTE_LIMIT_BYTES = 1024;
/** 400 days (RFC 6265bis §5.5). */
export const MAX_AGE_LIMIT_SECONDS = 34_560_000;

export type SameSite = "Strict" | "Lax" | "None";

/** What a Set-Cookie header says. */
export interface SetCookie {
  readonly name: string;
  /** As it travels: already encoded. */
  readonly value: string;
  readonly path?: string;
  readonly domain?: string;
  /** Whole seconds, at most {@link MAX_AGE_LIMIT_SECONDS}; 0 or less expires the cookie. */
  readonly maxAgeSeconds?: number;
  readonly expiresMs?: number;
  readonly secure?: boolean;
  readonly httpOnly?: boolean;
  readonly sameSite?: SameSite;
  readonly partitioned?: boolean;
}

/** RFC 9110 §5.6.2 token. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 6265bis §4.1.1 cookie-octets, in quotes or not. */
const VALUE =
  /^(?:"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*"|[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*)$/;
/** Everything but controls and `;`, which would begin another attribute or another header. */
const ATTRIBUTE = /^[\x20-\x3a\x3c-\x7e]*$/;

/** The Set-Cookie value. Throws "bad-cookie" for what a user agent would refuse or misread. */
export function serializeSetCookie(cookie: SetCookie): string {
  checkNameAndValue(cookie.name, cookie.value);
  checkRules(cookie);
  let header = `${cookie.name}=${cookie.value}`;
  if (cookie.domain !== undefined) header += `; Domain=${attribute("Domain", cookie.domain, cookie.name)}`;
  if (cookie.path !== undefined) header += `; Path=${attribute("Path", cookie.path, cookie.name)}`;
  if (cookie.maxAgeSeconds !== undefined) header += `; Max-Age=${maxAge(cookie.maxAgeSeconds, cookie.name)}`;
  if (cookie.expiresMs !== undefined) header += `; Expires=${expires(cookie.expiresMs, cookie.name)}`;
  if (cookie.httpOnly === true) header += "; HttpOnly";
  if (cookie.secure === true) header += "; Secure";
  if (cookie.sameSite !== undefined) header += `; SameSite=${cookie.sameSite}`;
  if (cookie.partitioned === true) header += "; Partitioned";
  return header;
}

function checkNameAndValue(name: string, value: string): void {
  if (!NAME.test(name)) {
    throw refused(name, "the name is not a token", "Use letters, digits and - _ . only.");
  }
  if (!VALUE.test(value)) {
    throw refused(
      name,
      "the value holds a control character, a space, a comma, a semicolon, a backslash or a letter beyond ASCII",
      "Encode it with encodeURIComponent.",
    );
  }
  const bytes = name.length + value.length;
  if (bytes > NAME_VALUE_LIMIT_BYTES) {
    throw refused(
      name,
      `name and value are ${bytes} bytes, and browsers drop more than ${NAME_VALUE_LIMIT_BYTES}`,
      "Keep the data in the session and only an id in the cookie.",
    );
  }
}

/** What the prefixes promise, and what SameSite=None and Partitioned need (RFC 6265bis §4.1.3, §5.7). */
function checkRules(cookie: SetCookie): void {
  const name = cookie.name.toLowerCase();
  const secure = cookie.secure === true;
  if (name.startsWith("__secure-") && !secure) {
    throw refused(cookie.name, "the prefix __Secure- needs the Secure attribute", "Set it.");
  }
  if (name.startsWith("__host-") && !(secure && cookie.path === "/" && cookie.domain === undefined)) {
    throw refused(cookie.name, "the prefix __Host- needs Secure, Path=/ and no Domain", "Set them so.");
  }
  if (cookie.sameSite === "None" && !secure) {
    throw refused(cookie.name, "SameSite=None needs the Secure attribute", "Set it, or use Lax.");
  }
  if (cookie.partitioned === true && !secure) {
    throw refused(cookie.name, "Partitioned needs the Secure attribute", "Set it.");
  }
}

function attribute(attributeName: string, value: string, cookieName: string): string {
  if (!ATTRIBUTE.test(value)) {
    throw refused(cookieName, `${attributeName} holds a semicolon or a control character`, "Take it out.");
  }
  if (value.length > ATTRIBUTE_LIMIT_BYTES) {
    throw refused(
      cookieName,
      `${attributeName} is ${value.length} bytes, and browsers ignore more than ${ATTRIBUTE_LIMIT_BYTES}`,
      "Shorten it.",
    );
  }
  return value;
}

function maxAge(seconds: number, cookieName: string): number {
  if (Number.isInteger(seconds) && seconds <= MAX_AGE_LIMIT_SECONDS) return seconds;
  throw refused(
    cookieName,
    `Max-Age is ${seconds}`,
    `Give whole seconds, at most ${MAX_AGE_LIMIT_SECONDS} (400 days).`,
  );
}

function expires(ms: number, cookieName: string): string {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  if (year >= 1601 && year <= 9999) return date.toUTCString();
  throw refused(cookieName, `Expires is not a date between 1601 and 9999`, "Give milliseconds since 1970.");
}

function refused(name: string, why: string, what: string): SessionError {
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
  return new SessionError("bad-cookie", `Cookie ${shown} cannot be sent: ${why}. ${what}`);
}

/** All pairs of a Cookie header in order, values as they travelled. Parts without `=` are left out. */
export function parseCookieHeader(header: string): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  let start = 0;
  while (start < header.length) {
    let end = header.indexOf(";", start);
    if (end === -1) end = header.length;
    const equals = header.indexOf("=", start);
    if (equals !== -1 && equals < end) {
      const name = trimmed(header, start, equals);
      if (name !== "") pairs.push([name, trimmed(header, equals + 1, end)]);
    }
    start = end + 1;
  }
  return pairs;
}

/**
 * The value of the first cookie of that name, as it travelled, or undefined. User agents send the cookie with
 * the longest path first (RFC 6265bis §5.8.3), so the first is the most specific.
 */
export function readCookie(header: string, name: string): string | undefined {
  let at = header.indexOf(name);
  while (at !== -1) {
    const afterName = at + name.length;
    const equals = skipBlanks(header, afterName);
    if (header.charCodeAt(equals) === EQUALS && startsPair(header, at)) {
      const end = header.indexOf(";", equals);
      return trimmed(header, equals + 1, end === -1 ? header.length : end);
    }
    at = header.indexOf(name, afterName);
  }
  return undefined;
}

const EQUALS = 0x3d;
const SEMICOLON = 0x3b;
const SPACE = 0x20;
const TAB = 0x09;

/** RFC 9110 §5.6.3: blanks are spaces and tabs, and nothing else is. */
function trimmed(header: string, start: number, end: number): string {
  const from = Math.min(skipBlanks(header, start), end);
  let to = end;
  while (to > from && isBlank(header.charCodeAt(to - 1))) to -= 1;
  return header.slice(from, to);
}

function skipBlanks(header: string, start: number): number {
  let at = start;
  while (isBlank(header.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function startsPair(header: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0) {
    const code = header.charCodeAt(before);
    if (code === SEMICOLON) return true;
    if (!isBlank(code)) return false;
    before -= 1;
  }
  return true;
}

/**
 * All cookies as a lesson shows them: the first of each name, values decoded where they are percent-encoded
 * and as they travelled where they are not. The object has no prototype, so `__proto__` is a name like others.
 */
export function cookiesOf(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null);
  if (header === undefined) return cookies;
  for (const [name, value] of parseCookieHeader(header)) {
    if (!(name in cookies)) cookies[name] = decoded(unquoted(value));
  }
  return cookies;
}

function unquoted(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

function decoded(value: string): string {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
