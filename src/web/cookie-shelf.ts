import type { CookieKey, JarCookie } from "./jar-cookie.ts";
import { registrableDomain } from "./site.ts";

/** Cookies kept for one site; past it, the least recently used goes, those that are not Secure first. */
export const COOKIES_PER_SITE = 180;
/** Cookies kept in all. */
export const COOKIES_PER_JAR = 3000;

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

  /** Takes away and returns those whose time is over. */
  takeExpired(nowMs: number): readonly JarCookie[] {
    const expired = this.all().filter(({ expiresAtMs }) => expiresAtMs !== undefined && expiresAtMs <= nowMs);
    for (const cookie of expired) this.remove(cookie);
    return expired;
  }

  /** Is there more than the limits allow, for this host's site or in all? */
  isOverfull(host: string): boolean {
    return this.#size > COOKIES_PER_JAR || (this.#sites.get(siteOf(host))?.size ?? 0) > COOKIES_PER_SITE;
  }

  /** Takes away and returns what is too much, as RFC 6265bis §5.7 orders it at its end. */
  takeExcess(host: string): readonly JarCookie[] {
    const ofSite = this.#take(this.ofSite(host), COOKIES_PER_SITE);
    return [...ofSite, ...this.#take(this.all(), COOKIES_PER_JAR)];
  }

  #take(cookies: readonly JarCookie[], limit: number): readonly JarCookie[] {
    if (cookies.length <= limit) return [];
    const victims = cookies
      .toSorted((a, b) => Number(a.secure) - Number(b.secure) || a.lastAccessMs - b.lastAccessMs)
      .slice(0, cookies.length - limit);
    for (const cookie of victims) this.remove(cookie);
    return victims;
  }
}

function siteOf(host: string): string {
  return registrableDomain(host) ?? host;
}

function identity(cookie: CookieKey): string {
  return `${cookie.name}\n${cookie.hostOnly ? "=" : "."}${cookie.domain}\n${cookie.path}`;
}
