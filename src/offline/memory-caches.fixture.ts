/** The Cache API in memory, as far as the copy uses it: Node has none. Responses are kept whole and given out anew. */
export class MemoryCaches {
  readonly #caches = new Map<string, Map<string, Response>>();

  open(name: string): Promise<Cache> {
    const kept = this.#caches.get(name) ?? new Map<string, Response>();
    this.#caches.set(name, kept);
    const cache: Pick<Cache, "match" | "put" | "keys" | "delete"> = {
      match: async (key) => kept.get(urlOf(key))?.clone(),
      put: async (key, response) => {
        kept.set(urlOf(key), response);
      },
      keys: async () => [...kept.keys()].map((url) => new Request(url)),
      delete: async (key) => kept.delete(urlOf(key)),
    };
    return Promise.resolve(cache as Cache);
  }

  /** What a browser does that needs the room. */
  clear(): void {
    this.#caches.clear();
  }

  /** The paths of all that is kept. */
  paths(name: string): string[] {
    return [...(this.#caches.get(name)?.keys() ?? [])].map((url) => new URL(url).pathname).sort();
  }
}

function urlOf(key: RequestInfo | URL): string {
  return key instanceof Request ? key.url : String(key);
}
