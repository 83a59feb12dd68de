import * as words from "../words/en/cookie-reasons.ts";
import type { CookieContext } from "./jar-cookie.ts";
import type { PartitionKey } from "./partition-key.ts";
import { sameSite, siteName } from "./site.ts";

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

/** "pages of https://news.test", "frames of other sites in pages of https://news.test". */
export function describePartition({ topLevelSite, crossSiteAncestor }: PartitionKey): string {
  return crossSiteAncestor ? words.embeddedIn(topLevelSite) : words.pagesOf(topLevelSite);
}
