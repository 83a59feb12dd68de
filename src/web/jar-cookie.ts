import { isIpAddress } from "./loopback.ts";
import type { PartitionKey } from "./partition-key.ts";

/** One stored cookie: the fields of RFC 6265bis §5.7, with what the server said beside what became of it. */
export interface JarCookie {
  readonly name: string;
  /** As it travels: one character for each byte. */
  readonly value: string;
  /** Without a leading dot. */
  readonly domain: string;
  /** There was no Domain attribute: only exactly this host gets the cookie. */
  readonly hostOnly: boolean;
  readonly path: string;
  /** On the virtual clock. `undefined`: until the browser closes. At most 400 days ahead. */
  readonly expiresAtMs: number | undefined;
  /** The Max-Age attribute as sent, in seconds; `undefined` when there was none that counts. */
  readonly maxAgeSeconds: number | undefined;
  /** The Expires attribute as sent; `undefined` when there was none that counts. */
  readonly expiresText: string | undefined;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** "default": no (known) SameSite attribute, which is treated as Lax. */
  readonly sameSite: "strict" | "lax" | "none" | "default";
  /** The attribute was there. */
  readonly partitioned: boolean;
  /** Where it lies when it is Partitioned, and from where alone it is sent; `undefined` for all others. */
  readonly partitionKey: PartitionKey | undefined;
  /** On the virtual clock; an update of a cookie keeps it (RFC 6265bis §5.7). */
  readonly createdAtMs: number;
  readonly lastAccessMs: number;
}

/** What tells one stored cookie from another (RFC 6265bis §5.7 step 23). */
export type CookieKey = Pick<JarCookie, "name" | "domain" | "hostOnly" | "path"> &
  Partial<Pick<JarCookie, "partitionKey">>;

/** Who asks, and how: what SameSite and HttpOnly are judged by. */
export interface CookieContext {
  /** "http": a request or response. "script": `document.cookie`, which never meets an HttpOnly cookie. */
  readonly via: "http" | "script";
  /**
   * The "site for cookies": the URL of the page in the address bar from which this request comes, when all documents
   * between are of its site. Absent: nobody but the user asked (address bar, reload, a test), which is always
   * same-site. `null`: they are not, or the origin is opaque; never same-site.
   */
  readonly siteForCookies?: URL | null;
  /** The response becomes the page in the address bar. Default false. */
  readonly topLevelNavigation?: boolean;
  /**
   * The page in the address bar, when the response does not take its place. It decides the partition. Absent: nobody's
   * page is there. `null`: one of an opaque origin.
   */
  readonly topLevel?: URL | null;
  /** The host of another site through which redirects led here, away from the site that asked. */
  readonly redirectedThrough?: string;
  /** Default "GET". */
  readonly method?: string;
}

/** It goes to subdomains too. An IP address has none, whatever `Domain` says (RFC 6265bis §5.1.3). */
export function coversHostsBelow({ hostOnly, domain }: Pick<JarCookie, "hostOnly" | "domain">): boolean {
  return !hostOnly && !isIpAddress(domain);
}
