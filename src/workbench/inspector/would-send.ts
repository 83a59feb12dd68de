import type { CookieJar } from "../../web/cookie-jar.ts";
import type { CookiePolicy } from "../../web/cookie-policy.ts";
import type { CookieDecision } from "../../web/exchange.ts";
import type { CookieContext, JarCookie } from "../../web/jar-cookie.ts";
import { withheld } from "../../words/en/cookie-reasons.ts";
import * as words from "../../words/en/jar.ts";
import { isAbout } from "./is-about.ts";

/** How a request could come about, as far as cookies ask. */
export interface Situation {
  readonly id: string;
  readonly label: string;
  readonly context: (url: URL) => CookieContext;
}

const elsewhere = new URL("https://elsewhere.example/");

export const SITUATIONS: readonly [Situation, ...Situation[]] = [
  {
    id: "address",
    label: words.typedAddress,
    context: () => ({ via: "http", topLevelNavigation: true }),
  },
  {
    id: "own-fetch",
    label: words.fetchOnOwnSite,
    context: (url) => ({ via: "http", siteForCookies: url, topLevel: url }),
  },
  {
    id: "link",
    label: words.linkElsewhere,
    context: () => ({ via: "http", topLevelNavigation: true, siteForCookies: elsewhere }),
  },
  {
    id: "post",
    label: words.formElsewhere,
    context: () => ({ via: "http", topLevelNavigation: true, siteForCookies: elsewhere, method: "POST" }),
  },
  {
    id: "embedded",
    label: words.fetchElsewhere,
    context: () => ({ via: "http", siteForCookies: elsewhere, topLevel: elsewhere }),
  },
  {
    id: "script",
    label: words.scriptThere,
    context: (url) => ({ via: "script", siteForCookies: url, topLevel: url }),
  },
];

export interface JarQuestion {
  readonly cookies: readonly JarCookie[];
  readonly url: URL;
  readonly situation: Situation;
  /** On the clock of the jar. */
  readonly nowMs: number;
  readonly policy?: CookiePolicy | undefined;
}

/**
 * Whether each of these cookies would go with such a request, in the jar's order, and why. Nothing is sent, and the jar
 * that the cookies came from is not touched: a copy is asked. `Jar` is the class, which its caller fetches when needed.
 */
export function wouldSend(
  Jar: typeof CookieJar,
  { cookies, url, situation, nowMs, policy }: JarQuestion,
): readonly CookieDecision[] {
  const jar = Jar.fromJSON({ version: 1, cookies }, { nowMs: () => nowMs }, policy);
  const { decisions } = jar.select(url, situation.context(url));
  return cookies.map(
    (cookie) => decisions.find((each) => isAbout(each, cookie)) ?? ofAnotherSite(cookie, url),
  );
}

function ofAnotherSite({ name, value, domain, path }: JarCookie, url: URL): CookieDecision {
  const reason = withheld(words.ofAnotherSite(domain, url.hostname));
  return { verdict: "withheld", name, value, domain, path, reason, source: "RFC 6265bis §5.1.3" };
}
