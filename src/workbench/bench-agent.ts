import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { ATTACKER, type HostPlan } from "../course/setup.ts";
import type { Clock } from "../web/clock.ts";
import type { CookieKey, JarCookie } from "../web/jar-cookie.ts";
import type { Network } from "../web/network.ts";
import type { Page } from "../web/page.ts";
import type { Tab } from "../web/tab.ts";
import type { UserAgent } from "../web/user-agent.ts";
import type { FetchInit, TabEvent } from "../web/user-agent-options.ts";
import type { Timeline } from "./timeline.ts";
import { typedAddress } from "./typed-address.ts";

export interface BenchAgentOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly timeline: Timeline;
  /** The hosts that there are: an address without a scheme gets theirs. */
  readonly hosts: readonly HostPlan[];
  /** Where its addresses begin: "http://localhost:7148". */
  readonly origin: () => string;
  /** Whose private window it is. Absent: a browser of its own. */
  readonly privateOf?: BenchAgent;
}

/** What a browser knows that closing it forgets. */
export interface AgentMemory {
  readonly cookies: readonly JarCookie[];
  /** The addresses of its tabs, in order. */
  readonly tabs: readonly string[];
}

/** A tab as the screen shows it. */
export interface TabView {
  readonly tab: Tab;
  /** `undefined` before the first address. */
  readonly page: Page | undefined;
  /** A navigation is under way. */
  readonly loading: boolean;
}

/**
 * One browser on the bench: a user agent whose jar and tabs can be watched, and whose exchanges are kept. Its code
 * (and the list of public suffixes in it) is fetched when it is first needed.
 */
export class BenchAgent {
  readonly name: string;
  /** Shown in red. */
  readonly isAttacker: boolean;
  readonly privateOf: BenchAgent | undefined;
  /** What the tab in front shows; `undefined` before the first address. */
  readonly page: ReadonlySignal<Page | undefined>;
  /** Whether a navigation is under way in the tab in front. */
  readonly loading: ReadonlySignal<boolean>;
  readonly #options: BenchAgentOptions;
  readonly #userAgent = signal<UserAgent | undefined>(undefined);
  readonly #cookies = signal<readonly JarCookie[]>([]);
  readonly #tabs = signal<readonly TabView[]>([]);
  readonly #front = signal<Tab | undefined>(undefined);
  #loaded: Promise<UserAgent> | undefined;

  constructor(name: string, options: BenchAgentOptions) {
    this.name = name;
    this.privateOf = options.privateOf;
    this.isAttacker = (options.privateOf?.name ?? name) === ATTACKER;
    this.#options = options;
    const front = computed(() => this.#tabs.value.find(({ tab }) => tab === this.#front.value));
    this.page = computed(() => front.value?.page);
    this.loading = computed(() => front.value?.loading ?? false);
  }

  /** The browser itself; `undefined` until {@link load} has settled for the first time. */
  get userAgent(): ReadonlySignal<UserAgent | undefined> {
    return this.#userAgent;
  }

  /** Its tabs, in the order of the screen. Empty until {@link load} has settled; then there is always one. */
  get tabs(): ReadonlySignal<readonly TabView[]> {
    return this.#tabs;
  }

  /** The tab in front. */
  get front(): ReadonlySignal<Tab | undefined> {
    return this.#front;
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
    const { timeline, privateOf } = this.#options;
    const made =
      privateOf === undefined ? await this.#newUserAgent() : (await privateOf.load()).openPrivate();
    made.onExchange((exchange) => timeline.addExchange(exchange, this.#cookies.peek()));
    made.onTabs(() => this.#lookAtTabs(made));
    made.onTab((event, tab) => this.#follow(event, tab));
    made.jar.onChange(() => this.refresh());
    batch(() => {
      this.#userAgent.value = made;
      this.#lookAtTabs(made);
    });
    return made;
  }

  async #newUserAgent(): Promise<UserAgent> {
    const { UserAgent } = await import("../web/user-agent.ts");
    const { network, clock } = this.#options;
    return new UserAgent({ name: this.name, network, clock });
  }

  #lookAtTabs({ tabs, tab: front }: UserAgent): void {
    const known = this.#tabs.peek();
    batch(() => {
      this.#front.value = front;
      this.#tabs.value = tabs.map(
        (tab) => known.find((view) => view.tab === tab) ?? { tab, page: tab.page, loading: false },
      );
    });
  }

  #follow(event: TabEvent, tab: Tab): void {
    const loading = event.kind === "started";
    this.#tabs.value = this.#tabs
      .peek()
      .map((view) => (view.tab === tab ? { tab, page: tab.page, loading } : view));
  }

  /** What the jar holds, as of its last change; see {@link refresh}. */
  get cookies(): ReadonlySignal<readonly JarCookie[]> {
    return this.#cookies;
  }

  /** Looks into the jar again: time may have passed over a cookie. */
  refresh(): void {
    const cookies = this.#userAgent.peek()?.jar.list() ?? [];
    if (!sameCookies(cookies, this.#cookies.peek())) this.#cookies.value = cookies;
  }

  /**
   * Opens, in the tab in front, what stands in an address field: a path of the learner's server, or a whole address.
   * Settles when the page is there or has failed; one that is stopped or overtaken settles too.
   */
  async open(address: string): Promise<void> {
    await this.#settled((agent) => agent.navigate(this.#resolve(address)));
  }

  async back(): Promise<void> {
    await this.#settled((agent) => agent.back());
  }

  async forward(): Promise<void> {
    await this.#settled((agent) => agent.forward());
  }

  /** Asks for the page again; a page that a form made is asked about first, see `Page.needsResubmit`. */
  async reload(options: { readonly resubmit?: boolean } = {}): Promise<void> {
    await this.#settled((agent) => agent.reload(options));
  }

  /** Opens an empty tab in front. Rejects, with a sentence, when there are too many. */
  async openTab(): Promise<void> {
    (await this.load()).openTab();
  }

  /**
   * Closes a tab; the last one leaves an empty one. Answers how to open it again, which asks for its page anew;
   * `undefined` when it showed none.
   */
  closeTab(tab: Tab): (() => Promise<void>) | undefined {
    const address = tab.page?.url;
    this.#userAgent.peek()?.closeTab(tab);
    if (address === undefined) return undefined;
    return async () => {
      await this.openTab();
      await this.open(address);
    };
  }

  /** What {@link putBack} needs to make the browser be as it is now. */
  memory(): AgentMemory {
    const tabs = this.#tabs.peek().flatMap(({ page }) => page?.url ?? []);
    return { cookies: this.#userAgent.peek()?.jar.list() ?? [], tabs };
  }

  /** Gives a browser that was closed its cookies back, and asks for the pages that it showed. */
  async putBack({ cookies, tabs }: AgentMemory): Promise<void> {
    const { jar } = await this.load();
    for (const cookie of cookies) jar.put(cookie);
    for (const [index, address] of tabs.entries()) {
      if (index > 0) await this.openTab();
      await this.open(address);
    }
  }

  bringToFront(tab: Tab): void {
    this.#userAgent.peek()?.bringToFront(tab);
  }

  /** Closes the browser: tabs go, and what it keeps only until then. A private window forgets everything. */
  quit(): void {
    const { privateOf } = this.#options;
    if (privateOf === undefined) this.#userAgent.peek()?.quit();
    else privateOf.userAgent.peek()?.closePrivate();
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

  /** Writes a cookie into the jar, past all rules. Settles when it is there. */
  async takeCookie(cookie: JarCookie): Promise<void> {
    (await this.load()).jar.put(cookie);
  }

  /** Takes a cookie out of the jar. Absent is fine. */
  deleteCookie(key: CookieKey): void {
    this.#userAgent.peek()?.jar.delete(key);
  }

  #resolve(address: string): string {
    return typedAddress(address, this.#options.origin(), this.#options.hosts);
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
