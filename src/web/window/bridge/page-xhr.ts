import { normalMethod } from "../../request-method.ts";
import type { PageFetch } from "./page-fetch.ts";

const UNSENT = 0;
const OPENED = 1;
const HEADERS_RECEIVED = 2;
const LOADING = 3;
const DONE = 4;

type Handler = ((event: Event) => void) | null;

const eventNames = [
  "loadstart",
  "progress",
  "abort",
  "error",
  "load",
  "timeout",
  "loadend",
  "readystatechange",
] as const;

class XhrEvents extends EventTarget {
  onloadstart: Handler = null;
  onprogress: Handler = null;
  onabort: Handler = null;
  onerror: Handler = null;
  onload: Handler = null;
  ontimeout: Handler = null;
  onloadend: Handler = null;
  onreadystatechange: Handler = null;

  constructor() {
    super();
    for (const name of eventNames)
      this.addEventListener(name, (event) => this[`on${name}`]?.call(this, event));
  }
}

/** `XMLHttpRequest` over the user agent. Asynchronous only: a synchronous one throws and says so. */
export function xhrOver(pageFetch: PageFetch): typeof XhrEvents {
  return class XMLHttpRequest extends XhrEvents {
    static readonly UNSENT = UNSENT;
    static readonly OPENED = OPENED;
    static readonly HEADERS_RECEIVED = HEADERS_RECEIVED;
    static readonly LOADING = LOADING;
    static readonly DONE = DONE;
    readonly UNSENT = UNSENT;
    readonly OPENED = OPENED;
    readonly HEADERS_RECEIVED = HEADERS_RECEIVED;
    readonly LOADING = LOADING;
    readonly DONE = DONE;

    readonly upload = new XhrEvents();
    readyState = UNSENT;
    status = 0;
    statusText = "";
    responseURL = "";
    responseType: XMLHttpRequestResponseType = "";
    timeout = 0;
    withCredentials = false;
    #method = "GET";
    #url = "";
    #headers = new Headers();
    #answer: Headers | undefined;
    #bytes = new Uint8Array();
    #parsed: { readonly value: unknown } | undefined;
    #mimeType: string | undefined;
    #controller: AbortController | undefined;

    open(method: string, url: string | URL, async = true): void {
      if (!async)
        throw new DOMException(
          "A synchronous XMLHttpRequest is not possible in this preview. Use fetch.",
          "InvalidAccessError",
        );
      this.#controller?.abort();
      this.#controller = undefined;
      this.#method = normalMethod(method);
      this.#url = new URL(url, document.baseURI).href;
      this.#headers = new Headers();
      this.#reset();
      this.#become(OPENED);
    }

    setRequestHeader(name: string, value: string): void {
      if (this.readyState !== OPENED) throw new DOMException("Call open() first.", "InvalidStateError");
      this.#headers.append(name, value);
    }

    send(body: Document | XMLHttpRequestBodyInit | null = null): void {
      if (this.readyState !== OPENED) throw new DOMException("Call open() first.", "InvalidStateError");
      const content = body instanceof Document ? new XMLSerializer().serializeToString(body) : body;
      const bodiless = this.#method === "GET" || this.#method === "HEAD" || content === null;
      const controller = new AbortController();
      this.#controller = controller;
      const timer =
        this.timeout > 0 ? setTimeout(() => controller.abort("timeout"), this.timeout) : undefined;
      const request = new Request(this.#url, {
        method: this.#method,
        headers: this.#headers,
        ...(bodiless ? {} : { body: content }),
        credentials: this.withCredentials ? "include" : "same-origin",
        signal: controller.signal,
      });
      this.#tell("loadstart");
      this.#run(request, controller).finally(() => clearTimeout(timer));
    }

    /** Tells of it at once, when something was under way, and leaves the object as new. */
    abort(): void {
      const controller = this.#controller;
      this.#controller = undefined;
      controller?.abort();
      if (controller !== undefined && this.readyState !== DONE) this.#fail("abort");
      if (this.#controller !== undefined || this.readyState !== DONE) return;
      this.#reset();
      this.readyState = UNSENT;
    }

    overrideMimeType(type: string): void {
      this.#mimeType = type;
    }

    getResponseHeader(name: string): string | null {
      return this.#answer?.get(name) ?? null;
    }

    getAllResponseHeaders(): string {
      return [...(this.#answer ?? [])].map(([name, value]) => `${name}: ${value}\r\n`).join("");
    }

    get responseText(): string {
      if (this.responseType !== "" && this.responseType !== "text") {
        throw new DOMException(
          `responseText is not there when responseType is "${this.responseType}".`,
          "InvalidStateError",
        );
      }
      return this.#text();
    }

    get response(): unknown {
      if (this.responseType === "" || this.responseType === "text") return this.#text();
      if (this.readyState !== DONE || this.status === 0) return null;
      this.#parsed ??= { value: this.#parse() };
      return this.#parsed.value;
    }

    get responseXML(): Document | null {
      return this.readyState === DONE && /xml|html/.test(this.#type()) ? this.#document() : null;
    }

    /** A request that another has taken the place of, or that was aborted, has nothing more to tell. */
    async #run(request: Request, controller: AbortController): Promise<void> {
      const isOver = () => this.#controller !== controller;
      try {
        const { head, body } = await pageFetch.send(request, "empty");
        if (isOver()) return;
        this.status = head.status;
        this.statusText = head.statusText;
        this.responseURL = head.url;
        this.#answer = new Headers(head.headers.map(([name, value]): [string, string] => [name, value]));
        this.#become(HEADERS_RECEIVED);
        const bytes = await new Response(body).bytes();
        if (isOver()) return;
        this.#bytes = bytes;
        this.#become(LOADING);
        this.#tell("progress");
        if (isOver()) return;
        this.#become(DONE);
      } catch {
        if (!isOver()) this.#fail(controller.signal.aborted ? "timeout" : "error");
        return;
      }
      this.#tell("load");
      this.#tell("loadend");
    }

    #fail(how: "abort" | "timeout" | "error"): void {
      this.#reset();
      this.#become(DONE);
      this.#tell(how);
      this.#tell("loadend");
    }

    #reset(): void {
      this.status = 0;
      this.statusText = "";
      this.responseURL = "";
      this.#answer = undefined;
      this.#bytes = new Uint8Array();
      this.#parsed = undefined;
    }

    #type(): string {
      return this.#mimeType ?? this.getResponseHeader("content-type") ?? "text/xml";
    }

    #text(): string {
      const charset = /charset=["']?([^"';\s]+)/i.exec(this.#type())?.[1] ?? "utf-8";
      return new TextDecoder(charset).decode(this.#bytes);
    }

    #document(): Document {
      return new DOMParser().parseFromString(
        this.#text(),
        /html/.test(this.#type()) ? "text/html" : "text/xml",
      );
    }

    #parse(): unknown {
      switch (this.responseType) {
        case "arraybuffer":
          return this.#bytes.slice().buffer;
        case "blob":
          return new Blob([this.#bytes], { type: this.#type() });
        case "document":
          return this.#document();
        default:
          try {
            const value: unknown = JSON.parse(this.#text());
            return value;
          } catch {
            return null;
          }
      }
    }

    #become(state: number): void {
      this.readyState = state;
      this.dispatchEvent(new Event("readystatechange"));
    }

    #tell(name: (typeof eventNames)[number]): void {
      const { length } = this.#bytes;
      this.dispatchEvent(
        new ProgressEvent(name, { lengthComputable: length > 0, loaded: length, total: length }),
      );
    }
  };
}
