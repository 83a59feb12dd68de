/** A rule's place in a standard that can be read. */
export interface StandardLink {
  readonly href: string;
  /** The link's text: "RFC 6265bis §5.8.3". */
  readonly text: string;
  /** What the place says beyond the section: "SameSite". Often empty. */
  readonly rest: string;
}

const COOKIES = "https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html";
const FETCH = "https://fetch.spec.whatwg.org/";

/**
 * Where to read the rule that a decision names: "RFC 6265bis §5.8.3, SameSite". `undefined` for a standard that is
 * not known here.
 */
export function standardLink(source: string): StandardLink | undefined {
  const [, standard, section, rest = ""] = /^(RFC \w+|Fetch) §(\d+(?:\.\d+)*),?\s*(.*)$/.exec(source) ?? [];
  if (standard === undefined || section === undefined) return undefined;
  const text = `${standard} §${section}`;
  if (standard === "RFC 6265bis") return { href: `${COOKIES}#section-${section}`, text, rest };
  // Fetch's sections have names, not numbers, in their addresses; it has few that decide about cookies.
  if (standard === "Fetch") return { href: `${FETCH}#concept-request-credentials-mode`, text, rest };
  return { href: `https://www.rfc-editor.org/rfc/rfc${standard.slice(4)}#section-${section}`, text, rest };
}
