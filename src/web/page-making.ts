import { decodeText } from "./decode-text.ts";
import type { Exchange } from "./exchange.ts";
import { type HttpResponse, headerValue, joinedValue } from "./http.ts";
import type { ReadBody } from "./live-exchange.ts";
import { isText, parseMediaType } from "./media-type.ts";
import type { NetworkError } from "./network.ts";
import { failurePage, resubmitPage } from "./own-pages.ts";
import type { Page } from "./page.ts";
import { DEFAULT_REFERRER_POLICY, parseReferrerPolicy } from "./referrer-policy.ts";

/** The page that a response makes. Without a Content-Type, what looks like HTML is taken for HTML, else for text. */
export function pageOfResponse(
  documentId: number,
  url: URL,
  method: string,
  response: HttpResponse,
  read: ReadBody,
  exchanges: readonly Exchange[],
): Page {
  const { status, statusText, headers } = response;
  const declared = parseMediaType(headerValue(headers, "content-type"));
  const type = declared ?? parseMediaType(sniff(read.bytes));
  const filename = downloadName(headerValue(headers, "content-disposition"), url);
  return {
    documentId,
    url: url.href,
    method,
    status,
    statusText,
    headers,
    contentType: declared?.essence ?? type?.essence ?? "",
    bytes: read.bytes,
    truncated: read.truncated,
    text: type !== undefined && isText(type) ? decodeText(read.bytes, type) : "",
    referrerPolicy: parseReferrerPolicy(joinedValue(headers, "referrer-policy")) ?? DEFAULT_REFERRER_POLICY,
    ...(filename === undefined ? {} : { download: { filename } }),
    exchanges,
  };
}

/** The answer leaves the tab where it is: no content, or a file to keep. */
export function staysOnPage(page: Page): boolean {
  return page.status === 204 || page.status === 205 || page.download !== undefined;
}

export function failedPage(
  documentId: number,
  url: string,
  method: string,
  failure: NetworkError,
  exchanges: readonly Exchange[],
): Page {
  const { code, message } = failure;
  return {
    ...ownPage(documentId, url, method, failurePage(url, failure), exchanges),
    failure: { code, message },
  };
}

/** There is no such address. What is no address at all is nobody's. */
export function unopenedPage(
  documentId: number,
  address: string,
  method: string,
  failure: NetworkError,
): Page {
  const page = failedPage(documentId, address, method, failure, []);
  return URL.canParse(address) ? page : { ...page, url: "about:blank" };
}

export function resubmitQuestion(url: string, method: string, documentId: number): Page {
  return { ...ownPage(documentId, url, method, resubmitPage(url), []), needsResubmit: true };
}

function ownPage(
  documentId: number,
  url: string,
  method: string,
  text: string,
  exchanges: readonly Exchange[],
): Page {
  return {
    documentId,
    url,
    method,
    status: 0,
    statusText: "",
    headers: [],
    contentType: "text/html",
    bytes: new TextEncoder().encode(text),
    truncated: false,
    text,
    referrerPolicy: DEFAULT_REFERRER_POLICY,
    exchanges,
  };
}

/** MIME Sniffing §7, as far as a learner's server needs it. Empty bodies are text. */
function sniff(bytes: Uint8Array): string {
  const start = bytes.subarray(0, 512);
  if (
    /^\s*<(?:!doctype html|html|head|body|title|script|style|div|h1|p|a|table|br)[\s>/]|^\s*<!--/i.test(
      new TextDecoder("latin1").decode(start),
    )
  ) {
    return "text/html";
  }
  const binary = start.some(
    (byte) => byte < 0x09 || byte === 0x0b || (byte > 0x0d && byte < 0x20 && byte !== 0x1b),
  );
  return binary ? "application/octet-stream" : "text/plain";
}

/** The name for a file to keep; `undefined` when the response is to be shown (RFC 6266). */
function downloadName(disposition: string | undefined, url: URL): string | undefined {
  if (disposition === undefined || !/^\s*attachment\b/i.test(disposition)) return undefined;
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  const named =
    extended === undefined ? (plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2]) : percentDecoded(extended);
  const name = (named ?? url.pathname.split("/").at(-1) ?? "").split(/[/\\]/).at(-1) ?? "";
  return /^\.*$/.test(name) ? "download" : name;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
