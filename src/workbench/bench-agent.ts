import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../web/clock.ts";
import type { CookieKey, JarCookie } from "../web/jar-cookie.ts";
import type { Network } from "../web/network.ts";
import type { Page } from "../web/page.ts";
import type { UserAgent } from "../web/user-agent.ts";
import type { FetchInit } from "../web/user-agent-options.ts";
import type { Timeline } from "./timeline.ts";

export interface BenchAgentOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly timeline: Timeline;
  /** Where its addresses begin: "http://localhost:7148". */
  readonly origin: () => string;
}

/**
 * One browser on the bench: a user agent whose jar and tab can be watched, and whose exchanges are kept. Its code
 * (and the list of public suffixes in it) is fetched when it is first needed.
 */
export class BenchAgent {
  readonly name: string;
  readonly #options: BenchAgentOptions;
  readonly #userAgent = signal<UserAgent | undefined>(undefined);
  readonly #cookies = signal<readonly JarCookie[]>([]);
  readonly #page = signal<Page | undefined>(undefined);
  readonly #loading = signal(false);
  #loaded: Promise<UserAgent> | undefined;

  constructor(name: string, options: BenchAgentOptions) {
    this.name = name;
    this.#options = options;
  }

  /** The browser itself; `undefined` until {@link load} has settled for the first time. */
  get userAgent(): ReadonlySignal<UserAgent | undefined> {
    return this.#userAgent;
  }

  /** Makes the browser ready. Rejects when its code cannot be fetched; the next call tries again. */
  load(): Promise<UserAgent> {
    this.#loaded ??= this.#make();
    this.#loaded.catch(() => {
      this.#loaded = undefined;
    });
    return this.#loaded;
  }

  async #make(): Promise<UserAgent> {
    const { UserAgent } = await import("../web/user-agent.ts");
    const { network, clock, timeline } = this.#options;
    const made = new UserAgent({ name: this.name, network, clock });
    made.onExchange((exchange) => {
      timeline.addExchange(exchange);
      this.refresh();
    });
    made.onTab((event) => {
      this.#loading.value = event.kind === "started";
      if (event.kind === "page") this.#page.value = event.page;
    });
    made.jar.onChange(() => this.refresh());
    this.#userAgent.value = made;
    return made;
  }

  /** What the jar holds; see {@link refresh}. */
  get cookies(): ReadonlySignal<readonly JarCookie[]> {
    return this.#cookies;
  }

  /** What the tab shows; `undefined` before the first address. */
  get page(): ReadonlySignal<Page | undefined> {
    return this.#page;
  }

  /** Whether a navigation is under way. */
  get loading(): ReadonlySignal<boolean> {
    return this.#loading;
  }

  /** Looks into the jar again: time may have passed over a cookie. */
  refresh(): void {
    const cookies = this.#userAgent.peek()?.jar.list() ?? [];
    if (!sameCookies(cookies, this.#cookies.peek())) this.#cookies.value = cookies;
  }

  /**
   * Opens what stands in an address field: a path of the learner's server, or a whole address. Settles when
   * the page is there or has failed; one that is stopped or overtaken settles too.
   */
  async open(address: string): Promise<void> {
    await this.#settled((agent) => agent.navigate(this.#resolve(address)));
  }

  async back(): Promise<void> {
    await this.#settled((agent) => agent.back());
  }

  /** Asks for the page again; a page that a form made is asked about first, see `Page.needsResubmit`. */
  async reload(options: { readonly resubmit?: boolean } = {}): Promise<void> {
    await this.#settled((agent) => agent.reload(options));
  }

  /** A request beside the tab, as a program would send it with this browser's cookies. Redirects stay unfollowed. */
  async send(path: string, init: Pick<FetchInit, "method" | "headers" | "body"> = {}): Promise<void> {
    await this.#settled(async (agent) => {
      const { resource, exchange } = await agent.fetch(
        this.#resolve(path),
        { ...init, redirect: "manual" },
        { initiator: "script" },
      );
      await new Response(resource.body).arrayBuffer();
      await exchange;
    });
  }

  /** Takes a cookie out of the jar. Absent is fine. */
  deleteCookie(key: CookieKey): void {
    this.#userAgent.peek()?.jar.delete(key);
  }

  #resolve(address: string): string {
    const text = address.trim();
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
    if (/^(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?(\/|$)/i.test(text)) return `http://${text}`;
    return this.#options.origin() + (text.startsWith("/") ? text : `/${text}`);
  }

  /** A failure of the network is on the timeline and in the tab already; it is no failure of the bench. */
  async #settled(act: (agent: UserAgent) => Promise<unknown>): Promise<void> {
    const agent = await this.load();
    await act(agent).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== "NetworkError") throw error;
    });
  }
}

function sameCookies(one: readonly JarCookie[], other: readonly JarCookie[]): boolean {
  return one.length === other.length && one.every((cookie, index) => cookie === other[index]);
}
