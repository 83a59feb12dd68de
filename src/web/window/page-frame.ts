import type { HeaderPair } from "../http.ts";
import { NetworkError } from "../network.ts";
import type { Tab } from "../tab.ts";
import { CHUNKS_AHEAD, type FrameMessage, readFrameMessage, type WindowMessage } from "./frame-messages.ts";

/** Requests of one page at once. */
export const REQUESTS_LIMIT = 64;

type Request = Extract<FrameMessage, { kind: "fetch" }>;

export interface PageFrameOptions {
  readonly container: HTMLElement;
  readonly tab: Tab;
  /** Of the static frame page. */
  readonly frameUrl: string;
  /** The frame's accessible name. */
  readonly name: string;
  /** The page's address when it is written. */
  readonly url: string;
  /** Messages that are not requests; those are carried out here. */
  readonly onMessage: (message: Exclude<FrameMessage, { kind: "fetch" | "abort" | "more" }>) => void;
}

/** One document in one opaque-origin frame, and the line to it. */
export class PageFrame {
  readonly element: HTMLIFrameElement;
  readonly #options: PageFrameOptions;
  readonly #underWay = new Map<
    number,
    { readonly abort: AbortController; credit: number; wake: () => void }
  >();
  #port: MessagePort | undefined;
  #url: string;

  constructor(options: PageFrameOptions) {
    this.#options = options;
    this.#url = options.url;
    const element = document.createElement("iframe");
    element.setAttribute("sandbox", "allow-scripts allow-forms allow-modals");
    element.setAttribute("referrerpolicy", "no-referrer");
    element.title = options.name;
    element.src = options.frameUrl;
    element.style.cssText =
      "border: 0; width: 100%; height: 100%; display: block; background: #fff; color-scheme: light";
    this.element = element;
  }

  /** Puts the frame there and writes the document into it. Settles when the bridge has it. */
  async write(message: Omit<Extract<WindowMessage, { kind: "write" }>, "kind">): Promise<void> {
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    this.element.addEventListener("load", () => resolve(), { once: true });
    this.#options.container.append(this.element);
    await ready;
    const { contentWindow } = this.element;
    if (contentWindow === null) return;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(readFrameMessage(data));
    contentWindow.postMessage("keepsake", "*", [port2]);
    this.say({ kind: "write", ...message });
  }

  /** The address changed and the document stays. */
  set url(url: string) {
    this.#url = url;
  }

  say(message: WindowMessage, transfer: Transferable[] = []): void {
    this.#port?.postMessage(message, transfer);
  }

  remove(): void {
    for (const { abort } of this.#underWay.values()) abort.abort();
    this.#underWay.clear();
    this.#port?.close();
    this.#port = undefined;
    this.element.remove();
  }

  #receive(message: FrameMessage | undefined): void {
    if (message === undefined) return;
    switch (message.kind) {
      case "fetch":
        this.#carryOut(message);
        return;
      case "abort":
        this.#underWay.get(message.id)?.abort.abort();
        this.#underWay.delete(message.id);
        return;
      case "more": {
        const request = this.#underWay.get(message.id);
        if (request === undefined) return;
        request.credit = CHUNKS_AHEAD;
        request.wake();
        return;
      }
      default:
        this.#options.onMessage(message);
    }
  }

  async #carryOut(request: Request): Promise<void> {
    const { id } = request;
    if (this.#underWay.size >= REQUESTS_LIMIT || this.#underWay.has(id)) {
      this.say({ kind: "failed", id, message: `A page may have ${REQUESTS_LIMIT} requests at once.` });
      return;
    }
    const abort = new AbortController();
    const state = { abort, credit: CHUNKS_AHEAD, wake: () => {} };
    this.#underWay.set(id, state);
    try {
      const response = await this.#options.tab.fetch(
        request.url,
        {
          method: request.method,
          headers: withoutBlanks(request.headers),
          ...(request.body === undefined ? {} : { body: request.body }),
          credentials: request.credentials,
          mode: request.mode,
          redirect: request.redirect,
          signal: abort.signal,
        },
        {
          documentUrl: this.#url,
          destination: request.destination,
          initiator: request.destination === "empty" ? "fetch" : "subresource",
        },
      );
      const part = request.destination !== "empty";
      const { resource } = response;
      const shownHeaders: readonly HeaderPair[] =
        part && resource.contentType !== undefined
          ? [["Content-Type", resource.contentType]]
          : response.headers;
      this.say({
        kind: "head",
        id,
        type: response.type,
        url: response.url,
        redirected: response.redirected,
        status: part ? resource.status : response.status,
        statusText: response.statusText,
        headers: shownHeaders,
      });
      const body = part ? resource.body : response.body;
      const reader = (body ?? new Blob().stream()).getReader();
      abort.signal.addEventListener("abort", () => void reader.cancel().catch(() => undefined));
      for (;;) {
        if (state.credit === 0) {
          await new Promise<void>((resolve) => {
            state.wake = resolve;
            abort.signal.addEventListener("abort", () => resolve());
          });
        }
        const { done, value } = await reader.read();
        if (done || abort.signal.aborted) break;
        state.credit--;
        const bytes = value.slice();
        this.say({ kind: "chunk", id, bytes }, [bytes.buffer]);
      }
      this.say({ kind: "end", id });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (!abort.signal.aborted) {
        this.say({ kind: "failed", id, message: error.message });
        this.#options.onMessage({
          kind: "console",
          level: "error",
          text: `${request.method} ${request.url} failed. ${error.message}`,
        });
      }
    } finally {
      this.#underWay.delete(id);
    }
  }
}

/** `new Request` gives every body a Content-Type, an empty one too when a Blob has none. */
function withoutBlanks(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  return headers.filter(([name, value]) => value !== "" || name.toLowerCase() !== "content-type");
}
