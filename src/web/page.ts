import type { Exchange } from "./exchange.ts";
import type { HeaderPair } from "./http.ts";
import type { ReferrerPolicy } from "./referrer-policy.ts";

/** A page keeps no more of its body. */
export const PAGE_LIMIT_BYTES = 8 * 1024 * 1024;

/** What a navigation led to. Plain data: it crosses workers. Never changed after. */
export interface Page {
  /** Unique in its user agent. Two history entries of one document (a fragment, `pushState`) share it. */
  readonly documentId: number;
  /** The final address, with its fragment. */
  readonly url: string;
  /** The method of the request that was answered: "GET" after POST and 303. */
  readonly method: string;
  /** 0 when there was no response. */
  readonly status: number;
  readonly statusText: string;
  /** Of the final response, raw. */
  readonly headers: readonly HeaderPair[];
  /** Lower case and without parameters: "text/html". Empty when the server named none. */
  readonly contentType: string;
  /** The first {@link PAGE_LIMIT_BYTES} of the body. */
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
  /** The body decoded, for types that are text; else empty. */
  readonly text: string;
  readonly referrerPolicy: ReferrerPolicy;
  /** The response is a file to keep, not a page to show; the page before stays in the history. */
  readonly download?: { readonly filename: string };
  /** No response: what went wrong. `text` is then a page in our own words, to be shown. */
  readonly failure?: { readonly code: string; readonly message: string };
  /** This page was made by a form. Nothing was sent yet: ask, then repeat the call with `resubmit`. */
  readonly needsResubmit?: true;
  /** Only the fragment or the history state changed: the document shown stays. */
  readonly sameDocument?: true;
  /** What `history.pushState` gave this entry. */
  readonly state?: unknown;
  /** What this navigation exchanged, redirects in order. Empty when nothing was sent. */
  readonly exchanges: readonly Exchange[];
}
