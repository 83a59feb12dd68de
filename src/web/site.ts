import { getPublicSuffix } from "tough-cookie";
import { isIpAddress } from "./loopback.ts";

const registrable = new Map<string, string | undefined>();
const REGISTRABLE_CACHE_LIMIT = 1000;

/**
 * The registrable domain: public suffix plus one label (`shop.test` for `www.shop.test`). `undefined` when the
 * host is a public suffix itself (`test`, `co.uk`, `localhost`) or an IP address. Reserved top-level names
 * (RFC 6761: `test`, `example`, `localhost`, …) are public suffixes, as in browsers.
 */
export function registrableDomain(hostname: string): string | undefined {
  if (registrable.has(hostname)) return registrable.get(hostname);
  if (registrable.size >= REGISTRABLE_CACHE_LIMIT) registrable.clear();
  const found =
    isIpAddress(hostname) || !hostname.includes(".")
      ? undefined
      : getPublicSuffix(hostname, { allowSpecialUseDomain: true, ignoreError: true });
  registrable.set(hostname, found);
  return found;
}

/** A domain under which strangers register names, so that no cookie may be set for all of it. */
export function isPublicSuffix(domain: string): boolean {
  return !isIpAddress(domain) && registrableDomain(domain) === undefined;
}

/** The site as a sentence shows it: "https://shop.test", without subdomain and port. */
export function siteName(url: URL): string {
  return `${url.protocol}//${registrableDomain(url.hostname) ?? url.hostname}`;
}

/** Two URLs of one scheme, host and port. */
export function sameOrigin(a: URL, b: URL): boolean {
  return a.origin === b.origin && a.origin !== "null";
}

/** The HTML standard's "same site": one scheme, and one registrable domain or else one host. Ports do not count. */
export function sameSite(a: URL, b: URL): boolean {
  if (a.protocol !== b.protocol || a.hostname === "") return false;
  if (a.hostname === b.hostname) return true;
  const site = registrableDomain(a.hostname);
  return site !== undefined && site === registrableDomain(b.hostname);
}
