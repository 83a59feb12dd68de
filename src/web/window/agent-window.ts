import { headerValue } from "../http.ts";
import { NetworkError } from "../network.ts";
import { escapedPage } from "../own-pages.ts";
import type { Page } from "../page.ts";
import { refererFor } from "../referrer.ts";
import type { Tab } from "../tab.ts";
import type { UserAgent } from "../user-agent.ts";
import type { NavigateOptions, TabEvent } from "../user-agent-options.ts";
import { offerDownload } from "./download-offer.ts";
import type { FrameMessage } from "./frame-messages.ts";
import { parseRefresh, prepareHtml, type Refresh, type WrittenDocument } from "./html-document.ts";
import { PageFrame } from "./page-frame.ts";
import { PageLoader } from "./page-loader.ts";
import { viewOf } from "./plain-views.ts";
import type { DownloadedFile, PageConsoleLine, WindowState } from "./window-state.ts";

export interface AgentWindowOptions {
  /** Of the static frame page: "/preview/frame.html", with `bridge.js` beside it. */
  readonly frameUrl: string;
  /** The frame's accessible name. Default: "Alice's page", after the user agent. */
  readonly name?: string;
  /** Takes files that the page offers. Default: a note in the container with a link that saves it. */
  readonly onDownload?: (file: DownloadedFile) => void;
}

type Message = Exclude<FrameMessage, { kind: "fetch" | "abort" | "more" }>;

/**
 * Shows a user agent's tab in an element of the page. It follows the tab, whoever navigates it: this window, the
 * page's own links, or anybody with the user agent. A learner's page runs in an opaque origin and reaches nothing
 * but the user agent.
 */
export class AgentWindow {
  readonly #container: HTMLElement;
  readonly #tab: Tab;
  readonly #options: AgentWindowOptions;
  readonly #stateListeners = new Set<(state: WindowState) => void>();
  readonly #consoleListeners = new Set<(line: PageConsoleLine) => void>();
  readonly #unsubscribe: readonly (() => void)[];
  #frame: PageFrame | undefined;
  #preparing: AbortController | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #page: Page | undefined;
  #download: (() => void) | undefined;
  #fromFrame = false;
  #state: WindowState = {
    url: "",
    title: "",
    loading: false,
    canGoBack: false,
    canGoForward: false,
    status: 0,
  };

  /** Shows at once what the tab has; of a user agent, the tab that is in front now. The container should have a size of its own. */
  constructor(container: HTMLElement, shown: Tab | UserAgent, options: AgentWindowOptions) {
    const tab = "tab" in shown ? shown.tab : shown;
    this.#container = container;
    this.#tab = tab;
    this.#options = options;
    this.#unsubscribe = [
      tab.onTab((event) => this.#follow(event)),
      tab.agent.jar.onChange(() => this.#tellCookies()),
    ];
    if (tab.page !== undefined) void this.#show(tab.page);
  }

  get state(): WindowState {
    return this.#state;
  }

  /** Opens an address, as typed by the user. Never rejects for what the network does: the tab shows it. */
  async navigate(address: string): Promise<void> {
    await this.#go(() => this.#tab.navigate(address));
  }

  async back(): Promise<void> {
    await this.#go(() => this.#tab.back());
  }

  async forward(): Promise<void> {
    await this.#go(() => this.#tab.forward());
  }

  async reload(): Promise<void> {
    await this.#go(() => this.#tab.reload());
  }

  /** Stops loading; what is shown stays. */
  stop(): void {
    this.#tab.stop();
    this.#preparing?.abort();
    this.#change({ loading: false });
  }

  /** Moves the keyboard focus into the page. */
  focus(): void {
    this.#frame?.element.focus();
  }

  /** Calls back now and after each change; the returned function stops that. */
  onState(listener: (state: WindowState) => void): () => void {
    this.#stateListeners.add(listener);
    listener(this.#state);
    return () => this.#stateListeners.delete(listener);
  }

  /** Calls back for each line the page's scripts write and each error they do not catch. */
  onConsole(listener: (line: PageConsoleLine) => void): () => void {
    this.#consoleListeners.add(listener);
    return () => this.#consoleListeners.delete(listener);
  }

  /** Removes the page from the screen. The user agent lives on. */
  dispose(): void {
    for (const stop of this.#unsubscribe) stop();
    this.#stateListeners.clear();
    this.#consoleListeners.clear();
    this.#empty();
  }

  #empty(): void {
    this.#preparing?.abort();
    this.#preparing = undefined;
    clearTimeout(this.#refreshTimer);
    this.#download?.();
    this.#frame?.remove();
    this.#frame = undefined;
    this.#page = undefined;
    this.#dropIcon();
    this.#change({ url: "", title: "", status: 0, loading: false });
  }

  async #go(request: () => Promise<unknown>): Promise<void> {
    await request().catch((error: unknown) => {
      if (!(error instanceof NetworkError)) throw error;
    });
  }

  #follow(event: TabEvent): void {
    switch (event.kind) {
      case "started":
        this.#change({ loading: true });
        return;
      case "stayed":
        this.#change({ loading: false });
        if (event.page?.download !== undefined) this.#offer(event.page, event.page.download.filename);
        return;
      case "cleared":
        this.#empty();
        return;
      case "page":
        if (event.page.sameDocument === true && this.#frame !== undefined) this.#move(event.page);
        else void this.#show(event.page);
        return;
    }
  }

  /** The address changed, the document stays. The frame knows already when it asked for it. */
  #move(page: Page): void {
    const frame = this.#frame;
    this.#page = page;
    if (frame !== undefined) frame.url = page.url;
    this.#change({ url: page.url, loading: false });
    if (this.#fromFrame) return;
    const historyLength = this.#tab.history.entries.length;
    frame?.say({ kind: "moved", url: page.url, state: page.state ?? null, historyLength });
  }

  async #show(page: Page): Promise<void> {
    this.#preparing?.abort();
    clearTimeout(this.#refreshTimer);
    this.#download?.();
    const preparing = new AbortController();
    this.#preparing = preparing;
    this.#page = page;
    this.#change({ url: page.url, title: page.url, status: page.status, loading: true });
    const written = await this.#prepare(page, preparing.signal);
    if (this.#preparing !== preparing) return;

    const before = this.#frame;
    const focused = before !== undefined && document.activeElement === before.element;
    const frame = new PageFrame({
      container: this.#container,
      tab: this.#tab,
      frameUrl: this.#options.frameUrl,
      name: this.#options.name ?? `${this.#tab.agent.name}'s page`,
      url: page.url,
      onMessage: (message) => this.#receive(frame, message),
    });
    this.#frame = frame;
    before?.remove();
    await frame.write({
      html: written.html,
      url: page.url,
      referrer: this.#referrerOf(page),
      cookie: this.#tab.agent.jar.readFromScript(new URL(page.url)),
      state: page.state ?? null,
      historyLength: this.#tab.history.entries.length,
    });
    if (this.#frame !== frame) return;
    if (focused) frame.element.focus();
    const { icon } = written;
    this.#state = { ...this.#state, ...(icon === undefined ? {} : { icon }) };
    if (icon === undefined) this.#dropIcon();
    this.#change({});
    this.#refreshLater(page, written.refresh ?? parseRefresh(headerValue(page.headers, "refresh"), page.url));
  }

  async #prepare(page: Page, signal: AbortSignal): Promise<WrittenDocument> {
    const view = viewOf(page);
    if (view.kind === "own") return { html: view.html };
    const report = (text: string) => this.#write(page.url, "error", text);
    return prepareHtml(view.text, page.url, new PageLoader(this.#tab, page.url, signal, report));
  }

  #referrerOf(page: Page): string {
    const from = this.#tab.history.entries[this.#tab.history.index]?.documentUrl;
    return from === undefined
      ? ""
      : (refererFor(new URL(from), new URL(page.url), page.referrerPolicy) ?? "");
  }

  #refreshLater(page: Page, refresh: Refresh | undefined): void {
    if (refresh === undefined) return;
    this.#refreshTimer = setTimeout(() => {
      const options: NavigateOptions = {
        initiator: "script",
        documentUrl: page.url,
        userActivated: false,
        replace: true,
      };
      void this.#go(() => this.#tab.navigate(refresh.url, options));
    }, refresh.afterMs);
  }

  #receive(frame: PageFrame, message: Message): void {
    const page = this.#page;
    if (frame !== this.#frame || page === undefined) return;
    const from = { documentUrl: page.status === 0 ? null : page.url, referrerPolicy: page.referrerPolicy };
    switch (message.kind) {
      case "navigate": {
        const { url, by, replace, userActivated } = message;
        void this.#go(() => this.#tab.navigate(url, { ...from, initiator: by, replace, userActivated }));
        return;
      }
      case "submit": {
        if (page.needsResubmit === true) {
          void this.#go(() => this.#tab.reload({ resubmit: true }));
          return;
        }
        const { action, method, encoding, entries, userActivated } = message;
        void this.#go(() =>
          this.#tab.submit({ action, method, encoding, entries }, { ...from, userActivated }),
        );
        return;
      }
      case "cookie": {
        const { verdict, reason } = this.#tab.agent.jar.writeFromScript(message.line, new URL(page.url));
        if (verdict === "refused")
          this.#write(page.url, "warn", `document.cookie: ${message.line.slice(0, 200)} was ${reason}.`);
        this.#tellCookies();
        return;
      }
      case "state":
        this.#fromFrame = true;
        try {
          this.#tab.pushState(message.url, message.state, message.how);
        } finally {
          this.#fromFrame = false;
        }
        return;
      case "go":
        void this.#go(() => this.#tab.go(message.delta, { byScript: message.delta === 0 }));
        return;
      case "title":
        this.#change({ title: message.title === "" ? page.url : message.title });
        return;
      case "console":
        this.#write(page.url, message.level, message.text);
        return;
      case "loaded":
        this.#change({ loading: false });
        return;
      case "left":
        this.#write(page.url, "error", "A script changed the address in a way this window cannot follow.");
        this.#showOwn(page, escapedPage(page.url));
        return;
    }
  }

  #showOwn(page: Page, html: string): void {
    const bytes = new TextEncoder().encode(html);
    void this.#show({ ...page, status: 0, contentType: "text/html", text: html, bytes, headers: [] });
  }

  #offer(page: Page, filename: string): void {
    const file = { filename, contentType: page.contentType, bytes: page.bytes };
    this.#download?.();
    if (this.#options.onDownload === undefined) this.#download = offerDownload(this.#container, file);
    else this.#options.onDownload(file);
  }

  #tellCookies(): void {
    const page = this.#page;
    if (page === undefined || this.#frame === undefined) return;
    this.#frame.say({ kind: "cookie", cookie: this.#tab.agent.jar.readFromScript(new URL(page.url)) });
  }

  #write(url: string, level: PageConsoleLine["level"], text: string): void {
    for (const listener of [...this.#consoleListeners]) listener({ level, text, url });
  }

  #dropIcon(): void {
    const { icon: _icon, ...state } = this.#state;
    this.#state = state;
  }

  #change(change: Partial<WindowState>): void {
    const { canGoBack, canGoForward } = this.#tab;
    this.#state = { ...this.#state, ...change, canGoBack, canGoForward };
    for (const listener of [...this.#stateListeners]) listener(this.#state);
  }
}
