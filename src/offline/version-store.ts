import type { SiteVersion } from "./site-version.ts";

const CACHE = "keepsake:versions";

/** As it is kept: the later one was added, the higher its order. Absent in what earlier builds kept. */
type KeptVersion = SiteVersion & { readonly order?: number };

/**
 * The versions whose files are kept, and which page is of which: a page that was opened before an update gets the files of its own
 * version as long as it lives, whatever other tabs do.
 */
export class VersionStore {
  readonly #caches: CacheStorage;
  readonly #origin: string;
  /** A service worker is ended and started at any time: this only spares reading. */
  readonly #known = new Map<string, SiteVersion>();
  readonly #pages = new Map<string, string>();

  constructor(caches: CacheStorage, origin: string) {
    this.#caches = caches;
    this.#origin = origin;
  }

  async add(version: SiteVersion): Promise<void> {
    this.#known.set(version.build, version);
    const order = 1 + Math.max(0, ...(await this.all()).map(orderOf));
    await this.#put(this.#versionKey(version.build), { ...version, order } satisfies KeptVersion);
  }

  /** All that are kept, also one whose files are just being fetched. */
  async all(): Promise<readonly KeptVersion[]> {
    const cache = await this.#caches.open(CACHE);
    const keys = (await cache.keys()).filter(({ url }) => url.startsWith(this.#versionKey("")));
    const found = await Promise.all(keys.map(({ url }) => this.#get<KeptVersion>(url)));
    return found.filter((version) => version !== undefined);
  }

  /** Notes that this page is of that build. */
  async notePage(pageId: string, build: string): Promise<void> {
    this.#pages.set(pageId, build);
    await this.#put(this.#pageKey(pageId), build);
  }

  /** `undefined`: nobody noted it, or its version is not kept any more. */
  async versionOfPage(pageId: string): Promise<SiteVersion | undefined> {
    if (pageId === "") return undefined;
    const build = this.#pages.get(pageId) ?? (await this.#get<string>(this.#pageKey(pageId)));
    if (build === undefined) return undefined;
    this.#pages.set(pageId, build);
    const version = this.#known.get(build) ?? (await this.#get<SiteVersion>(this.#versionKey(build)));
    if (version !== undefined) this.#known.set(build, version);
    return version;
  }

  /**
   * Forgets pages that are gone, and the versions that no page is of but `current` and what was added after it, which is
   * about to follow it. A page of which nothing is known came from the network just now: it is of the current one. Returns
   * the versions that stay.
   */
  async prune(current: SiteVersion, livePageIds: readonly string[]): Promise<SiteVersion[]> {
    const cache = await this.#caches.open(CACHE);
    const stay = new Map([[current.build, current]]);
    const all = await this.all();
    const own = all.find(({ build }) => build === current.build);
    const newer = all.filter((version) => own !== undefined && orderOf(version) > orderOf(own));
    for (const version of newer) stay.set(version.build, version);
    const keys = new Set([...stay.keys()].map((build) => this.#versionKey(build)));
    for (const pageId of livePageIds) {
      const version = (await this.versionOfPage(pageId)) ?? current;
      if (version === current) await this.notePage(pageId, current.build);
      stay.set(version.build, version);
      keys.add(this.#pageKey(pageId)).add(this.#versionKey(version.build));
    }
    const stale = (await cache.keys()).filter(({ url }) => !keys.has(url));
    await Promise.all(stale.map((request) => cache.delete(request)));
    return [...stay.values()];
  }

  async #put(key: string, value: unknown): Promise<void> {
    const cache = await this.#caches.open(CACHE);
    await cache.put(key, Response.json(value));
  }

  async #get<Value>(key: string): Promise<Value | undefined> {
    const cache = await this.#caches.open(CACHE);
    const response = await cache.match(key);
    return response?.json();
  }

  #versionKey(build: string): string {
    return `${this.#origin}/keepsake-versions/${encodeURIComponent(build)}`;
  }

  #pageKey(pageId: string): string {
    return `${this.#origin}/keepsake-pages/${encodeURIComponent(pageId)}`;
  }
}

function orderOf({ order = 0 }: KeptVersion): number {
  return order;
}
