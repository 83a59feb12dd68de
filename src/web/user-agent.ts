import type { AgentResponse } from "./agent-response.ts";
import type { Clock } from "./clock.ts";
import { CookieJar } from "./cookie-jar.ts";
import type { Exchange } from "./exchange.ts";
import type { Page } from "./page.ts";
import { Tab } from "./tab.ts";
import { Transport } from "./transport.ts";
import type {
  FetchClient,
  FetchInit,
  FormSubmission,
  HistoryOptions,
  NavigateOptions,
  TabEvent,
  UserAgentOptions,
} from "./user-agent-options.ts";

/** Tabs of one browser at once. */
export const TAB_LIMIT = 20;

/**
 * A browser without a screen: a cookie jar and tabs that share it. Pure: it runs in a page, in a Worker and in Node.
 * There is always a tab; what is asked of the browser itself (`navigate`, `page`, …) is asked of the one in front.
 */
export class UserAgent {
  readonly name: string;
  readonly jar: CookieJar;
  readonly clock: Clock;
  /** Its jar dies with it; see {@link openPrivate}. */
  readonly isPrivate: boolean;
  readonly #options: UserAgentOptions;
  readonly #transport: Transport;
  readonly #exchangeListeners = new Set<(exchange: Exchange) => void>();
  readonly #tabListeners = new Set<(event: TabEvent, tab: Tab) => void>();
  readonly #tabsListeners = new Set<() => void>();
  #tabs: readonly Tab[];
  #front: Tab;
  #tabsMade = 0;
  #documents = 0;
  #private: UserAgent | undefined;

  constructor(options: UserAgentOptions) {
    this.name = options.name;
    this.clock = options.clock;
    this.isPrivate = options.isPrivate ?? false;
    this.jar = options.jar ?? new CookieJar(options.clock, options.cookiePolicy);
    this.#options = options;
    this.#transport = new Transport({
      agent: options.name,
      machine: options.machine ?? options.name,
      network: options.network,
      clock: options.clock,
      jar: this.jar,
      onExchange: (exchange) => {
        for (const listener of [...this.#exchangeListeners]) listener(exchange);
      },
    });
    this.#front = this.#makeTab();
    this.#tabs = [this.#front];
  }

  /** From left to right. */
  get tabs(): readonly Tab[] {
    return this.#tabs;
  }

  /** The tab in front. */
  get tab(): Tab {
    return this.#front;
  }

  /**
   * A new, empty tab: at the end, or to the right of the one that opens it. It comes to the front unless `inFront` is
   * false. Throws a RangeError when there are {@link TAB_LIMIT} already.
   */
  openTab(options: { readonly opener?: Tab; readonly inFront?: boolean } = {}): Tab {
    if (this.#tabs.length >= TAB_LIMIT) {
      throw new RangeError(
        `${this.name} has ${TAB_LIMIT} tabs open, and there may be no more. Close one first.`,
      );
    }
    const tab = this.#makeTab();
    const opener = options.opener === undefined ? -1 : this.#tabs.indexOf(options.opener);
    this.#tabs = this.#tabs.toSpliced(opener === -1 ? this.#tabs.length : opener + 1, 0, tab);
    if (options.inFront !== false) this.#front = tab;
    this.#tellTabs();
    return tab;
  }

  /** A tab that is closed already stays where it is. */
  bringToFront(tab: Tab): void {
    if (tab === this.#front || !this.#tabs.includes(tab)) return;
    this.#front = tab;
    this.#tellTabs();
  }

  /** Its neighbour comes to the front. The last tab leaves an empty one. Closing twice does nothing. */
  closeTab(tab: Tab): void {
    const at = this.#tabs.indexOf(tab);
    if (at === -1) return;
    tab.clear();
    const left = this.#tabs.toSpliced(at, 1);
    this.#tabs = left.length === 0 ? [this.#makeTab()] : left;
    if (tab === this.#front) this.#front = this.#tabs[Math.min(at, this.#tabs.length - 1)] ?? this.#front;
    this.#tellTabs();
  }

  /**
   * A private window: a browser of its own on the same network and clock, whose jar begins empty and ends with it. All
   * private windows of a browser share one jar, so this gives the same one until it is closed.
   */
  openPrivate(): UserAgent {
    this.#private ??= new UserAgent({
      name: `${this.name} (private)`,
      machine: this.#options.machine ?? this.name,
      network: this.#options.network,
      clock: this.clock,
      cookiePolicy: this.jar.policy,
      isPrivate: true,
    });
    return this.#private;
  }

  /** The private window that is open, if any. */
  get privateWindow(): UserAgent | undefined {
    return this.#private;
  }

  /** Closes the private window and forgets all that it knew. Without one, nothing happens. */
  closePrivate(): void {
    this.#private?.clear();
    this.#private = undefined;
  }

  /** Ends the browser as its window is closed: tabs and private window go, and cookies without an expiry with them. */
  quit(): void {
    this.closePrivate();
    this.#closeTabs();
    this.#transport.forget();
    if (this.isPrivate) this.jar.clear();
    else this.jar.endBrowserSession();
  }

  /** As new: no cookies, one tab without history and page, no private window. Exchanges go on being told. */
  clear(): void {
    this.closePrivate();
    this.#closeTabs();
    this.#transport.forget();
    this.jar.clear();
  }

  /** Calls back for each exchange, once, when it has ended; the returned function stops that. */
  onExchange(listener: (exchange: Exchange) => void): () => void {
    this.#exchangeListeners.add(listener);
    return () => this.#exchangeListeners.delete(listener);
  }

  /** Calls back for what any of its tabs goes through; the returned function stops that. */
  onTab(listener: (event: TabEvent, tab: Tab) => void): () => void {
    this.#tabListeners.add(listener);
    return () => this.#tabListeners.delete(listener);
  }

  /** Calls back when a tab is opened, closed or brought to the front; the returned function stops that. */
  onTabs(listener: () => void): () => void {
    this.#tabsListeners.add(listener);
    return () => this.#tabsListeners.delete(listener);
  }

  get page(): Page | undefined {
    return this.#front.page;
  }

  get history(): Tab["history"] {
    return this.#front.history;
  }

  get canGoBack(): boolean {
    return this.#front.canGoBack;
  }

  get canGoForward(): boolean {
    return this.#front.canGoForward;
  }

  navigate(address: string | URL, options?: NavigateOptions): Promise<Page> {
    return this.#front.navigate(address, options);
  }

  submit(
    form: FormSubmission,
    options?: Omit<NavigateOptions, "method" | "body" | "headers">,
  ): Promise<Page> {
    return this.#front.submit(form, options);
  }

  back(options?: HistoryOptions): Promise<Page | undefined> {
    return this.#front.back(options);
  }

  forward(options?: HistoryOptions): Promise<Page | undefined> {
    return this.#front.forward(options);
  }

  reload(options?: HistoryOptions): Promise<Page | undefined> {
    return this.#front.reload(options);
  }

  go(delta: number, options?: HistoryOptions): Promise<Page | undefined> {
    return this.#front.go(delta, options);
  }

  pushState(address: string, state: unknown, how: "push" | "replace"): boolean {
    return this.#front.pushState(address, state, how);
  }

  stop(): void {
    this.#front.stop();
  }

  fetch(address: string | URL, init?: FetchInit, client?: FetchClient): Promise<AgentResponse> {
    return this.#front.fetch(address, init, client);
  }

  #makeTab(): Tab {
    return new Tab(++this.#tabsMade, {
      agent: this,
      transport: this.#transport,
      newDocumentId: () => ++this.#documents,
      tell: (event, tab) => {
        for (const listener of [...this.#tabListeners]) listener(event, tab);
      },
    });
  }

  #closeTabs(): void {
    for (const tab of this.#tabs) tab.clear();
    const several = this.#tabs.length > 1;
    this.#tabs = [this.#front];
    if (several) this.#tellTabs();
  }

  #tellTabs(): void {
    for (const listener of [...this.#tabsListeners]) listener();
  }
}
