import type { CorsSettings } from "./cors.ts";

/** What tells where a request came from. */
export interface RequestHead {
  readonly method: string;
  /** Sec-Fetch-Site: which a browser sets, and no page can (W3C Fetch Metadata §2.3). */
  readonly fetchSite: string | undefined;
  /** Origin (RFC 6454 §7). */
  readonly origin: string | undefined;
  /** The server's own, as the browser sees it. */
  readonly ownOrigin: string | undefined;
  /** The media type, without parameters and in lower case. */
  readonly contentType: string | undefined;
  readonly hasBody: boolean;
  readonly hasCookies: boolean;
}

export interface TrustSettings {
  readonly trustedOrigins: ReadonlySet<string>;
  readonly cors: CorsSettings | undefined;
}

/**
 * - "own": a page of this site sent it, or a trusted one, or the user, or no browser at all.
 * - "needs-token": it could be an old browser's form.
 * - "foreign-site", "foreign-origin": another site's page; which header told.
 */
export type Judgement = "own" | "needs-token" | "foreign-site" | "foreign-origin";

/** Whether a request may be what another site made the browser send (CSRF). Pure. */
export function judge(head: RequestHead, settings: TrustSettings): Judgement {
  if (SAFE_METHODS.has(head.method)) return "own";
  const { fetchSite, origin } = head;
  if (fetchSite === "same-origin" || fetchSite === "none") return "own";
  if (origin !== undefined && isTrusted(origin, head, settings)) return "own";
  if (fetchSite !== undefined) return "foreign-site";
  // A page may hide its origin; a token then tells whose it is.
  if (origin === "null") return "needs-token";
  if (origin !== undefined) return origin === head.ownOrigin ? "own" : "foreign-origin";
  return isSimple(head) ? "needs-token" : "own";
}

function isTrusted(origin: string, head: RequestHead, { trustedOrigins, cors }: TrustSettings): boolean {
  if (trustedOrigins.has(origin)) return true;
  if (cors === undefined) return false;
  const isListed = cors.origins === "*" || cors.origins.includes(origin);
  if (!isListed) return false;
  // Without credentials only what the browser asked about first, and with nothing in it that signs a user in.
  return cors.credentials || (!head.hasCookies && !isSimple(head));
}

/** What a page of any site can make a browser send without asking the server first (Fetch §2.2.2). */
function isSimple({ method, contentType, hasBody }: RequestHead): boolean {
  if (method !== "POST") return false;
  return contentType === undefined ? hasBody : FORM_TYPES.has(contentType);
}

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]);
const FORM_TYPES: ReadonlySet<string> = new Set([
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
]);
