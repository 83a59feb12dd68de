import type { ConsoleLevel } from "./frame-messages.ts";

/** What an address bar and its buttons show. Plain data. */
export interface WindowState {
  /** Empty while there is no page. */
  readonly url: string;
  /** The page's title; its address while it has none. */
  readonly title: string;
  /** From the request on until the page's scripts and style sheets are there. */
  readonly loading: boolean;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** The HTTP status; 0 when there was no response or no page. */
  readonly status: number;
  /** The page's icon as a `data:` URL. */
  readonly icon?: string;
}

/** A line of the page's own console. */
export interface PageConsoleLine {
  readonly level: ConsoleLevel;
  readonly text: string;
  /** Of the page. */
  readonly url: string;
}

/** A response that is to be kept and not shown. */
export interface DownloadedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}
