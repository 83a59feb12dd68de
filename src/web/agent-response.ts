import { decodeText } from "./decode-text.ts";
import type { Exchange } from "./exchange.ts";
import type { HeaderPair } from "./http.ts";
import { headerValue } from "./http.ts";
import type { LiveExchange } from "./live-exchange.ts";
import { parseMediaType } from "./media-type.ts";

export type AgentResponseType = "basic" | "cors" | "opaque" | "opaqueredirect";

/**
 * The answer to {@link UserAgent.fetch}. To a page's script only what its `type` lets it see: no Set-Cookie,
 * and nothing at all when opaque. To a test (no document) the response is as sent. The body is taken once.
 */
export class AgentResponse {
  readonly type: AgentResponseType;
  /** After redirects; empty when opaque. */
  readonly url: string;
  readonly redirected: boolean;
  /** 0 when opaque. */
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
  /** Settles when the body has ended, was cancelled, or failed. */
  readonly exchange: Promise<Exchange>;
  readonly #stream: ReadableStream<Uint8Array>;
  readonly #opaque: boolean;
  readonly #actualStatus: number;
  readonly #contentType: string | undefined;

  constructor(options: {
    readonly type: AgentResponseType;
    readonly url: URL;
    readonly redirected: boolean;
    readonly live: LiveExchange;
    readonly headers: readonly HeaderPair[];
  }) {
    const { live } = options;
    this.type = options.type;
    this.#opaque = this.type === "opaque" || this.type === "opaqueredirect";
    const shown = new URL(options.url);
    shown.hash = "";
    this.url = this.#opaque ? "" : shown.href;
    this.redirected = !this.#opaque && options.redirected;
    this.status = this.#opaque ? 0 : live.response.status;
    this.statusText = this.#opaque ? "" : live.response.statusText;
    this.headers = this.#opaque ? [] : options.headers;
    this.exchange = live.recorded;
    this.#stream = live.stream();
    this.#actualStatus = live.response.status;
    this.#contentType = headerValue(live.response.headers, "content-type");
  }

  /** 200 to 299. */
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  /** `null` when opaque to a script; see {@link resource}. */
  get body(): ReadableStream<Uint8Array> | null {
    return this.#opaque ? null : this.#stream;
  }

  /** For the browser itself, not for scripts: an opaque image can be shown though it cannot be read. */
  get resource(): {
    readonly status: number;
    readonly body: ReadableStream<Uint8Array>;
    readonly contentType: string | undefined;
  } {
    return { status: this.#actualStatus, body: this.#stream, contentType: this.#contentType };
  }

  async bytes(): Promise<Uint8Array> {
    return this.body === null ? new Uint8Array() : new Response(this.body).bytes();
  }

  /** UTF-8, as fetch has it. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async json(): Promise<unknown> {
    const value: unknown = JSON.parse(await this.text());
    return value;
  }

  /** In the charset that the response names, as a browser reads a style sheet or a script. */
  async resourceText(): Promise<string> {
    const { body, contentType } = this.resource;
    return decodeText(await new Response(body).bytes(), parseMediaType(contentType));
  }
}
