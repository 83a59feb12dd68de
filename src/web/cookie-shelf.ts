import type { CookieKey, JarCookie } from "./jar-cookie.ts";
import { samePartition } from "./partition-key.ts";
import { byteLength } from "./set-cookie.ts";
import { registrableDomain } from "./site.ts";

/** Cookies kept for one site; past it, the least recently used goes, those that are not Secure first. */
export const COOKIES_PER_SITE = 180;
/** Cookies kept in all. */
export const COOKIES_PER_JAR = 3000;
/** Names and values of one site's cookies in one partition, together (CHIPS draft §4.1, and Chromium). */
export const PARTITION_LIMIT_BYTES = 10 * 1024;

/** Where a jar's cookies lie: by site, then by identity, each site's oldest first. Knows no rules but its limits. */
export class CookieShelf {
  /** By registrable domain, or by host where there is none. */
  readonly #sites = new Map<string, Map<string, JarCookie>>();
  #size = 0;

  /** All cookies that could concern a request to this host, in the order of their creation. */
  ofSite(host: string): readonly JarCookie[] {
    return [...(this.#sites.get(siteOf(host))?.values() ?? [])];
  }

  all(): readonly JarCookie[] {
    return [...this.#sites.values()].flatMap((site) => [...site.values()]);
  }

  get(key: CookieKey): JarCookie | undefined {
    return this.#sites.get(siteOf(key.domain))?.get(identity(key));
  }

  /** Adds it, or puts it in the place of the one with its identity. */
  put(cookie: JarCookie): void {
    const key = siteOf(cookie.domain);
    let site = this.#sites.get(key);
    if (site === undefined) {
      site = new Map();
      this.#sites.set(key, site);
    }
    const before = site.size;
    site.set(identity(cookie), cookie);
    this.#size += site.size - before;
  }

  /** Absent is fine. */
  remove(key: CookieKey): void {
    const siteKey = siteOf(key.domain);
    const site = this.#sites.get(siteKey);
    if (site?.delete(identity(key))) this.#size--;
    if (site?.size === 0) this.#sites.delete(siteKey);
  }

  clear(): void {
    this.#sites.clear();
    this.#size = 0;
  }

  /** Takes away and returns those whose time is over, among these. */
  takeExpired(nowMs: number, cookies: readonly JarCookie[] = this.all()): readonly JarCookie[] {
    const expired = cookies.filter(({ expiresAtMs }) => expiresAtMs !== undefined && expiresAtMs <= nowMs);
    for (const cookie of expired) this.remove(cookie);
    return expired;
  }

  /** Is there more than the limits allow, beside this cookie or in all? */
  isOverfull(beside: JarCookie): boolean {
    if (this.#size > COOKIES_PER_JAR) return true;
    const size = this.#sites.get(siteOf(beside.domain))?.size ?? 0;
    if (beside.partitionKey === undefined && size <= COOKIES_PER_SITE) return false;
    return isTooMuch(this.#beside(beside), beside);
  }

  /**
   * Takes away and returns what is too much, as RFC 6265bis §5.7 orders it at its end: of an overfull site what is not
   * Secure first, then the least recently used; of an overfull jar the least recently used. Each partition of a site is
   * counted by itself, or one page could learn of another by what is evicted.
   */
  takeExcess(beside: JarCookie): readonly JarCookie[] {
    const taken: JarCookie[] = [];
    const group = this.#beside(beside).toSorted(
      (a, b) => Number(a.secure) - Number(b.secure) || a.lastAccessMs - b.lastAccessMs,
    );
    while (isTooMuch(group, beside)) taken.push(...group.splice(0, 1));
    const overfull = this.#size - taken.length - COOKIES_PER_JAR;
    for (const cookie of taken) this.remove(cookie);
    if (overfull > 0) {
      const oldest = this.all()
        .toSorted((a, b) => a.lastAccessMs - b.lastAccessMs)
        .slice(0, overfull);
      for (const cookie of oldest) this.remove(cookie);
      taken.push(...oldest);
    }
    return taken;
  }

  #beside({ domain, partitionKey }: JarCookie): readonly JarCookie[] {
    return this.ofSite(domain).filter((other) => samePartition(other.partitionKey, partitionKey));
  }
}

function isTooMuch(cookies: readonly JarCookie[], { partitionKey }: JarCookie): boolean {
  if (cookies.length > COOKIES_PER_SITE) return true;
  if (partitionKey === undefined) return false;
  const bytes = cookies.reduce((sum, { name, value }) => sum + byteLength(name) + byteLength(value), 0);
  return bytes > PARTITION_LIMIT_BYTES;
}

function siteOf(host: string): string {
  return registrableDomain(host) ?? host;
}

function identity({ name, hostOnly, domain, path, partitionKey }: CookieKey): string {
  const place = `${name}\n${hostOnly ? "=" : "."}${domain}\n${path}`;
  return partitionKey === undefined
    ? place
    : `${place}\n${partitionKey.topLevelSite}\n${partitionKey.crossSiteAncestor}`;
}
