import { defaultPath, domainMatch, pathMatch } from "tough-cookie";
import * as words from "../words/en/cookie-reasons.ts";
import type { CookiePolicy } from "./cookie-policy.ts";
import type { CookieContext, JarCookie } from "./jar-cookie.ts";
import { partitionOf } from "./partition.ts";
import { type PartitionKey, samePartition } from "./partition-key.ts";
import type { SetCookie } from "./set-cookie.ts";
import { isPublicSuffix, sameSite } from "./site.ts";

/** RFC 6265bis §5.5: no cookie lives longer. */
export const COOKIE_LIFETIME_LIMIT_MS = 400 * 24 * 60 * 60 * 1000;

export interface Refusal {
  /** Follows "refused: ". */
  readonly reason: string;
  readonly source: string;
}

/** Where and when a `Set-Cookie` line arrived. */
export interface Arrival {
  readonly url: URL;
  readonly context: CookieContext;
  readonly nowMs: number;
  /** https, or a loopback host that the jar trusts. */
  readonly secure: boolean;
  readonly policy: CookiePolicy;
}

const storing = "RFC 6265bis §5.7";

/** Same-site, as RFC 6265bis §5.2 has it; what only the user asked for is. */
export function isSameSiteRequest(url: URL, context: CookieContext): boolean {
  if (context.siteForCookies === undefined) return true;
  return context.siteForCookies !== null && sameSite(context.siteForCookies, url);
}

/** RFC 6265bis §5.7, up to the step that asks for an older cookie of the same name. Pure. */
export function judgeStoring(
  line: SetCookie,
  arrival: Arrival,
  stored: Iterable<JarCookie>,
): JarCookie | Refusal {
  const { url, context, nowMs } = arrival;
  const where = place(line, url);
  if ("reason" in where) return where;
  const { domain, hostOnly } = where;
  const path = line.path ?? defaultPath(url.pathname);
  const partitionKey = line.partitioned ? partitionOf(url, context) : undefined;

  const refusal =
    judgeThirdParty(line, arrival) ??
    judgeSecure(line, arrival, domain, path, stored, partitionKey) ??
    judgeHttpOnly(line, context) ??
    judgeSameSite(line, arrival) ??
    judgePrefix(line, hostOnly, path) ??
    judgePartitioned(line, partitionKey);
  if (refusal !== undefined) return refusal;

  return {
    name: line.name,
    value: line.value,
    domain,
    hostOnly,
    path,
    expiresAtMs: expiry(line, nowMs),
    maxAgeSeconds: line.maxAgeSeconds,
    expiresText: line.expiresText,
    secure: line.secure,
    httpOnly: line.httpOnly,
    sameSite: line.sameSite,
    partitioned: line.partitioned,
    partitionKey,
    createdAtMs: nowMs,
    lastAccessMs: nowMs,
  };
}

function place(line: SetCookie, url: URL): { domain: string; hostOnly: boolean } | Refusal {
  const host = url.hostname;
  const wanted = line.domain;
  if (wanted === undefined || wanted === "") return { domain: host, hostOnly: true };
  if (/[^\t -~]/.test(wanted)) {
    return {
      reason: words.beyondAscii(wanted),
      source: `${storing} step 8`,
    };
  }
  const domain = canonical(wanted);
  if (domain === undefined) {
    return { reason: words.noHostName(wanted), source: "RFC 6265bis §5.1.2" };
  }
  if (isPublicSuffix(domain)) {
    if (domain === host) return { domain: host, hostOnly: true };
    return {
      reason: words.publicSuffix(domain),
      source: `${storing} step 9`,
    };
  }
  if (domainMatch(host, domain, false) !== true) {
    return {
      reason: words.otherDomain(domain, host),
      source: `${storing} step 10`,
    };
  }
  return { domain, hostOnly: false };
}

/** `undefined` when no host has such a name. */
function canonical(domain: string): string | undefined {
  return /^[^.\s][^\s]*$/.test(domain) ? domain : undefined;
}

function judgeThirdParty(line: SetCookie, { url, context, policy }: Arrival): Refusal | undefined {
  const { thirdPartyCookies } = policy;
  if (thirdPartyCookies === "allow" || context.topLevelNavigation === true) return undefined;
  if (isSameSiteRequest(url, context)) return undefined;
  if (thirdPartyCookies === "partitioned-only" && line.partitioned) return undefined;
  return {
    reason:
      thirdPartyCookies === "block"
        ? words.blocksThirdParty(url.hostname)
        : words.keepsOnlyPartitioned(url.hostname),
    source: "RFC 6265bis §7.1",
  };
}

/** CHIPS asks for Secure; a page of an opaque origin has no partition. */
function judgePartitioned(line: SetCookie, key: PartitionKey | undefined): Refusal | undefined {
  if (!line.partitioned) return undefined;
  const source = "CHIPS draft §2.3 (Partitioned)";
  if (!line.secure) return { reason: words.partitionedNeedsSecure, source };
  if (key === undefined) return { reason: words.partitionedNeedsOrigin, source };
  return undefined;
}

function judgeSecure(
  line: SetCookie,
  { url, secure }: Arrival,
  domain: string,
  path: string,
  stored: Iterable<JarCookie>,
  partitionKey: PartitionKey | undefined,
): Refusal | undefined {
  if (secure) return undefined;
  if (line.secure) {
    return {
      reason: words.secureOverHttp(url.origin),
      source: `${storing} step 13`,
    };
  }
  for (const other of stored) {
    const covered =
      other.secure &&
      other.name === line.name &&
      samePartition(other.partitionKey, partitionKey) &&
      (domainMatch(domain, other.domain, false) === true ||
        domainMatch(other.domain, domain, false) === true) &&
      pathMatch(path, other.path);
    if (covered) {
      return {
        reason: words.secureIsThere,
        source: `${storing} step 16`,
      };
    }
  }
  return undefined;
}

function judgeHttpOnly(line: SetCookie, context: CookieContext): Refusal | undefined {
  if (context.via !== "script" || !line.httpOnly) return undefined;
  return {
    reason: words.scriptMayNotSet,
    source: `${storing} step 15`,
  };
}

function judgeSameSite(line: SetCookie, { url, context }: Arrival): Refusal | undefined {
  if (line.sameSite === "none") {
    if (line.secure) return undefined;
    return {
      reason: words.noneNeedsSecure,
      source: `${storing} step 19`,
    };
  }
  if (isSameSiteRequest(url, context)) return undefined;
  if (context.via === "http" && context.topLevelNavigation === true) return undefined;
  const label = line.sameSite === "strict" ? "SameSite=Strict" : "SameSite=Lax";
  return {
    reason: line.sameSite === "default" ? words.defaultAnswersCrossSite : words.answersCrossSite(label),
    source: `${storing} step 18`,
  };
}

/** Case does not count in the prefix: a server that compares without case must not be fooled. */
function judgePrefix(line: SetCookie, hostOnly: boolean, path: string): Refusal | undefined {
  const name = line.name.toLowerCase();
  if (name === "" && /^__(?:secure|host|http|host-http)-/i.test(line.value)) {
    return {
      reason: words.looksProtected,
      source: `${storing} step 22`,
    };
  }
  const prefix = /^__(?:host-http|http|host|secure)-/.exec(name)?.[0];
  if (prefix === undefined) return undefined;
  const missing: string[] = [];
  if (!line.secure) missing.push("Secure");
  if (prefix.includes("http-") && !line.httpOnly) missing.push("HttpOnly");
  if (prefix.startsWith("__host-")) {
    if (!hostOnly) missing.push(words.noDomain);
    if (path !== "/" || line.path === undefined) missing.push("Path=/");
  }
  if (missing.length === 0) return undefined;
  return {
    reason: words.prefixNeeds(line.name.slice(0, prefix.length), missing),
    source: prefixSource[prefix] ?? storing,
  };
}

const prefixSource: Readonly<Record<string, string>> = {
  "__secure-": `${storing} step 20`,
  "__host-": `${storing} step 21`,
  "__http-": "layered-cookies draft §5.4.3",
  "__host-http-": "layered-cookies draft §5.4.3",
};

/** Max-Age wins over Expires; both are cut to 400 days; what is past comes back as a time that is past. */
function expiry(line: SetCookie, nowMs: number): number | undefined {
  const limit = nowMs + COOKIE_LIFETIME_LIMIT_MS;
  if (line.maxAgeSeconds !== undefined) {
    return line.maxAgeSeconds <= 0 ? 0 : Math.min(nowMs + line.maxAgeSeconds * 1000, limit);
  }
  return line.expiresMs === undefined ? undefined : Math.min(line.expiresMs, limit);
}
