import { domainMatch, pathMatch } from "tough-cookie";
import { isSameSiteRequest } from "./cookie-storing.ts";
import type { CookieContext, JarCookie } from "./jar-cookie.ts";

/** Why one stored cookie goes with a request, or does not. */
export interface Sending {
  readonly sent: boolean;
  readonly reason: string;
  readonly source: string;
}

const retrieval = "RFC 6265bis §5.8.3";
const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** RFC 6265bis §5.8.3 step 1 for one cookie. `secure`: https, or a loopback host that the jar trusts. */
export function judgeSending(cookie: JarCookie, url: URL, context: CookieContext, secure: boolean): Sending {
  const host = url.hostname;
  if (cookie.hostOnly ? cookie.domain !== host : domainMatch(host, cookie.domain, false) !== true) {
    return withheld(
      cookie.hostOnly
        ? `it has no Domain, so it goes to ${cookie.domain} only, and this goes to ${host}`
        : `Domain=${cookie.domain} does not cover ${host}`,
      "RFC 6265bis §5.1.3",
    );
  }
  if (!pathMatch(url.pathname, cookie.path)) {
    return withheld(`Path=${cookie.path} does not cover ${url.pathname}`, "RFC 6265bis §5.1.4");
  }
  if (cookie.secure && !secure) {
    return withheld(`it is Secure, and ${url.origin} is not https`, retrieval);
  }
  if (cookie.httpOnly && context.via === "script") {
    return withheld("it is HttpOnly, and a script asks", retrieval);
  }
  if (cookie.sameSite !== "none" && !isSameSiteRequest(url, context)) {
    const reason = crossSite(cookie, context);
    if (reason !== undefined) return withheld(reason, "RFC 6265bis §5.8.3, SameSite");
  }
  return { sent: true, reason: sentBecause(cookie, host), source: retrieval };
}

function withheld(reason: string, source: string): Sending {
  return { sent: false, reason: `withheld: ${reason}`, source };
}

function crossSite(cookie: JarCookie, context: CookieContext): string | undefined {
  const method = (context.method ?? "GET").toUpperCase();
  const navigation = context.via === "http" && context.topLevelNavigation === true;
  const kind = navigation ? `cross-site ${method}` : "cross-site request that is not a navigation";
  if (cookie.sameSite === "strict") return `SameSite=Strict and this is a ${kind}`;
  if (navigation && safeMethods.has(method)) return undefined;
  return cookie.sameSite === "lax"
    ? `SameSite=Lax and this is a ${kind}`
    : `no SameSite means Lax, and this is a ${kind}`;
}

function sentBecause(cookie: JarCookie, host: string): string {
  const reach = cookie.hostOnly ? `it belongs to ${host}` : `Domain=${cookie.domain} covers ${host}`;
  return `sent: ${reach}, Path=${cookie.path} covers the page, and nothing forbids it`;
}
