import { isLoopback } from "./loopback.ts";
import type { ReferrerPolicy } from "./referrer-policy.ts";
import { sameOrigin } from "./site.ts";

/** A URL that the network cannot read or forge: https, or this machine. */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}

/** The `Referer` to send from `from` to `to`, or `undefined` for none (Referrer Policy §8.3). */
export function refererFor(from: URL, to: URL, policy: ReferrerPolicy): string | undefined {
  const origin = `${from.origin}/`;
  const same = sameOrigin(from, to);
  const downgrade = isTrustworthy(from) && !isTrustworthy(to);
  switch (policy) {
    case "no-referrer":
      return undefined;
    case "no-referrer-when-downgrade":
      return downgrade ? undefined : full(from);
    case "origin":
      return origin;
    case "origin-when-cross-origin":
      return same ? full(from) : origin;
    case "same-origin":
      return same ? full(from) : undefined;
    case "strict-origin":
      return downgrade ? undefined : origin;
    case "strict-origin-when-cross-origin":
      if (same) return full(from);
      return downgrade ? undefined : origin;
    case "unsafe-url":
      return full(from);
  }
}

function full(url: URL): string {
  const stripped = new URL(url);
  stripped.hash = "";
  stripped.username = "";
  stripped.password = "";
  return stripped.href.length > 4096 ? `${url.origin}/` : stripped.href;
}

/** The `Origin` of an unsafe request that is not CORS, which a policy may hide (Fetch §3.2). */
export function originFor(from: URL, to: URL, policy: ReferrerPolicy): string {
  switch (policy) {
    case "no-referrer":
      return "null";
    case "no-referrer-when-downgrade":
    case "strict-origin":
    case "strict-origin-when-cross-origin":
      return from.protocol === "https:" && to.protocol !== "https:" ? "null" : from.origin;
    case "same-origin":
      return sameOrigin(from, to) ? from.origin : "null";
    default:
      return from.origin;
  }
}
