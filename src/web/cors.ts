import * as words from "../words/en/web-rules.ts";
import { type HeaderPair, joinedValue } from "./http.ts";
import { parseMediaType } from "./media-type.ts";

const simpleMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);
const simpleTypes: ReadonlySet<string> = new Set([
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
]);
const simpleHeaders: ReadonlySet<string> = new Set(["accept", "accept-language", "content-language"]);
const alwaysReadable: ReadonlySet<string> = new Set([
  "cache-control",
  "content-language",
  "content-length",
  "content-type",
  "expires",
  "last-modified",
  "pragma",
]);
const SIMPLE_VALUE_LIMIT_BYTES = 128;

/** Headers that no page may set (Fetch §2.2.2). */
export function isForbiddenHeader(name: string): boolean {
  const field = name.toLowerCase();
  return field.startsWith("sec-") || field.startsWith("proxy-") || forbidden.has(field);
}

const forbidden: ReadonlySet<string> = new Set([
  "accept-charset",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "access-control-request-private-network",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "date",
  "dnt",
  "expect",
  "host",
  "keep-alive",
  "origin",
  "referer",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** The header names for which a server must be asked first, sorted, in lower case. */
export function unsafeHeaderNames(headers: readonly HeaderPair[]): readonly string[] {
  const unsafe = headers
    .filter(([name, value]) => !isSimpleHeader(name.toLowerCase(), value))
    .map(([name]) => name.toLowerCase());
  return [...new Set(unsafe)].sort();
}

function isSimpleHeader(name: string, value: string): boolean {
  if (value.length > SIMPLE_VALUE_LIMIT_BYTES) return false;
  if (name === "content-type") return simpleTypes.has(parseMediaType(value)?.essence ?? "");
  if (name === "range") return /^bytes=\d+-\d*$/.test(value);
  return simpleHeaders.has(name);
}

/** What the server must allow by OPTIONS before this request may go to another origin (Fetch §4.4 step 3). */
export function preflightNeeds(
  method: string,
  headers: readonly HeaderPair[],
): { readonly method: string | undefined; readonly headerNames: readonly string[] } {
  return {
    method: simpleMethods.has(method) ? undefined : method,
    headerNames: unsafeHeaderNames(headers),
  };
}

export function needsPreflight(method: string, headers: readonly HeaderPair[]): boolean {
  const needs = preflightNeeds(method, headers);
  return needs.method !== undefined || needs.headerNames.length > 0;
}

/** `*` never stands for Authorization (Fetch §2.2.2, non-wildcard request-header name). */
export function isWildcardHeader(name: string): boolean {
  return name !== "authorization";
}

/** Why the response may not be read by a page of `origin`; `undefined` when it may (Fetch §4.10). */
export function corsRefusal(
  headers: readonly HeaderPair[],
  origin: string,
  withCredentials: boolean,
): string | undefined {
  const allowed = joinedValue(headers, "access-control-allow-origin");
  if (allowed === undefined) return words.noAllowOrigin(origin);
  if (allowed === "*" && !withCredentials) return undefined;
  if (allowed === "*") return words.wildcardWithCredentials;
  if (allowed !== origin) return words.otherOrigin(allowed, origin);
  if (!withCredentials) return undefined;
  if (joinedValue(headers, "access-control-allow-credentials") === "true") return undefined;
  return words.noAllowCredentials;
}

/** The comma-separated values of a field, over all its lines. */
export function headerList(headers: readonly HeaderPair[], name: string): readonly string[] {
  return (joinedValue(headers, name) ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Why the answer to a preflight does not allow the request; `undefined` when it does (Fetch §4.8 step 7). */
export function preflightRefusal(
  answer: { readonly status: number; readonly headers: readonly HeaderPair[] },
  request: { readonly method: string; readonly headers: readonly HeaderPair[] },
  origin: string,
  withCredentials: boolean,
): string | undefined {
  const refusal = corsRefusal(answer.headers, origin, withCredentials);
  if (refusal !== undefined) return refusal;
  if (answer.status < 200 || answer.status > 299) return words.preflightAnswered(answer.status);
  const methods = headerList(answer.headers, "access-control-allow-methods");
  const anyMethod = methods.includes("*") && !withCredentials;
  if (!simpleMethods.has(request.method) && !anyMethod && !methods.includes(request.method)) {
    return words.methodNotNamed(request.method);
  }
  const names = headerList(answer.headers, "access-control-allow-headers").map((name) => name.toLowerCase());
  const anyHeader = names.includes("*") && !withCredentials;
  const missing = unsafeHeaderNames(request.headers).find(
    (name) => !names.includes(name) && !(anyHeader && isWildcardHeader(name)),
  );
  return missing === undefined ? undefined : words.headerNotNamed(missing);
}

/** The headers that a page's script may read. Never Set-Cookie (Fetch §2.2.2, forbidden response header name). */
export function readableHeaders(
  headers: readonly HeaderPair[],
  type: "basic" | "cors",
  withCredentials: boolean,
): readonly HeaderPair[] {
  const open = headers.filter(([name]) => !/^set-cookie2?$/i.test(name));
  if (type === "basic") return open;
  const exposed = headerList(headers, "access-control-expose-headers").map((name) => name.toLowerCase());
  const all = exposed.includes("*") && !withCredentials;
  return open.filter(([name]) => {
    const field = name.toLowerCase();
    return all || alwaysReadable.has(field) || exposed.includes(field);
  });
}
