import type { Clock } from "./clock.ts";
import type { CookieJar } from "./cookie-jar.ts";
import type { CookiePolicy } from "./cookie-policy.ts";
import type { Initiator } from "./exchange.ts";
import type { Destination } from "./fetch-metadata.ts";
import type { FormEncoding, FormEntry, FormMethod } from "./form-encoding.ts";
import type { HeaderPair } from "./http.ts";
import type { Network } from "./network.ts";
import type { Page } from "./page.ts";
import type { ReferrerPolicy } from "./referrer-policy.ts";

export interface UserAgentOptions {
  /** Shown to the learner: "Alice". */
  readonly name: string;
  /** Whose machine it runs on, for its address in the network. Default: `name`. */
  readonly machine?: string;
  readonly network: Network;
  readonly clock: Clock;
  /** Default: an empty one. */
  readonly jar?: CookieJar;
  /** For the jar that is made when none is given. */
  readonly cookiePolicy?: Partial<CookiePolicy>;
  /** Default false. */
  readonly isPrivate?: boolean;
}

export interface NavigateOptions {
  /** Default "GET". */
  readonly method?: string;
  /** Text is UTF-8. Give its Content-Type in `headers`. */
  readonly body?: string | Uint8Array;
  /** Added to what a browser sends; one of ours with the same name gives way. */
  readonly headers?: readonly HeaderPair[];
  /** Default "address". */
  readonly initiator?: Initiator;
  /** The page it comes from: decides SameSite, Referer, Origin. Absent: the user's own wish. `null`: an opaque origin. */
  readonly documentUrl?: string | URL | null;
  /** Default: that of the current page when `documentUrl` is its address, else strict-origin-when-cross-origin. */
  readonly referrerPolicy?: ReferrerPolicy;
  /** By a click or a key, not by a script alone. Default true. */
  readonly userActivated?: boolean;
  /** Takes the current history entry's place. Default false. */
  readonly replace?: boolean;
  readonly signal?: AbortSignal;
}

/** For a document in a frame. It becomes no history entry: going back leaves the page that holds the frame. */
export interface FrameOptions
  extends Pick<NavigateOptions, "method" | "body" | "headers" | "initiator" | "referrerPolicy" | "signal"> {
  /** The documents around the frame: that which holds it first, the page in the address bar last. */
  readonly ancestors: readonly (string | URL)[];
  /** The page it comes from. Default: the document that holds the frame. `null`: an opaque origin. */
  readonly documentUrl?: string | URL | null;
  /** Default false. */
  readonly userActivated?: boolean;
}

/** How a page is asked for again. */
export interface HistoryOptions {
  /** Send again what a form made. Default false: the page asks first. */
  readonly resubmit?: boolean;
  /** A script asks, not a button of the browser: then it is the page itself that asks (RFC 6265bis §5.2). */
  readonly byScript?: boolean;
  /** By a click or a key, not by a script alone. Default true. */
  readonly userActivated?: boolean;
}

/** A form as it is sent, the submitter's own wishes already counted in. */
export interface FormSubmission {
  readonly action: string | URL;
  /** Default "get". */
  readonly method?: FormMethod;
  /** For post. Default urlencoded. */
  readonly encoding?: FormEncoding;
  readonly entries: readonly FormEntry[];
}

export interface FetchInit {
  /** Default "GET". */
  readonly method?: string;
  readonly headers?: readonly HeaderPair[] | Readonly<Record<string, string>>;
  /** Text is UTF-8 and `text/plain` unless `headers` say otherwise. */
  readonly body?: string | URLSearchParams | Uint8Array | ReadableStream<Uint8Array>;
  /** Default "same-origin". */
  readonly credentials?: "omit" | "same-origin" | "include";
  /** Default "follow". */
  readonly redirect?: "follow" | "error" | "manual";
  /** Default "cors". */
  readonly mode?: "cors" | "no-cors" | "same-origin";
  /** The page to name in `Referer`, of the document's own origin; any other names the document. Empty: none. */
  readonly referrer?: string;
  readonly referrerPolicy?: ReferrerPolicy;
  readonly signal?: AbortSignal;
}

export interface FetchClient {
  /** The page whose script or part asks. Absent: a test, to which everything is shown and cookies always go. */
  readonly documentUrl?: string | URL;
  /** The documents around that page when it stands in a frame: its parent first, the page in the address bar last. */
  readonly ancestors?: readonly (string | URL)[];
  /** Default "fetch" with a document, "test" without. */
  readonly initiator?: Initiator;
  /** Default "empty". */
  readonly destination?: Destination;
}

/** What a tab goes through, for windows that show it. */
export type TabEvent =
  | { readonly kind: "started"; readonly url: string }
  /** The page in the tab changed, or its address did. */
  | { readonly kind: "page"; readonly page: Page }
  /** A navigation ended and the page stays: it was stopped, or its answer is a download or has no content. */
  | { readonly kind: "stayed"; readonly page?: Page }
  /** The tab was cleared or closed: there is no page any more. */
  | { readonly kind: "cleared" };
