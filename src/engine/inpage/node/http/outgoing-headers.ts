import type { HeaderPair } from "../../../../web/http.ts";
import { invalidArgValue, nodeError } from "../node-error.ts";
import { validateHeaderName, validateHeaderValue } from "./header-rules.ts";

/** What `writeHead` takes: an object, pairs, or a flat list of names and values. */
export type HeadersArgument = object | readonly unknown[] | null | undefined;

/** What a message knows when its head is put together; see Node's `_storeHeader`. */
export interface Framing {
  readonly sendDate: boolean;
  readonly hasBody: boolean;
  /** Of the body, when it is known now. */
  readonly contentLength: number | null;
  readonly statusCode: number | undefined;
  readonly useChunkedByDefault: boolean;
  readonly removedConnection: boolean;
  readonly removedContentLength: boolean;
  readonly removedTransferEncoding: boolean;
  readonly keepAliveTimeoutMs: number;
  readonly maxRequestsPerSocket: number;
  readonly maxRequestsReached: boolean;
  readonly hasAgent: boolean;
  /** In lower case: fields whose values go as one line. */
  readonly uniqueHeaders: ReadonlySet<string> | undefined;
}

export interface Head {
  readonly pairs: readonly HeaderPair[];
  readonly chunked: boolean;
  readonly contentLength: number | null;
  readonly shouldKeepAlive: boolean;
  readonly last: boolean;
}

const CHUNKED = /(?:^|\W)chunked(?:$|\W)/i;
const CLOSE = /(?:^|\W)close(?:$|\W)/i;

/** The pairs that go on the wire, in Node's order: the program's, then Date, Connection, framing. */
export function renderHead(
  own: Iterable<readonly [string, unknown]>,
  framing: Framing,
  keepAlive: boolean,
): Head {
  const pairs: HeaderPair[] = [];
  let shouldKeepAlive = keepAlive;
  let { contentLength, removedConnection, removedContentLength, removedTransferEncoding } = framing;
  let last = false;
  let chunked = false;
  let [hasConnection, hasLength, hasEncoding, hasDate, hasTrailer, ownKeepAlive] = [
    false,
    false,
    false,
    false,
    false,
    false,
  ];

  const store = (name: string, value: unknown) => {
    const text = String(value);
    pairs.push([name, text]);
    if (name.length < 4 || name.length > 17) return;
    switch (name.toLowerCase()) {
      case "connection":
        hasConnection = true;
        removedConnection = false;
        if (CLOSE.test(text)) last = true;
        else shouldKeepAlive = true;
        break;
      case "transfer-encoding":
        hasEncoding = true;
        removedTransferEncoding = false;
        if (CHUNKED.test(text)) chunked = true;
        break;
      case "content-length":
        hasLength = true;
        contentLength = Number(text);
        removedContentLength = false;
        break;
      case "date":
        hasDate = true;
        break;
      case "trailer":
        hasTrailer = true;
        break;
      case "keep-alive":
        ownKeepAlive = true;
        break;
    }
  };

  for (const [name, value] of own) {
    if (!Array.isArray(value)) store(name, value);
    else if (joinsValues(name.toLowerCase(), value.length, framing)) store(name, value.join("; "));
    else for (const one of value) store(name, one);
  }

  if (framing.sendDate && !hasDate) pairs.push(["Date", httpDate()]);
  if (chunked && (framing.statusCode === 204 || framing.statusCode === 304)) {
    chunked = false;
    shouldKeepAlive = false;
  }
  if (removedConnection) last = !shouldKeepAlive;
  else if (!hasConnection) {
    const persists = shouldKeepAlive && (hasLength || framing.useChunkedByDefault || framing.hasAgent);
    if (persists && !framing.maxRequestsReached) {
      pairs.push(["Connection", "keep-alive"]);
      if (framing.keepAliveTimeoutMs > 0 && !ownKeepAlive) {
        const max = framing.maxRequestsPerSocket > 0 ? `, max=${framing.maxRequestsPerSocket}` : "";
        pairs.push(["Keep-Alive", `timeout=${Math.floor(framing.keepAliveTimeoutMs / 1000)}${max}`]);
      }
    } else {
      if (!persists) last = true;
      pairs.push(["Connection", "close"]);
    }
  }
  if (!hasLength && !hasEncoding) {
    if (!framing.hasBody) chunked = false;
    else if (!framing.useChunkedByDefault) last = true;
    else if (!hasTrailer && !removedContentLength && contentLength !== null) {
      pairs.push(["Content-Length", String(contentLength)]);
    } else if (!removedTransferEncoding) {
      pairs.push(["Transfer-Encoding", "chunked"]);
      chunked = true;
    } else last = true;
  }
  if (!chunked && hasTrailer) {
    throw nodeError(Error, "ERR_HTTP_TRAILER_INVALID", "Trailers are invalid with this transfer encoding");
  }
  return { pairs, chunked, contentLength: hasLength ? contentLength : null, shouldKeepAlive, last };
}

function joinsValues(name: string, count: number, { uniqueHeaders }: Framing): boolean {
  return (count >= 2 && name === "cookie") || (uniqueHeaders?.has(name) ?? false);
}

/** The option of that name: names, or lists of names. */
export function uniqueHeaderNames(names: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return names === undefined ? undefined : new Set(names.map((name) => name.toLowerCase()));
}

/** The argument of `writeHead` as pairs, checked as Node checks it. */
export function headerEntries(headers: HeadersArgument): [string, unknown][] {
  const entries = rawEntries(headers);
  for (const [name, value] of entries) {
    validateHeaderName(name);
    for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, one);
  }
  return entries;
}

/** The same, unchecked. */
function rawEntries(headers: HeadersArgument): [string, unknown][] {
  const entries: [string, unknown][] = [];
  if (headers === null || headers === undefined) return entries;
  if (Array.isArray(headers)) {
    if (headers.length > 0 && Array.isArray(headers[0])) {
      for (const [name, value] of headers) entries.push([name, value]);
    } else {
      if (headers.length % 2 !== 0) throw invalidArgValue("headers", headers);
      for (let i = 0; i < headers.length; i += 2) entries.push([headers[i], headers[i + 1]]);
    }
  } else for (const [name, value] of Object.entries(headers)) entries.push([name, value]);
  return entries;
}

/** The argument of `addTrailers`: an object, or pairs. Unchecked. */
export function trailerEntries(headers: HeadersArgument): [string, unknown][] {
  return Object.entries(headers as Readonly<Record<string, unknown>>).map(([key, value]) =>
    Array.isArray(headers) ? pairOf(value) : [key, value],
  );
}

function pairOf(value: unknown): [string, unknown] {
  const [name, content] = value as [string, unknown];
  return [name, content];
}

let dateSecond = Number.NaN;
let dateText = "";

/** RFC 9110 §5.6.7, on the program's own clock. */
export function httpDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(second * 1000).toUTCString();
  }
  return dateText;
}
