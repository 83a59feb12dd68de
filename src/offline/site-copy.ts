import { FRAME_FOLDERS } from "../frames/frame-folders.ts";
import { OPAQUE_POLICY } from "../frames/opaque-policy.ts";
import { FileStore } from "./file-store.ts";
import type { OfflineNews } from "./offline-messages.ts";
import type { SiteFile, SiteVersion } from "./site-version.ts";
import { VersionStore } from "./version-store.ts";

/** Files here have their content's hash in their name: whichever version has one, it is the one that is meant. */
const NAMED_BY_CONTENT = "/_astro/";
const NOT_FOUND_PATH = "/404.html";

export interface SiteCopyOptions {
  /** The build that this service worker came with. */
  readonly site: SiteVersion;
  readonly caches: CacheStorage;
  readonly fetch: typeof fetch;
  readonly origin: string;
  readonly tell: (news: OfflineNews) => void;
}

/** A request, as the service worker is asked. */
export interface Asked {
  readonly request: Request;
  /** Of the page or worker that asks; "" when it is the page itself that is asked for. */
  readonly pageId: string;
  /** Of the page or worker that the answer becomes; "" for what else a page loads. */
  readonly newPageId: string;
}

/** The site's copy in the browser: makes it, answers from it, and lets go of what no page needs. */
export class SiteCopy {
  readonly #options: SiteCopyOptions;
  readonly #files: FileStore;
  readonly #versions: VersionStore;
  /** By version, made at the first question. */
  readonly #byPath = new WeakMap<SiteVersion, ReadonlyMap<string, SiteFile>>();
  #mending: Promise<void> | undefined;

  constructor(options: SiteCopyOptions) {
    this.#options = options;
    this.#files = new FileStore(options);
    this.#versions = new VersionStore(options.caches, options.origin);
  }

  /** Fetches every file of the site that is not here yet. Rejects, after telling the pages, when one does not come. */
  async make(): Promise<void> {
    const { site, tell } = this.#options;
    const allBytes = site.files.reduce((sum, { bytes }) => sum + bytes, 0);
    let doneBytes = 0;
    try {
      await this.#versions.add(site);
      await this.#files.keep(site.files, (bytes) => {
        doneBytes += bytes;
        tell({ kind: "progress", build: site.build, doneBytes, allBytes });
      });
    } catch (error) {
      tell({
        kind: "failed",
        build: site.build,
        reason: error instanceof Error ? error.message : String(error),
      });
      throw error;
    }
  }

  /** Settles when the copy is whole again, which {@link answer} found with holes, or cannot be made. Never rejects. */
  get mended(): Promise<void> {
    return this.#mending ?? Promise.resolve();
  }

  /** Lets go of earlier versions but those of pages that are still open. */
  async takeOver(livePageIds: readonly string[]): Promise<void> {
    const stay = await this.#versions.prune(this.#options.site, livePageIds);
    await this.#files.keepOnly(stay.flatMap(({ files }) => files));
  }

  /** The file of the page's own version; from the network what is not of the site. Without a network, the site's 404. */
  async answer({ request, pageId, newPageId }: Asked): Promise<Response> {
    const { site, fetch } = this.#options;
    const isPage = request.mode === "navigate";
    const version = isPage ? site : ((await this.#versions.versionOfPage(pageId)) ?? site);
    const { pathname } = new URL(request.url);
    const kept = await this.#read(version, pathname);
    if (kept !== undefined) {
      // A worker asks under an id of its own, for files of the version that its page is of.
      if (newPageId !== "") await this.#versions.notePage(newPageId, version.build).catch(ignore);
      return kept;
    }
    const mayBeOlder = isPage ? isFramePage(pathname) : pathname.startsWith(NAMED_BY_CONTENT);
    const older = mayBeOlder ? await this.#readOfOthers(pathname) : undefined;
    if (older !== undefined) return older;
    if (isPage && this.#filesOf(version).has(`${pathname}/`)) {
      const { search, hash } = new URL(request.url);
      return Response.redirect(`${this.#options.origin}${pathname}/${search}${hash}`, 301);
    }
    if (this.#filesOf(site).has(pathname)) this.#mend();
    try {
      // By its address: the answer to a navigation that a host leads on is of no use to a worker.
      return isFramePage(pathname) ? asOpaque(await fetch(request.url)) : await fetch(request);
    } catch (error) {
      const lost = isPage ? await this.#read(site, NOT_FOUND_PATH) : undefined;
      if (lost === undefined) throw error;
      return new Response(lost.body, { status: 404, headers: lost.headers });
    }
  }

  /** A browser that needs the room throws the files away and leaves the worker. One that cannot be helped is left alone. */
  #mend(): void {
    this.#mending ??= this.make().then(
      () => {
        this.#mending = undefined;
      },
      () => undefined,
    );
  }

  async #read(version: SiteVersion, pathname: string): Promise<Response | undefined> {
    const file = this.#filesOf(version).get(pathname);
    const response = file === undefined ? undefined : await this.#files.read(file).catch(ignore);
    return response !== undefined && isFramePage(pathname) ? asOpaque(response) : response;
  }

  /**
   * A page of an earlier version starts its engine in a frame, whose own page that version alone has. A worker of which nothing
   * is known, as those that an earlier build let in, asks for files of its version.
   */
  async #readOfOthers(pathname: string): Promise<Response | undefined> {
    for (const version of await this.#versions.all()) {
      const response = await this.#read(version, pathname);
      if (response !== undefined) return response;
    }
    return undefined;
  }

  #filesOf(version: SiteVersion): ReadonlyMap<string, SiteFile> {
    const known = this.#byPath.get(version);
    if (known !== undefined) return known;
    const made = new Map(version.files.map((file) => [file.path, file]));
    this.#byPath.set(version, made);
    return made;
  }
}

function isFramePage(pathname: string): boolean {
  return pathname.endsWith(".html") && FRAME_FOLDERS.some((folder) => pathname.startsWith(folder));
}

/** See frames/opaque-frame.ts: the frame lets this worker answer, and the answer makes it opaque. */
function asOpaque({ body, status, headers }: Response): Response {
  const opaque = new Headers(headers);
  opaque.append("Content-Security-Policy", OPAQUE_POLICY);
  return new Response(body, { status, headers: opaque });
}

/** The network can still give it. */
function ignore(): undefined {}
