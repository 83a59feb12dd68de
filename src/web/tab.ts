import * as words from "../words/en/web-errors.ts";
import { carryOutFetch } from "./agent-fetch.ts";
import type { AgentResponse } from "./agent-response.ts";
import { BrowsingHistory, type HistoryEntry } from "./browsing-history.ts";
import { badAddress, readFetchRequest } from "./fetch-request.ts";
import { requestOfForm } from "./form-request.ts";
import { framingRefusal } from "./framing.ts";
import { headerValue } from "./http.ts";
import { type Arrival, followNavigation } from "./navigation.ts";
import { NetworkError } from "./network.ts";
import type { Page } from "./page.ts";
import { failedPage, pageOfResponse, resubmitQuestion, staysOnPage, unopenedPage } from "./page-making.ts";
import { DEFAULT_REFERRER_POLICY, type ReferrerPolicy } from "./referrer-policy.ts";
import { sameOrigin } from "./site.ts";
import type { Transport } from "./transport.ts";
import type { UserAgent } from "./user-agent.ts";
import type {
  FetchClient,
  FetchInit,
  FormSubmission,
  FrameOptions,
  HistoryOptions,
  NavigateOptions,
  TabEvent,
} from "./user-agent-options.ts";

/** What a tab has of the user agent that it belongs to. */
export interface TabOwner {
  readonly agent: UserAgent;
  readonly transport: Transport;
  /** Page by page, over all tabs. */
  readonly newDocumentId: () => number;
  readonly tell: (event: TabEvent, tab: Tab) => void;
}

/**
 * One tab of a browser: a page, a history, redirects, forms and `fetch`. Navigations settle with a {@link Page}
 * whatever the network does; they reject only with NetworkError "aborted", when stopped or overtaken by another.
 */
export class Tab {
  /** Unique in its user agent. */
  readonly id: number;
  readonly agent: UserAgent;
  readonly #owner: TabOwner;
  readonly #history = new BrowsingHistory();
  readonly #listeners = new Set<(event: TabEvent) => void>();
  #page: Page | undefined;
  #underWay: AbortController | undefined;

  /** Tabs are made by {@link UserAgent.openTab}. */
  constructor(id: number, owner: TabOwner) {
    this.id = id;
    this.agent = owner.agent;
    this.#owner = owner;
  }

  /** What the tab shows. `undefined` before the first navigation and after {@link clear}. */
  get page(): Page | undefined {
    return this.#page;
  }

  get history(): { readonly entries: readonly HistoryEntry[]; readonly index: number } {
    return { entries: this.#history.entries, index: this.#history.index };
  }

  get canGoBack(): boolean {
    return this.#history.at(-1) !== undefined;
  }

  get canGoForward(): boolean {
    return this.#history.at(1) !== undefined;
  }

  /** Calls back for what the tab goes through; the returned function stops that. */
  onTab(listener: (event: TabEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Opens an address in the tab. A relative one is read from the current page. */
  async navigate(address: string | URL, options: NavigateOptions = {}): Promise<Page> {
    const url = httpAddress(address, this.#page?.url);
    const method = (options.method ?? "GET").toUpperCase();
    if (url === null) {
      this.stop();
      return this.#show(
        unopenedPage(this.#owner.newDocumentId(), String(address), method, badAddress(String(address))),
      );
    }
    const documentUrl = options.documentUrl == null ? options.documentUrl : new URL(options.documentUrl);
    const replace = options.replace === true || this.#isShown(url, method, documentUrl);
    if (this.#isFragmentOnly(url, method, options)) return this.#goToFragment(url, replace);
    const arrival = await this.#request({
      url,
      method,
      headers: options.headers ?? [],
      ...(options.body === undefined ? {} : { body: bytesOf(options.body) }),
      initiator: options.initiator ?? "address",
      ...(documentUrl === undefined ? {} : { documentUrl }),
      referrerPolicy: options.referrerPolicy ?? this.#policyOf(documentUrl),
      userActivated: options.userActivated ?? true,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const contentType = headerValue(options.headers ?? [], "content-type");
    return this.#arrive(arrival, contentType, documentUrl?.href, (entry) =>
      this.#history[replace ? "replace" : "push"](entry),
    );
  }

  /** Sends a form in the tab. `initiator` is "form" unless given. */
  async submit(
    form: FormSubmission,
    options: Omit<NavigateOptions, "method" | "body" | "headers"> = {},
  ): Promise<Page> {
    const { address, ...request } = requestOfForm(form, this.#page?.url);
    return this.navigate(address, { initiator: "form", ...options, ...request });
  }

  /** `undefined` when there is no such entry. See {@link go}. */
  back(options: HistoryOptions = {}): Promise<Page | undefined> {
    return this.go(-1, options);
  }

  forward(options: HistoryOptions = {}): Promise<Page | undefined> {
    return this.go(1, options);
  }

  /** Asks for the current page again. */
  reload(options: HistoryOptions = {}): Promise<Page | undefined> {
    return this.go(0, options);
  }

  /**
   * Moves in the history and asks for that page again; there is no cache. It gets the entry's state, and all entries
   * of its document become entries of the new one. An entry of the document shown is only shown. Without a page to show (no content, a download) it stays where it is. One that a form made is not sent: the page has `needsResubmit`, and `resubmit: true` sends it.
   * `undefined` when there is no such entry. Asked for by a button, the request comes from where the page's first one
   * came from, so that a reload brings no cookie that was withheld then (RFC 6265bis §8.8.5).
   */
  async go(delta: number, options: HistoryOptions = {}): Promise<Page | undefined> {
    const entry = this.#history.at(delta);
    if (entry === undefined) return undefined;
    const shown = this.#page;
    if (delta !== 0 && shown?.documentId === entry.documentId && shown.failure === undefined) {
      this.stop();
      this.#history.go(delta);
      return this.#show({
        ...shown,
        url: entry.url,
        sameDocument: true,
        state: entry.state,
        exchanges: [],
      });
    }
    if (entry.method !== "GET" && options.resubmit !== true) {
      this.stop();
      this.#history.go(delta);
      return this.#show(resubmitQuestion(entry.url, entry.method, this.#owner.newDocumentId()));
    }
    const from = options.byScript === true ? entry.url : entry.documentUrl;
    const documentUrl = from === undefined ? undefined : new URL(from);
    const { posted } = entry;
    const arrival = await this.#request({
      url: new URL(entry.url),
      method: entry.method,
      headers: posted?.contentType === undefined ? [] : [["Content-Type", posted.contentType]],
      ...(posted === undefined ? {} : { body: posted.bytes }),
      initiator: "history",
      ...(documentUrl === undefined ? {} : { documentUrl }),
      referrerPolicy: this.#policyOf(documentUrl),
      userActivated: options.userActivated ?? true,
    });
    // Redirected elsewhere, it is another document, to which the state says nothing.
    const isSame = arrival.url.href === entry.url;
    const keep = (arrived: HistoryEntry) => {
      // The page may have added entries while it waited, and so have moved this one or thrown it away.
      if (this.#history.goTo(entry) || delta === 0) this.#history.replace(arrived);
      else this.#history.push(arrived);
      if (isSame) this.#history.renewDocument(entry.documentId, arrived.documentId);
    };
    const state = isSame ? entry.state : undefined;
    return this.#arrive(arrival, posted?.contentType, entry.documentUrl, keep, state);
  }

  /**
   * `history.pushState` and `replaceState` of the page shown: another entry of the same document. Says whether
   * it was done: the address must be of the page's own origin.
   */
  pushState(address: string, state: unknown, how: "push" | "replace"): boolean {
    const page = this.#page;
    const current = this.#history.current;
    const url = page === undefined ? null : URL.parse(address, page.url);
    if (page === undefined || current === undefined || url === null || !sameOrigin(url, new URL(page.url)))
      return false;
    const { documentUrl } = current;
    this.#history[how]({
      documentId: page.documentId,
      url: url.href,
      method: "GET",
      ...(documentUrl === undefined ? {} : { documentUrl }),
      state,
    });
    this.#show({ ...page, url: url.href, sameDocument: true, state, exchanges: [] });
    return true;
  }

  /** Breaks off the navigation under way, if any; the tab stays where it is. */
  stop(): void {
    this.#underWay?.abort();
    this.#underWay = undefined;
  }

  /**
   * Loads a document for a frame of the page shown. The tab does not change. What may not be shown in a frame
   * (X-Frame-Options) has a `failure`. Rejects with NetworkError "aborted" only.
   */
  async loadFrame(address: string | URL, options: FrameOptions): Promise<Page> {
    const method = (options.method ?? "GET").toUpperCase();
    const ancestors = options.ancestors.map((ancestor) => new URL(ancestor));
    const [parent = null] = ancestors;
    const url = httpAddress(address, parent?.href);
    const documentId = this.#owner.newDocumentId();
    if (url === null) return unopenedPage(documentId, String(address), method, badAddress(String(address)));
    const { documentUrl = parent } = options;
    const signal = options.signal ?? new AbortController().signal;
    const arrival = await followNavigation(this.#owner.transport, {
      url,
      method,
      headers: options.headers ?? [],
      ...(options.body === undefined ? {} : { body: bytesOf(options.body) }),
      initiator: options.initiator ?? "subresource",
      documentUrl: documentUrl === null ? null : new URL(documentUrl),
      frameOf: ancestors,
      referrerPolicy: options.referrerPolicy ?? this.#policyOf(parent),
      userActivated: options.userActivated ?? false,
      signal,
    });
    if (signal.aborted) throw new NetworkError("aborted", words.stoppedBeforeAnswer);
    const { outcome, exchanges } = arrival;
    const refusal =
      "response" in outcome ? framingRefusal(arrival.url, outcome.response.headers, ancestors) : undefined;
    if (refusal === undefined) return this.#pageOf(documentId, arrival);
    const failure = new NetworkError("frame-refused", `${refusal}.`);
    return failedPage(documentId, arrival.url.href, method, failure, exchanges);
  }

  /**
   * A request that does not touch the tab. With a document, every rule that binds a page's script holds (CORS,
   * credentials, forbidden headers). Rejects with NetworkError where fetch rejects with TypeError or AbortError.
   */
  async fetch(address: string | URL, init: FetchInit = {}, client: FetchClient = {}): Promise<AgentResponse> {
    const documentUrl = client.documentUrl === undefined ? undefined : new URL(client.documentUrl);
    const base = documentUrl ?? (this.#page === undefined ? undefined : new URL(this.#page.url));
    const request = readFetchRequest(address, base, init, client, this.#policyOf(documentUrl));
    return carryOutFetch(this.#owner.transport, request);
  }

  /** As new: no history and no page. */
  clear(): void {
    this.stop();
    this.#history.clear();
    this.#page = undefined;
    this.#tell({ kind: "cleared" });
  }

  #policyOf(documentUrl: URL | null | undefined): ReferrerPolicy {
    const page = this.#page;
    return page !== undefined && documentUrl?.href === page.url
      ? page.referrerPolicy
      : DEFAULT_REFERRER_POLICY;
  }

  /** Asked for by the user or by its own origin, the address shown gets no second entry (HTML, "navigate" step 13). */
  #isShown(url: URL, method: string, documentUrl: URL | null | undefined): boolean {
    if (method !== "GET" || url.href !== this.#page?.url || documentUrl === null) return false;
    return documentUrl === undefined || sameOrigin(documentUrl, url);
  }

  #isFragmentOnly(url: URL, method: string, options: NavigateOptions): boolean {
    const page = this.#page;
    if (
      page === undefined ||
      page.status === 0 ||
      method !== "GET" ||
      !url.href.includes("#") ||
      options.headers !== undefined
    )
      return false;
    return withoutFragment(url) === withoutFragment(new URL(page.url));
  }

  #goToFragment(url: URL, replace: boolean): Page {
    const page = this.#page;
    if (page === undefined) throw new TypeError("A fragment needs a page.");
    this.stop();
    const { state: _state, ...current } = this.#history.current ?? { url: "", method: "GET" };
    const entry: HistoryEntry = {
      ...current,
      documentId: page.documentId,
      url: url.href,
      method: current.method,
    };
    this.#history[replace ? "replace" : "push"](entry);
    return this.#show({ ...page, url: url.href, sameDocument: true, state: null, exchanges: [] });
  }

  async #request(
    request: Omit<Parameters<typeof followNavigation>[1], "signal"> & { readonly signal?: AbortSignal },
  ): Promise<Arrival> {
    this.stop();
    const controller = new AbortController();
    this.#underWay = controller;
    const signal =
      request.signal === undefined ? controller.signal : AbortSignal.any([controller.signal, request.signal]);
    this.#tell({ kind: "started", url: request.url.href });
    const arrival = await followNavigation(this.#owner.transport, { ...request, signal });
    const current = this.#underWay === controller;
    if (current) this.#underWay = undefined;
    if (signal.aborted) {
      if (current || this.#underWay === undefined) this.#tell({ kind: "stayed" });
      throw new NetworkError("aborted", words.stoppedBeforeAnswer);
    }
    return arrival;
  }

  #arrive(
    arrival: Arrival,
    contentType: string | undefined,
    documentUrl: string | undefined,
    keep: (entry: HistoryEntry) => void,
    state?: unknown,
  ): Page {
    const { url, method, body } = arrival;
    const documentId = this.#owner.newDocumentId();
    const ofEntry = state === undefined ? {} : { state };
    const page = { ...this.#pageOf(documentId, arrival), ...ofEntry };
    if (staysOnPage(page)) {
      this.#tell({ kind: "stayed", page });
      return page;
    }
    keep({
      documentId,
      url: url.href,
      method,
      ...(body === undefined ? {} : { posted: { contentType, bytes: body } }),
      ...(documentUrl === undefined ? {} : { documentUrl }),
      ...ofEntry,
    });
    return this.#show(page);
  }

  #pageOf(documentId: number, { url, method, outcome, exchanges }: Arrival): Page {
    return "response" in outcome
      ? pageOfResponse(documentId, url, method, outcome.response, outcome.read, exchanges)
      : failedPage(documentId, url.href, method, outcome.failure, exchanges);
  }

  #show(page: Page): Page {
    this.#page = page;
    this.#tell({ kind: "page", page });
    return page;
  }

  #tell(event: TabEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
    this.#owner.tell(event, this);
  }
}

function withoutFragment(url: URL): string {
  return url.href.replace(/#.*$/s, "");
}

/** Without user name and password. `null`: not an address that a browser opens. */
function httpAddress(address: string | URL, base: string | undefined): URL | null {
  const url = URL.parse(address, base);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  url.username = "";
  url.password = "";
  return url;
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}
