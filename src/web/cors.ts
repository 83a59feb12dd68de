import * as words from "../words/en/web-rules.ts";
import { type HeaderPair, joinedValue } from "./http.ts";
import { parseMediaType } from "./media-type.ts";

const simpleMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);
const simpleTypes: ReadonlySet<string> = new Set([
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
]);
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
/** Of all simple headers of a request together. */
const SIMPLE_VALUES_LIMIT_BYTES = 1024;

/** Headers that no page may set (Fetch §2.2.2). */
export function isForbiddenHeader(name: string, value: string): boolean {
  const field = name.toLowerCase();
  if (field.startsWith("sec-") || field.startsWith("proxy-") || forbidden.has(field)) return true;
  return methodOverrides.has(field) && listMembers(value).some((method) => forbiddenMethod.test(method));
}

const methodOverrides: ReadonlySet<string> = new Set([
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
]);
const forbiddenMethod = /^(?:connect|trace|track)$/i;

/** What stands between commas; one within quotes is no comma (Fetch §2.2.2, "get, decode, and split"). */
function listMembers(value: string): readonly string[] {
  return (value.match(/(?:"(?:[^"\\]|\\.)*"?|[^",])+/g) ?? []).map((member) => member.trim());
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

/** The header names for which a server must be asked first, sorted, in lower case (Fetch §2.2.2). */
export function unsafeHeaderNames(headers: readonly HeaderPair[]): readonly string[] {
  const fields = headers.map(([name, value]) => ({ name: name.toLowerCase(), value }));
  const simple = fields.filter(({ name, value }) => isSimpleHeader(name, value));
  const simpleBytes = simple.reduce((sum, { value }) => sum + value.length, 0);
  const unsafe =
    simpleBytes > SIMPLE_VALUES_LIMIT_BYTES ? fields : fields.filter((field) => !simple.includes(field));
  return [...new Set(unsafe.map(({ name }) => name))].sort();
}

/** Bytes that a form could never send in these fields ("CORS-unsafe request-header byte"). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unsafeByte = /[\x00-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/;
const languageValue = /^[0-9A-Za-z *,\-.;=]*$/;

function isSimpleHeader(name: string, value: string): boolean {
  if (value.length > SIMPLE_VALUE_LIMIT_BYTES) return false;
  switch (name) {
    case "accept":
      return !unsafeByte.test(value);
    case "accept-language":
    case "content-language":
      return languageValue.test(value);
    case "content-type":
      return !unsafeByte.test(value) && simpleTypes.has(parseMediaType(value)?.essence ?? "");
    case "range":
      return isSimpleRange(value);
    default:
      return false;
  }
}

const noCorsNames: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "content-language",
  "content-type",
]);

/**
 * What a page's script can set with `mode: "no-cors"`, to its own origin too; the rest is dropped without a word (Fetch
 * §2.2.2, no-CORS-safelisted request-header; §5.1, the guard "request-no-cors"). Never Range: it is the browser's own there.
 */
export function noCorsHeaders(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  const joined = new Map<string, string>();
  return headers.filter(([name, value]) => {
    const field = name.toLowerCase();
    const before = joined.get(field);
    const whole = before === undefined ? value : `${before}, ${value}`;
    if (!noCorsNames.has(field) || !isSimpleHeader(field, whole)) return false;
    joined.set(field, whole);
    return true;
  });
}

/** One range with a start, and an end that does not lie before it. */
function isSimpleRange(value: string): boolean {
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(value) ?? [];
  return start !== undefined && (end === undefined || end === "" || BigInt(start) <= BigInt(end));
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
