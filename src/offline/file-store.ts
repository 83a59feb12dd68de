import type { SiteFile } from "./site-version.ts";

const CACHE = "keepsake:files";
/** So many downloads at once: enough to hide the way to the server, and not in the way of the page's own. */
const AT_ONCE = 4;
const HASHED_FOLDER = "/_astro/";

export interface FileStoreOptions {
  readonly caches: CacheStorage;
  readonly fetch: typeof fetch;
  readonly origin: string;
}

/**
 * The files of all versions that are kept, each content once: a new version fetches only what changed. A file is what was built,
 * to the byte, or it is not there: what the server has replaced meanwhile is refused.
 */
export class FileStore {
  readonly #options: FileStoreOptions;

  constructor(options: FileStoreOptions) {
    this.#options = options;
  }

  /** `undefined`: not kept, or the browser has thrown it away. */
  async read(file: SiteFile): Promise<Response | undefined> {
    const cache = await this.#options.caches.open(CACHE);
    return cache.match(this.#key(file));
  }

  /**
   * Fetches what is missing. `onDone` is called with the bytes of each file that is there, those that were there before among
   * them. Rejects with the first failure, when no download is under way any more; what came stays for the next try.
   */
  async keep(files: readonly SiteFile[], onDone: (bytes: number) => void): Promise<void> {
    const cache = await this.#options.caches.open(CACHE);
    const kept = new Set((await cache.keys()).map(({ url }) => url));
    const missing = files.filter((file) => !kept.has(this.#key(file)));
    onDone(sizeOf(files) - sizeOf(missing));
    const left = missing.values();
    const failures: unknown[] = [];
    const fetchNext = async () => {
      for (const file of left) {
        if (failures.length > 0) return;
        try {
          await cache.put(this.#key(file), await this.#download(file));
          onDone(file.bytes);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
    if (failures.length > 0) throw failures[0];
  }

  /** Throws away all but these. */
  async keepOnly(files: readonly SiteFile[]): Promise<void> {
    const cache = await this.#options.caches.open(CACHE);
    const wanted = new Set(files.map((file) => this.#key(file)));
    const stale = (await cache.keys()).filter(({ url }) => !wanted.has(url));
    await Promise.all(stale.map((request) => cache.delete(request)));
  }

  async #download({ path, hash }: SiteFile): Promise<Response> {
    const url = this.#options.origin + path;
    const cache = path.startsWith(HASHED_FOLDER) ? "default" : "no-cache";
    const response = await this.#options
      .fetch(url, { cache, integrity: `sha256-${hash}` })
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${path} could not be fetched as it was built: ${reason}`, { cause: error });
      });
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    // A page may not be answered with a response that was redirected, as hosts do that drop ".html".
    const { status, headers } = response;
    return new Response(await response.blob(), { status, headers });
  }

  /** With the path, because a file's type is among what is kept. */
  #key({ path, hash }: SiteFile): string {
    return `${this.#options.origin}${path}?keepsake=${encodeURIComponent(hash)}`;
  }
}

function sizeOf(files: readonly SiteFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
