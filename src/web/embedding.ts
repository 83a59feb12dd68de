import { sameSite } from "./site.ts";

/**
 * The documents around one that stands in a frame: that which holds the frame first, the page in the address bar
 * last. Empty for the page in the address bar itself.
 */
export type Ancestors = readonly URL[];

/**
 * A document's "site for cookies" (RFC 6265bis §5.2.1): the page in the address bar, when the document and all between
 * are of its site; else `null`, and every request of the document is cross-site. `document` is `null` for an
 * opaque origin.
 */
export function siteForCookies(document: URL | null, ancestors: Ancestors = []): URL | null {
  if (document === null) return null;
  const top = ancestors.at(-1) ?? document;
  return [document, ...ancestors].every((each) => sameSite(each, top)) ? top : null;
}

/** The page in the address bar above a document. */
export function topLevelOf(document: URL | null, ancestors: Ancestors = []): URL | null {
  return ancestors.at(-1) ?? document;
}
