import * as words from "../../words/en/web-errors.ts";
import type { Ancestors } from "../embedding.ts";
import { headerValue } from "../http.ts";
import { settled } from "../network.ts";
import type { Page } from "../page.ts";
import { sameOrigin } from "../site.ts";
import type { Tab } from "../tab.ts";
import type { FrameOptions } from "../user-agent-options.ts";
import { type Departure, departureOf } from "./departure.ts";
import type { NamedTarget } from "./frame-messages.ts";
import { policyOf, prepareHtml, type WrittenDocument } from "./html-document.ts";
import { type LineMessage, PageLine } from "./page-line.ts";
import { PageLoader } from "./page-loader.ts";
import { viewOf } from "./plain-views.ts";
import { refreshOf } from "./refresh.ts";
import type { PageConsoleLine } from "./window-state.ts";

/** Frames in one page, those in its frames counted in. */
export const FRAMES_LIMIT = 30;
/** Frames in frames in frames. */
export const FRAME_DEPTH_LIMIT = 5;

/** What frames need of the window that they are in. */
export interface FrameHost {
  readonly tab: Tab;
  /** The text of the bridge, for the documents in frames. */
  readonly bridge: () => Promise<string>;
  readonly report: (url: string, level: PageConsoleLine["level"], text: string) => void;
  /** Follows a link or a form out of the frames: into the address bar, or into a new tab. */
  readonly depart: (departure: Departure, target: "top" | "blank") => void;
  /** How many frames there are; the frames themselves keep it. */
  frames: number;
}

/** The frames of one document: each loads, shows and follows links by itself, as {@link AgentWindow} does for a tab. */
export class ChildFrames {
  readonly #host: FrameHost;
  readonly #line: PageLine;
  readonly #around: ChildFrame | undefined;
  readonly #frames = new Map<number, ChildFrame>();

  /** `line` leads to the document that has the frames; `around` is the frame that this document is in, if any. */
  constructor(host: FrameHost, line: PageLine, around?: ChildFrame) {
    this.#host = host;
    this.#line = line;
    this.#around = around;
  }

  /** Answers the document's messages about its frames. Says whether it was one. */
  receive(message: LineMessage, port: MessagePort | undefined): boolean {
    switch (message.kind) {
      case "frame":
        this.#frame(message.id)?.load(message.url, {
          initiator: "subresource",
          referrerPolicy: message.referrerPolicy || this.#line.referrerPolicy,
        });
        return true;
      case "framed":
        if (port !== undefined) this.#frames.get(message.id)?.write(port);
        return true;
      case "unframed":
        this.#drop(message.id);
        return true;
      default:
        return false;
    }
  }

  /** Lets a link or a form of the document lead to one of its frames, which may be empty as yet. */
  follow(id: number, { address, options }: Departure): void {
    this.#frame(id)?.load(address, options);
  }

  tellCookies(): void {
    for (const frame of this.#frames.values()) frame.tellCookies();
  }

  close(): void {
    for (const id of [...this.#frames.keys()]) this.#drop(id);
  }

  #frame(id: number): ChildFrame | undefined {
    const known = this.#frames.get(id);
    if (known !== undefined) return known;
    const { url, ancestors } = this.#line;
    if (this.#host.frames >= FRAMES_LIMIT || ancestors.length >= FRAME_DEPTH_LIMIT) {
      this.#host.report(url, "error", words.frameLeftEmpty(FRAMES_LIMIT, FRAME_DEPTH_LIMIT));
      return undefined;
    }
    this.#host.frames++;
    const frame = new ChildFrame(this.#host, id, this.#line, this.#around);
    this.#frames.set(id, frame);
    return frame;
  }

  #drop(id: number): void {
    const frame = this.#frames.get(id);
    if (frame === undefined) return;
    frame.close();
    this.#frames.delete(id);
    this.#host.frames--;
  }
}

type Loading = Omit<FrameOptions, "ancestors" | "signal">;

/** One frame. Its document changes; each gets a fresh element, as each page in the address bar does. */
class ChildFrame {
  readonly #host: FrameHost;
  readonly #id: number;
  readonly #parent: PageLine;
  readonly #around: ChildFrame | undefined;
  readonly #ancestors: Ancestors;
  #loading: AbortController | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #shown: { readonly page: Page; readonly line: PageLine; readonly frames: ChildFrames } | undefined;
  /** Loaded, and waiting for the element to be empty. */
  #next: { readonly page: Page; readonly written: WrittenDocument; readonly referrer: string } | undefined;

  constructor(host: FrameHost, id: number, parent: PageLine, around: ChildFrame | undefined) {
    this.#host = host;
    this.#id = id;
    this.#parent = parent;
    this.#around = around;
    this.#ancestors = [new URL(parent.url), ...parent.ancestors];
  }

  /** Overtakes what is on its way. */
  load(address: string, options: Loading): void {
    void settled(this.#load(address, options));
  }

  write(port: MessagePort): void {
    const next = this.#next;
    if (next === undefined) return;
    this.#next = undefined;
    const { page, written, referrer } = next;
    const line = new PageLine({
      tab: this.#host.tab,
      url: page.url,
      ancestors: this.#ancestors,
      referrerPolicy: page.referrerPolicy,
      onMessage: (message, handed) => this.#receive(message, handed),
    });
    this.#shown = { page, line, frames: new ChildFrames(this.#host, line, this) };
    line.attach(port);
    line.say({
      kind: "write",
      html: written.html,
      url: page.url,
      referrer,
      cookie: line.cookie,
      state: null,
      historyLength: this.#host.tab.history.entries.length,
      depth: this.#ancestors.length,
    });
    const refresh = written.refresh ?? refreshOf(page);
    if (refresh === undefined) return;
    this.#refreshTimer = setTimeout(
      () =>
        this.load(refresh.url, {
          initiator: "script",
          documentUrl: page.url,
          referrerPolicy: page.referrerPolicy,
        }),
      refresh.afterMs,
    );
  }

  tellCookies(): void {
    this.#shown?.line.tellCookies();
    this.#shown?.frames.tellCookies();
  }

  close(): void {
    this.#loading?.abort();
    this.#next = undefined;
    this.#leave();
  }

  async #load(address: string, options: Loading): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const { tab } = this.#host;
    const page = await tab.loadFrame(address, {
      ...options,
      ancestors: this.#ancestors,
      signal: loading.signal,
    });
    // No content, or a file to keep: the frame stays as it is.
    if (page.status === 204 || page.status === 205 || page.download !== undefined) return;
    const view = viewOf(page);
    const report = (text: string) => this.#host.report(page.url, "error", text);
    const loader = new PageLoader(tab, page, loading.signal, report, this.#ancestors);
    const written =
      view.kind === "own" ? { html: view.html } : await prepareHtml(view.text, page.url, loader);
    const bridge = await this.#host.bridge();
    if (this.#loading !== loading || loading.signal.aborted) return;
    this.#leave();
    const sent = page.exchanges.at(-1)?.request.headers ?? [];
    this.#next = {
      page: { ...page, ...policyOf(written) },
      written,
      referrer: headerValue(sent, "referer") ?? "",
    };
    this.#parent.say({ kind: "renew", id: this.#id, bridge });
  }

  #leave(): void {
    clearTimeout(this.#refreshTimer);
    this.#shown?.frames.close();
    this.#shown?.line.close();
    this.#shown = undefined;
  }

  #receive(message: LineMessage, port: MessagePort | undefined): void {
    const shown = this.#shown;
    if (shown === undefined || shown.frames.receive(message, port)) return;
    const { page, line } = shown;
    switch (message.kind) {
      case "navigate":
      case "submit":
        this.#lead(shown.frames, departureOf(message, { ...page, url: line.url }));
        return;
      case "cookie":
        line.writeCookie(message.line);
        return;
      case "state": {
        const to = URL.parse(message.url);
        if (to !== null && sameOrigin(to, new URL(line.url))) line.url = to.href;
        return;
      }
      case "go":
        if (message.delta === 0) {
          const { userActivated } = message;
          this.load(line.url, {
            initiator: "script",
            documentUrl: line.url,
            referrerPolicy: page.referrerPolicy,
            userActivated,
          });
        }
        return;
      case "console":
        this.#host.report(line.url, message.level, message.text);
        return;
      case "left":
        this.#host.report(line.url, "error", words.frameWasLeft);
        return;
    }
  }

  #lead(frames: ChildFrames, departure: Departure): void {
    const { target } = departure;
    if (typeof target === "string") this.#follow(departure, target);
    else frames.follow(target.frame, departure);
  }

  #follow(departure: Departure, target: NamedTarget): void {
    if (target === "self") {
      const { address, options } = departure;
      this.load(address, options);
    } else if (target === "parent" && this.#around !== undefined) {
      this.#around.#follow(departure, "self");
    } else {
      this.#host.depart(departure, target === "blank" ? "blank" : "top");
    }
  }
}
