import { domainMatch, pathMatch } from "tough-cookie";
import * as words from "../words/en/cookie-reasons.ts";
import { type CookiePolicy, LAX_ALLOWING_UNSAFE_MS } from "./cookie-policy.ts";
import { isSameSiteRequest } from "./cookie-storing.ts";
import type { CookieContext, JarCookie } from "./jar-cookie.ts";
import { describePartition } from "./partition.ts";
import { type PartitionKey, samePartition } from "./partition-key.ts";
import { sameSite } from "./site.ts";

/** Why one stored cookie goes with a request, or does not. */
export interface Sending {
  readonly sent: boolean;
  readonly reason: string;
  readonly source: string;
}

/** The request that asks, and what the jar has made of it. */
export interface Retrieval {
  readonly url: URL;
  readonly context: CookieContext;
  readonly nowMs: number;
  /** https, or a loopback host that the jar trusts. */
  readonly secure: boolean;
  /** `undefined`: the page in the address bar is of an opaque origin. */
  readonly partition: PartitionKey | undefined;
  readonly policy: CookiePolicy;
}

const retrieval = "RFC 6265bis §5.8.3";
const partitioning = "CHIPS draft §2.5 (Partitioned)";
const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** RFC 6265bis §5.8.3 step 3 for one cookie. */
export function judgeSending(cookie: JarCookie, request: Retrieval): Sending {
  const { url, context, secure, policy } = request;
  const host = url.hostname;
  if (cookie.hostOnly ? cookie.domain !== host : domainMatch(host, cookie.domain, false) !== true) {
    return withheld(
      cookie.hostOnly ? words.hostOnly(cookie.domain, host) : words.domainDoesNotCover(cookie.domain, host),
      "RFC 6265bis §5.1.3",
    );
  }
  if (!pathMatch(url.pathname, cookie.path)) {
    return withheld(words.pathDoesNotCover(cookie.path, url.pathname), "RFC 6265bis §5.1.4");
  }
  if (cookie.secure && !secure) {
    return withheld(words.secureNotHttps(url.origin), retrieval);
  }
  if (cookie.httpOnly && context.via === "script") {
    return withheld(words.scriptAsks, retrieval);
  }
  if (cookie.partitionKey !== undefined && !samePartition(cookie.partitionKey, request.partition)) {
    const here = request.partition === undefined ? words.noOrigin : describePartition(request.partition);
    return withheld(words.partitionedFor(describePartition(cookie.partitionKey), here), partitioning);
  }
  if (policy.thirdPartyCookies !== "allow" && isThirdParty(request)) {
    if (policy.thirdPartyCookies === "block" || cookie.partitionKey === undefined)
      return withheld(blockedBecause(policy, host), "RFC 6265bis §7.1");
  }
  if (cookie.sameSite !== "none" && !isSameSite(request))
    return (
      crossSite(cookie, request) ?? { sent: true, reason: sentBecause(cookie, request), source: retrieval }
    );
  return { sent: true, reason: sentBecause(cookie, request), source: retrieval };
}

function withheld(reason: string, source: string): Sending {
  return { sent: false, reason: words.withheld(reason), source };
}

function blockedBecause({ thirdPartyCookies }: CookiePolicy, host: string): string {
  return thirdPartyCookies === "block" ? words.blocksThirdParty(host) : words.sendsOnlyPartitioned(host);
}

function isSameSite({ url, context, policy }: Retrieval): boolean {
  if (policy.sameSiteRedirects === "counted" && context.redirectedThrough !== undefined) return false;
  return isSameSiteRequest(url, context);
}

function isThirdParty(request: Retrieval): boolean {
  return request.context.topLevelNavigation !== true && !isSameSite(request);
}

/** `undefined` when a cross-site request gets the cookie all the same. */
function crossSite(cookie: JarCookie, request: Retrieval): Sending | undefined {
  const { context, nowMs, policy } = request;
  const method = (context.method ?? "GET").toUpperCase();
  const navigation = context.via === "http" && context.topLevelNavigation === true;
  const source = `${retrieval}, SameSite`;
  const kind = crossSiteKind(request, method, navigation);
  if (cookie.sameSite === "strict") return withheld(words.strictAndThisIs(kind), source);
  if (navigation && safeMethods.has(method)) return undefined;
  if (cookie.sameSite === "lax") return withheld(words.laxAndThisIs(kind), source);
  if (navigation && policy.laxAllowingUnsafe && nowMs - cookie.createdAtMs <= LAX_ALLOWING_UNSAFE_MS) {
    return {
      sent: true,
      reason: words.sent(words.youngDefault(kind)),
      source: "RFC 6265bis §5.6.7.2, Lax-allowing-unsafe",
    };
  }
  return withheld(words.defaultAndThisIs(kind), source);
}

/** "cross-site POST", "cross-site request that is not a top-level navigation", and what made it so when that is hard to see. */
function crossSiteKind({ url, context }: Retrieval, method: string, navigation: boolean): string {
  const { topLevel, redirectedThrough } = context;
  const kind = navigation ? words.crossSiteNavigation(method) : words.crossSiteRequest;
  if (isSameSiteRequest(url, context) && redirectedThrough !== undefined)
    return words.redirectLedThrough(kind, redirectedThrough);
  if (navigation || topLevel === undefined || topLevel === null) return kind;
  return sameSite(topLevel, url) ? words.otherSiteBetween(kind, topLevel.host) : kind;
}

function sentBecause(cookie: JarCookie, { url, context, policy }: Retrieval): string {
  const reason = words.sent(
    cookie.hostOnly
      ? words.belongsTo(url.hostname, cookie.path)
      : words.domainCovers(cookie.domain, url.hostname, cookie.path),
  );
  const forgiven =
    cookie.sameSite !== "none" &&
    policy.sameSiteRedirects === "ignored" &&
    context.redirectedThrough !== undefined &&
    isSameSiteRequest(url, context);
  return forgiven ? words.redirectForgiven(reason, context.redirectedThrough) : reason;
}
