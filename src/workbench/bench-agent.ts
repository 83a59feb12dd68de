import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../web/clock.ts";
import type { CookieJar } from "../web/cookie-jar.ts";
import type { JarCookie } from "../web/jar-cookie.ts";
import type { Network } from "../web/network.ts";
import type { Page } from "../web/page.ts";
import { UserAgent } from "../web/user-agent.ts";
import type { FetchInit } from "../web/user-agent-options.ts";
import type { Timeline } from "./timeline.ts";

export interface BenchAgentOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly timeline: Timeline;
  /** Where its addresses begin: "http://localhost:7148". */
  readonly origin: () => string;
}

/** One browser on the bench: a user agent whose jar and tab can be watched, and whose exchanges are kept. */
export class BenchAgent {
  readonly userAgent: UserAgent;
  readonly #options: BenchAgentOptions;
  readonly #cookies = signal<readonly JarCookie[]>([]);
  readonly #page = signal<Page | undefined>(undefined);
  readonly #loading = signal(false);

  constructor(name: string, options: BenchAgentOptions) {
    this.#options = options;
    this.userAgent = new UserAgent({ name, network: options.network, clock: options.clock });
    this.userAgent.onExchange((exchange) => {
      options.timeline.addExchange(exchange);
      this.refresh();
    });
    this.userAgent.onTab((event) => {
      this.#loading.value = event.kind === "started";
      if (event.kind === "page") this.#page.value = event.page;
    });
    this.jar.onChange(() => this.refresh());
  }

  get name(): string {
    return this.userAgent.name;
  }

  get jar(): CookieJar {
    return this.userAgent.jar;
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
    const cookies = this.jar.list();
    if (!sameCookies(cookies, this.#cookies.peek())) this.#cookies.value = cookies;
  }

  /**
   * Opens what stands in an address field: a path of the learner's server, or a whole address. Settles when
   * the page is there or has failed; one that is stopped or overtaken settles too.
   */
  async open(address: string): Promise<void> {
    await this.#settled(this.userAgent.navigate(this.#resolve(address)));
  }

  async back(): Promise<void> {
    await this.#settled(this.userAgent.back());
  }

  /** Asks for the page again; a page that a form made is asked about first, see `Page.needsResubmit`. */
  async reload(options: { readonly resubmit?: boolean } = {}): Promise<void> {
    await this.#settled(this.userAgent.reload(options));
  }

  /** A request beside the tab, as a program would send it with this browser's cookies. Redirects stay unfollowed. */
  async send(path: string, init: Pick<FetchInit, "method" | "headers" | "body"> = {}): Promise<void> {
    const request = this.userAgent.fetch(
      this.#resolve(path),
      { ...init, redirect: "manual" },
      { initiator: "script" },
    );
    await this.#settled(
      request.then(async ({ resource, exchange }) => {
        await new Response(resource.body).arrayBuffer();
        await exchange;
      }),
    );
  }

  #resolve(address: string): string {
    const text = address.trim();
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
    if (/^(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?(\/|$)/i.test(text)) return `http://${text}`;
    return this.#options.origin() + (text.startsWith("/") ? text : `/${text}`);
  }

  /** A failure of the network is on the timeline and in the tab already; it is no failure of the bench. */
  async #settled(request: Promise<unknown>): Promise<void> {
    await request.catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== "NetworkError") throw error;
    });
  }
}

function sameCookies(one: readonly JarCookie[], other: readonly JarCookie[]): boolean {
  return one.length === other.length && one.every((cookie, index) => cookie === other[index]);
}
