import type { Exchange, RecordedBody } from "../../../web/exchange.ts";
import { type HeaderPair, headerValue, headerValues } from "../../../web/http.ts";
import { parseSetCookie } from "../../../web/set-cookie.ts";

/** An HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/); fields of our own begin with `_`. */
export interface Har {
  readonly log: {
    readonly version: "1.2";
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Record<string, never>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  /** What is not as it was: a body that was cut, a request that had no answer. */
  readonly comment?: string;
  /** The browser's name. */
  readonly _agent: string;
  readonly _initiator: Exchange["initiator"];
  readonly _cookieDecisions: Exchange["cookies"];
}

interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarCookie[];
  readonly headers: readonly HarPair[];
  readonly queryString: readonly HarPair[];
  readonly postData?: {
    readonly mimeType: string;
    readonly text: string;
    readonly comment?: string;
    /** "base64": the text is not text. HAR 1.2 has no field for that here. */
    readonly _encoding?: "base64";
  };
  readonly headersSize: number;
  readonly bodySize: number;
}

interface HarResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarCookie[];
  readonly headers: readonly HarPair[];
  readonly content: {
    readonly size: number;
    readonly mimeType: string;
    readonly text?: string;
    readonly encoding?: "base64";
    readonly comment?: string;
  };
  readonly redirectURL: string;
  readonly headersSize: number;
  readonly bodySize: number;
}

interface HarPair {
  readonly name: string;
  readonly value: string;
}

interface HarCookie extends HarPair {
  readonly path?: string;
  readonly domain?: string;
  readonly expires?: string;
  readonly httpOnly?: boolean;
  readonly secure?: boolean;
}

/** An exchange to be archived. `bodiesDropped`: its bodies were recorded, and are no longer there. */
export interface ArchivedExchange {
  readonly exchange: Exchange;
  readonly bodiesDropped: boolean;
}

export const HAR_MIME_TYPE = "application/json";
const UNKNOWN = -1;

export function harOf(archived: readonly ArchivedExchange[]): Har {
  return {
    log: {
      version: "1.2",
      creator: { name: "Keepsake", version: "0.1" },
      entries: archived.map(harEntry),
    },
  };
}

/**
 * The archive as text, in pieces for a `Blob`: thousands of exchanges are more than one string should hold, and each is
 * made only when it is asked for.
 */
export function* harText(archived: Iterable<ArchivedExchange>): Generator<string> {
  const [head, tail] = JSON.stringify(harOf([])).split("[]", 2);
  yield `${head}[`;
  let isFirst = true;
  for (const each of archived) {
    yield `${isFirst ? "" : ","}\n${JSON.stringify(harEntry(each))}`;
    isFirst = false;
  }
  yield `\n]${tail}`;
}

function harEntry({ exchange, bodiesDropped }: ArchivedExchange): HarEntry {
  const { durationMs, failure, startedAtMs } = exchange;
  const time = Math.max(0, durationMs);
  return {
    startedDateTime: new Date(startedAtMs).toISOString(),
    time,
    request: harRequest(exchange, bodiesDropped),
    response: harResponse(exchange, bodiesDropped),
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    ...(failure === undefined ? {} : { comment: `No whole answer: ${failure.message}` }),
    _agent: exchange.agent,
    _initiator: exchange.initiator,
    _cookieDecisions: exchange.cookies,
  };
}

function harRequest({ request }: Exchange, bodiesDropped: boolean): HarRequest {
  const url = new URL(request.url);
  url.hash = "";
  const { body, headers } = request;
  return {
    method: request.method,
    url: url.href,
    httpVersion: "HTTP/1.1",
    cookies: headerValues(headers, "cookie").flatMap(sentCookies),
    headers: headers.map(pair),
    queryString: [...url.searchParams].map(pair),
    ...(body.byteLength === 0 ? {} : { postData: postData(body, headers, bodiesDropped) }),
    headersSize: UNKNOWN,
    bodySize: body.byteLength,
  };
}

function postData(body: RecordedBody, headers: readonly HeaderPair[], bodiesDropped: boolean) {
  const { text, isBase64 } = textOf(body);
  const comment = cutComment(body, bodiesDropped);
  return {
    mimeType: headerValue(headers, "content-type") ?? "",
    text,
    ...(comment === undefined ? {} : { comment }),
    ...(isBase64 ? { _encoding: "base64" as const } : {}),
  };
}

/** Without an answer a HAR's response has status 0, as browsers write it. */
function harResponse({ request, response }: Exchange, bodiesDropped: boolean): HarResponse {
  const headers = response?.headers ?? [];
  const body = response?.body ?? { byteLength: 0, bytes: new Uint8Array() };
  const { text, isBase64 } = textOf(body);
  const comment = cutComment(body, bodiesDropped);
  const location = headerValue(headers, "location");
  return {
    status: response?.status ?? 0,
    statusText: response?.statusText ?? "",
    httpVersion: response === undefined ? "" : "HTTP/1.1",
    cookies: headerValues(headers, "set-cookie").map(setCookie),
    headers: headers.map(pair),
    content: {
      size: body.byteLength,
      mimeType: headerValue(headers, "content-type") ?? "",
      ...(body.bytes.byteLength === 0 ? {} : { text }),
      ...(isBase64 ? { encoding: "base64" as const } : {}),
      ...(comment === undefined ? {} : { comment }),
    },
    redirectURL: location === undefined ? "" : (URL.parse(location, request.url)?.href ?? location),
    headersSize: UNKNOWN,
    bodySize: response === undefined ? UNKNOWN : body.byteLength,
  };
}

function cutComment({ byteLength, bytes }: RecordedBody, dropped: boolean): string | undefined {
  const left = byteLength - bytes.byteLength;
  if (left === 0) return undefined;
  return dropped
    ? `The ${byteLength} bytes of this body were let go to keep the page's memory bounded.`
    : `Cut: of ${byteLength} bytes, the first ${bytes.byteLength} were recorded.`;
}

/** Text where it is UTF-8 (up to a character that was cut at the end), else base64. */
function textOf({ byteLength, bytes }: RecordedBody): { readonly text: string; readonly isBase64: boolean } {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(bytes, { stream: bytes.byteLength < byteLength }), isBase64: false };
  } catch {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { text: btoa(text), isBase64: true };
  }
}

function pair([name, value]: readonly [string, string]): HarPair {
  return { name, value };
}

function sentCookies(header: string): HarPair[] {
  return header.split(";").map((part) => {
    const [, name = "", value = ""] = /^\s*(?:([^=]*)=)?(.*)$/s.exec(part) ?? [];
    return { name, value };
  });
}

function setCookie(line: string): HarCookie {
  const parsed = parseSetCookie(line);
  const { name, value } = parsed;
  if ("reason" in parsed) return { name, value };
  return {
    name,
    value,
    ...(parsed.path === undefined ? {} : { path: parsed.path }),
    ...(parsed.domain === undefined || parsed.domain === "" ? {} : { domain: parsed.domain }),
    ...expiryOf(parsed.expiresMs),
    httpOnly: parsed.httpOnly,
    secure: parsed.secure,
  };
}

/** Absent, too, for a time that no date can hold. */
function expiryOf(expiresMs: number | undefined): { readonly expires?: string } {
  const date = new Date(expiresMs ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? {} : { expires: date.toISOString() };
}
