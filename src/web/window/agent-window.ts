import * as words from "../../words/en/web-errors.ts";
import { settled } from "../network.ts";
import { escapedPage } from "../own-pages.ts";
import type { Page } from "../page.ts";
import { refererFor } from "../referrer.ts";
import type { Tab } from "../tab.ts";
import type { UserAgent } from "../user-agent.ts";
import type { NavigateOptions, TabEvent } from "../user-agent-options.ts";
import { ChildFrames, type FrameHost } from "./child-frames.ts";
import { type Departure, departureOf } from "./departure.ts";
import { offerDownload } from "./download-offer.ts";
import { policyOf, prepareHtml, type WrittenDocument } from "./html-document.ts";
import { PageFrame } from "./page-frame.ts";
import { type LineMessage, PageLine } from "./page-line.ts";
import { PageLoader } from "./page-loader.ts";
import { viewOf } from "./plain-views.ts";
import { LONGEST_WAIT_MS, type Refresh, refreshOf } from "./refresh.ts";
import { TabDepartures } from "./tab-departures.ts";
import type { DownloadedFile, PageConsoleLine, WindowState } from "./window-state.ts";

export interface AgentWindowOptions {
  /** Of the static frame page: "/preview/frame.html", with `bridge.js` beside it. */
  readonly frameUrl: string;
  /** The frame's accessible name. Default: "Alice's page", after the user agent. */
  readonly name?: string;
  /**
   * Where a link with `target="_blank"`, `window.open` and a middle click lead. "tab": to a new tab of the user agent, for
   * one who shows its tabs. Default "here".
   */
  readonly newTabs?: "tab" | "here";
  /** Takes files that the page offers. Default: a note in the container with a link that saves it. */
  readonly onDownload?: (file: DownloadedFile) => void;
}

/** A document on the screen, or about to be written there. */
interface Shown {
  readonly frame: PageFrame;
  readonly frames: ChildFrames;
  /** Only its address and state change. */
  page: Page;
}

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
  readonly #host: FrameHost;
  readonly #departures: TabDepartures;
  /** While the tab's next page is prepared, still the document before it. */
  #shown: Shown | undefined;
  #bridge: Promise<string> | undefined;
  #preparing: AbortController | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #expiryTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the tab has, shown or being prepared. */
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
    this.#departures = new TabDepartures({
      tab,
      newTabs: options.newTabs ?? "here",
      warn: (page, text) => this.#write(page.url, "warn", text),
    });
    this.#host = {
      tab,
      frames: 0,
      bridge: () => this.#bridgeText(),
      report: (url, level, text) => this.#write(url, level, text),
      depart: (departure, target) => {
        if (this.#shown !== undefined && this.#isCurrent(this.#shown))
          this.#departures.followFromFrame(this.#shown.page, departure, target);
      },
    };
    this.#unsubscribe = [
      tab.onTab((event) => this.#follow(event)),
      tab.agent.jar.onChange(() => this.#tellCookies()),
      tab.agent.clock.onMove?.(() => this.#tellCookies()) ?? (() => undefined),
    ];
    if (tab.page !== undefined) void this.#show(tab.page);
  }

  get state(): WindowState {
    return this.#state;
  }

  /** Opens an address, as typed by the user. Never rejects for what the network does: the tab shows it. */
  async navigate(address: string): Promise<void> {
    await settled(this.#tab.navigate(address));
  }

  async back(): Promise<void> {
    await settled(this.#tab.back());
  }

  async forward(): Promise<void> {
    await settled(this.#tab.forward());
  }

  async reload(): Promise<void> {
    await settled(this.#tab.reload());
  }

  /** Stops loading; what is shown stays. */
  stop(): void {
    this.#tab.stop();
    this.#preparing?.abort();
    this.#change({ loading: false });
  }

  /** Moves the keyboard focus into the page. */
  focus(): void {
    this.#shown?.frame.element.focus();
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
    this.#remove();
    this.#page = undefined;
    this.#dropIcon();
    this.#change({ url: "", title: "", status: 0, loading: false });
  }

  #remove(): void {
    clearTimeout(this.#expiryTimer);
    this.#shown?.frames.close();
    this.#shown?.frame.remove();
    this.#shown = undefined;
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
        if (event.page.sameDocument === true && event.page.documentId === this.#page?.documentId)
          this.#move(event.page);
        else void this.#show(event.page);
        return;
    }
  }

  /** The address changed, the document stays. The frame knows already when it asked for it. */
  #move(page: Page): void {
    this.#page = page;
    const shown = this.#shown;
    if (shown === undefined || !this.#isCurrent(shown)) {
      this.#change({ url: page.url });
      return;
    }
    shown.page = { ...page, referrerPolicy: shown.page.referrerPolicy };
    shown.frame.line.url = page.url;
    this.#change({ url: page.url, loading: false });
    if (this.#fromFrame) return;
    const historyLength = this.#tab.history.entries.length;
    shown.frame.line.say({ kind: "moved", url: page.url, state: page.state ?? null, historyLength });
  }

  /** The tab shows this very document. One that it has left speaks for nobody any more. */
  #isCurrent({ page }: Shown): boolean {
    return page.documentId === this.#page?.documentId;
  }

  async #show(arrived: Page): Promise<void> {
    this.#preparing?.abort();
    clearTimeout(this.#refreshTimer);
    this.#download?.();
    const preparing = new AbortController();
    this.#preparing = preparing;
    this.#page = arrived;
    this.#change({ url: arrived.url, title: arrived.url, status: arrived.status, loading: true });
    const written = await this.#prepare(arrived, preparing.signal);
    if (this.#preparing !== preparing) return;

    // Its address may have got a fragment meanwhile.
    const page = { ...(this.#page ?? arrived), ...policyOf(written) };
    const focused = this.#shown !== undefined && document.activeElement === this.#shown.frame.element;
    const line = new PageLine({
      tab: this.#tab,
      url: page.url,
      ancestors: [],
      referrerPolicy: page.referrerPolicy,
      onMessage: (message, port) => this.#receive(shown, message, port),
    });
    const frame = new PageFrame({
      container: this.#container,
      frameUrl: this.#options.frameUrl,
      name: this.#options.name ?? `${this.#tab.agent.name}'s page`,
      line,
    });
    const shown: Shown = { frame, frames: new ChildFrames(this.#host, line), page };
    this.#remove();
    this.#shown = shown;
    this.#awaitExpiry();
    await frame.write({
      html: written.html,
      url: page.url,
      referrer: this.#referrerOf(page),
      cookie: line.cookie,
      state: page.state ?? null,
      historyLength: this.#tab.history.entries.length,
      depth: 0,
    });
    if (this.#shown !== shown) return;
    if (focused) frame.element.focus();
    const { icon } = written;
    this.#state = { ...this.#state, ...(icon === undefined ? {} : { icon }) };
    if (icon === undefined) this.#dropIcon();
    this.#change({});
    this.#refreshLater(page, written.refresh ?? refreshOf(page));
  }

  async #prepare(page: Page, signal: AbortSignal): Promise<WrittenDocument> {
    const view = viewOf(page);
    if (view.kind === "own") return { html: view.html };
    const report = (text: string) => this.#write(page.url, "error", text);
    return prepareHtml(view.text, page.url, new PageLoader(this.#tab, page, signal, report));
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
        referrerPolicy: page.referrerPolicy,
        replace: true,
      };
      void settled(this.#tab.navigate(refresh.url, options));
    }, refresh.afterMs);
  }

  #lead({ page, frames }: Shown, departure: Departure): void {
    const { target } = departure;
    if (typeof target === "string") this.#departures.follow(page, departure, target);
    else frames.follow(target.frame, departure);
  }

  #bridgeText(): Promise<string> {
    const url = new URL("bridge.js", new URL(this.#options.frameUrl, document.baseURI));
    this.#bridge ??= fetch(url).then((response) => response.text());
    return this.#bridge;
  }

  #receive(shown: Shown, message: LineMessage, port: MessagePort | undefined): void {
    if (shown !== this.#shown || shown.frames.receive(message, port)) return;
    const { page, frame } = shown;
    switch (message.kind) {
      case "cookie":
        frame.line.writeCookie(message.line);
        return;
      case "console":
        this.#write(page.url, message.level, message.text);
        return;
    }
    if (!this.#isCurrent(shown)) return;
    switch (message.kind) {
      case "submit":
        if (page.needsResubmit === true) void settled(this.#tab.reload({ resubmit: true }));
        else this.#lead(shown, departureOf(message, page));
        return;
      case "navigate":
        this.#lead(shown, departureOf(message, page));
        return;
      case "state":
        this.#fromFrame = true;
        try {
          this.#tab.pushState(message.url, message.state, message.how);
        } finally {
          this.#fromFrame = false;
        }
        return;
      case "go": {
        const { delta, userActivated } = message;
        void settled(this.#tab.go(delta, { byScript: delta === 0, userActivated }));
        return;
      }
      case "title":
        this.#change({ title: message.title === "" ? page.url : message.title });
        return;
      case "loaded":
        this.#change({ loading: false });
        return;
      case "left":
        this.#write(page.url, "error", words.pageWasLeft);
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
    this.#shown?.frame.line.tellCookies();
    this.#shown?.frames.tellCookies();
    this.#awaitExpiry();
  }

  /** `document.cookie` tells of a cookie no longer than it lives. */
  #awaitExpiry(): void {
    clearTimeout(this.#expiryTimer);
    const { jar, clock } = this.#tab.agent;
    const expiryMs = this.#shown === undefined ? undefined : jar.nextExpiryMs;
    if (expiryMs === undefined) return;
    const waitMs = Math.min(expiryMs - clock.nowMs(), LONGEST_WAIT_MS);
    this.#expiryTimer = setTimeout(() => this.#tellCookies(), waitMs);
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
