import { headerValue } from "../http.ts";
import type { Page } from "../page.ts";

/** What a page asks for: to be left for another address, or loaded again, after a while. */
export interface Refresh {
  readonly afterMs: number;
  readonly url: string;
}

/** Timers count no further. */
export const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * HTML, "shared declarative refresh steps", of the element or of the `Refresh` header: "5", "0; url=/next". Without an
 * address it means the page itself, wherever `base` leads. `undefined` for what asks for nothing.
 */
export function parseRefresh(text: string | undefined, base: string, pageUrl: string): Refresh | undefined {
  const match = /^\s*(?:(\d+)|(?=\.))[\d.]*(?:(?=[;,\s])\s*[;,]?\s*(.*))?$/s.exec(text ?? "");
  if (match === null) return undefined;
  const [, seconds = "0", rest = ""] = match;
  const url = rest === "" ? pageUrl : URL.parse(addressIn(rest), base)?.href;
  return url === undefined ? undefined : { afterMs: Math.min(Number(seconds) * 1000, LONGEST_WAIT_MS), url };
}

/** The `Refresh` header of a page. */
export function refreshOf({ headers, url }: Page): Refresh | undefined {
  return parseRefresh(headerValue(headers, "refresh"), url, url);
}

/** With `url=` before it or not, in quotes or not; what follows the quotes does not count. */
function addressIn(text: string): string {
  const named = /^url\s*=\s*(.*)$/is.exec(text)?.[1] ?? text;
  const quote = /^["']/.exec(named)?.[0];
  return quote === undefined ? named : (named.slice(1).split(quote)[0] ?? "");
}
