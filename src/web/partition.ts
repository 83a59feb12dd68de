import * as words from "../words/en/cookie-reasons.ts";
import type { CookieContext } from "./jar-cookie.ts";
import { sameSite, siteName } from "./site.ts";

/** Which of a jar's partitions: a cookie with `Partitioned` lies in one, and is sent from there only (CHIPS). */
export interface PartitionKey {
  /** The site of the page in the address bar: "https://news.test". */
  readonly topLevelSite: string;
  /**
   * A document of another site is on the way from that page to the request, or the request itself leaves the site. It
   * keeps what a page has set for itself from copies of that page which others embed.
   */
  readonly crossSiteAncestor: boolean;
}

/** The partition of a request or of a page's script; `undefined` inside a page of an opaque origin, which has none. */
export function partitionOf(url: URL, context: CookieContext): PartitionKey | undefined {
  const { topLevel } = context;
  if (context.topLevelNavigation === true || topLevel === undefined)
    return { topLevelSite: siteName(url), crossSiteAncestor: false };
  if (topLevel === null) return undefined;
  const site = context.siteForCookies;
  const within = site !== undefined && site !== null && sameSite(site, url);
  return {
    topLevelSite: siteName(topLevel),
    crossSiteAncestor: !within || context.redirectedThrough !== undefined,
  };
}

export function samePartition(a: PartitionKey | undefined, b: PartitionKey | undefined): boolean {
  return a?.topLevelSite === b?.topLevelSite && a?.crossSiteAncestor === b?.crossSiteAncestor;
}

/** "pages of https://news.test", "frames of other sites in pages of https://news.test". */
export function describePartition({ topLevelSite, crossSiteAncestor }: PartitionKey): string {
  return crossSiteAncestor ? words.embeddedIn(topLevelSite) : words.pagesOf(topLevelSite);
}
