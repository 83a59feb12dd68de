import * as words from "../../words/en/web-errors.ts";
import type { Ancestors } from "../embedding.ts";
import type { HeaderPair } from "../http.ts";
import { NetworkError } from "../network.ts";
import type { ReferrerPolicy } from "../referrer-policy.ts";
import type { Tab } from "../tab.ts";
import { CHUNKS_AHEAD, type FrameMessage, readFrameMessage, type WindowMessage } from "./frame-messages.ts";

/** Requests of one page at once; the others wait. */
export const REQUESTS_LIMIT = 64;
/** Requests of one page that wait. */
export const WAITING_LIMIT = 1000;

type Request = Extract<FrameMessage, { kind: "fetch" }>;

/** A message that the line does not answer itself. */
export type LineMessage = Exclude<FrameMessage, { kind: "fetch" | "abort" | "more" }>;

export interface PageLineOptions {
  readonly tab: Tab;
  /** The document's address when it is written. */
  readonly url: string;
  /** The documents around it. */
  readonly ancestors: Ancestors;
  /** The document's own. */
  readonly referrerPolicy: ReferrerPolicy;
  /** Messages that are not requests; those are carried out here. `port` came with it, if any did. */
  readonly onMessage: (message: LineMessage, port: MessagePort | undefined) => void;
}

/** The line to one document in a frame: what it asks for goes to the user agent, in the document's own name. */
export class PageLine {
  readonly ancestors: Ancestors;
  readonly referrerPolicy: ReferrerPolicy;
  readonly #options: PageLineOptions;
  readonly #underWay = new Map<
    number,
    { readonly abort: AbortController; credit: number; wake: () => void }
  >();
  /** By their ids, in the order in which they came. */
  readonly #waiting = new Map<number, Request>();
  #port: MessagePort | undefined;
  #url: string;

  constructor(options: PageLineOptions) {
    this.#options = options;
    this.ancestors = options.ancestors;
    this.referrerPolicy = options.referrerPolicy;
    this.#url = options.url;
  }

  get url(): string {
    return this.#url;
  }

  /** The address changed and the document stays. */
  set url(url: string) {
    this.#url = url;
  }

  /** Once: the window's end of the line. */
  attach(port: MessagePort): void {
    this.#port = port;
    port.onmessage = ({ data, ports }: MessageEvent<unknown>) =>
      this.#receive(readFrameMessage(data), ports[0]);
  }

  /** `document.cookie` as this document may read it now. */
  get cookie(): string {
    const url = URL.parse(this.#url);
    return url === null ? "" : this.#options.tab.agent.jar.readFromScript(url, this.ancestors);
  }

  tellCookies(): void {
    this.say({ kind: "cookie", cookie: this.cookie });
  }

  /** What the document assigned to `document.cookie`. */
  writeCookie(line: string): void {
    const { jar } = this.#options.tab.agent;
    const { verdict, reason } = jar.writeFromScript(line, new URL(this.#url), this.ancestors);
    if (verdict === "refused") {
      const text = words.scriptCookieRefused(line.slice(0, 200), reason);
      this.#options.onMessage({ kind: "console", level: "warn", text }, undefined);
    }
    this.tellCookies();
  }

  say(message: WindowMessage, transfer: Transferable[] = []): void {
    this.#port?.postMessage(message, transfer);
  }

  /** Breaks off what is under way. */
  close(): void {
    for (const { abort } of this.#underWay.values()) abort.abort();
    this.#underWay.clear();
    this.#waiting.clear();
    this.#port?.close();
    this.#port = undefined;
  }

  #receive(message: FrameMessage | undefined, port: MessagePort | undefined): void {
    if (message === undefined) return;
    switch (message.kind) {
      case "fetch":
        this.#take(message);
        return;
      case "abort":
        this.#waiting.delete(message.id);
        this.#underWay.get(message.id)?.abort.abort();
        return;
      case "more": {
        const request = this.#underWay.get(message.id);
        if (request === undefined) return;
        request.credit = CHUNKS_AHEAD;
        request.wake();
        return;
      }
      default:
        this.#options.onMessage(message, port);
    }
  }

  #take(request: Request): void {
    const { id } = request;
    if (this.#underWay.has(id) || this.#waiting.has(id)) return;
    if (this.#underWay.size < REQUESTS_LIMIT) void this.#carryOut(request);
    else if (this.#waiting.size < WAITING_LIMIT) this.#waiting.set(id, request);
    else this.say({ kind: "failed", id, message: words.tooManyRequests(REQUESTS_LIMIT, WAITING_LIMIT) });
  }

  #takeWaiting(): void {
    const [next] = this.#waiting.values();
    if (next === undefined || this.#port === undefined) return;
    this.#waiting.delete(next.id);
    void this.#carryOut(next);
  }

  async #carryOut(request: Request): Promise<void> {
    const { id } = request;
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
          referrer: request.referrer,
          referrerPolicy: request.referrerPolicy || this.referrerPolicy,
          signal: abort.signal,
        },
        {
          documentUrl: this.#url,
          ancestors: this.ancestors,
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
        this.#options.onMessage(
          {
            kind: "console",
            level: "error",
            text: words.requestFailed(request.method, request.url, error.message),
          },
          undefined,
        );
      }
    } finally {
      this.#underWay.delete(id);
      this.#takeWaiting();
    }
  }
}

/** `new Request` gives every body a Content-Type, an empty one too when a Blob has none. */
function withoutBlanks(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  return headers.filter(([name, value]) => value !== "" || name.toLowerCase() !== "content-type");
}
