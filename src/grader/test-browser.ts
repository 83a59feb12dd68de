import type { Exchange } from "../web/exchange.ts";
import type { HeaderPair } from "../web/http.ts";
import type { UserAgent } from "../web/user-agent.ts";
import type { FetchInit } from "../web/user-agent-options.ts";
import { type Answer, answerOf } from "./answer.ts";

/** A browser of a grade test: a user agent with a jar of its own. Redirects are shown, not followed. */
export interface TestBrowser {
  readonly name: string;
  /** `path`: of the first host; or a whole address, "https://shop.test/cart". */
  get(path: string, options?: RequestOptions): Promise<Answer>;
  post(path: string, options?: PostOptions): Promise<Answer>;
  /** What its jar holds under that name, or `undefined`. */
  cookie(name: string): string | undefined;
  /** The whole jar, and whatever else a browser can do. */
  readonly agent: UserAgent;
}

export interface RequestOptions {
  /** Added to what the browser sends. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Follow redirects as a browser does; the answer is the last one. Default false. */
  readonly follow?: boolean;
}

/** At most one of `json`, `form` and `body`. */
export interface PostOptions extends RequestOptions {
  /** Sent as `application/json`, with `Accept: application/json`: a script's call. */
  readonly json?: unknown;
  /** Sent as `application/x-www-form-urlencoded`, with a page's `Accept`: a form's post. */
  readonly form?: Readonly<Record<string, string | number>>;
  /** Sent as it is, with `type` as its Content-Type. */
  readonly body?: string;
  readonly type?: string;
}

const PAGE_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const SHOWN_BODY_CHARACTERS = 120;

export class EngineBrowser implements TestBrowser {
  readonly name: string;
  readonly agent: UserAgent;
  readonly #origin: string;

  /** `origin`: "http://localhost:7148". */
  constructor(agent: UserAgent, origin: string) {
    this.name = agent.name;
    this.agent = agent;
    this.#origin = origin;
  }

  get(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.#ask(path, "GET", undefined, [["Accept", PAGE_ACCEPT]], options);
  }

  post(path: string, options: PostOptions = {}): Promise<Answer> {
    const { json, form, body, type } = options;
    if (form !== undefined) {
      const fields = Object.entries(form).map(([name, value]) => [name, String(value)]);
      const headers: HeaderPair[] = [
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["Accept", PAGE_ACCEPT],
      ];
      return this.#ask(path, "POST", new URLSearchParams(fields).toString(), headers, options);
    }
    const sent = json === undefined ? body : JSON.stringify(json);
    const headers: HeaderPair[] = [["Accept", "application/json"]];
    const contentType = json === undefined ? type : "application/json";
    if (contentType !== undefined) headers.unshift(["Content-Type", contentType]);
    return this.#ask(path, "POST", sent, headers, options);
  }

  cookie(name: string): string | undefined {
    return this.agent.jar.list().find((cookie) => cookie.name === name)?.value;
  }

  async #ask(
    path: string,
    method: string,
    body: string | undefined,
    headers: readonly HeaderPair[],
    options: RequestOptions,
  ): Promise<Answer> {
    const own = Object.entries(options.headers ?? {});
    const replaced = new Set(own.map(([name]) => name.toLowerCase()));
    const init: FetchInit = {
      method,
      headers: [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...own],
      redirect: options.follow ? "follow" : "manual",
      ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }),
    };
    const response = await this.agent.fetch(new URL(path, this.#origin), init);
    const bytes = await response.bytes();
    const exchange: Exchange = await response.exchange;
    return answerOf(exchange, askedAs(method, path, body), bytes);
  }
}

function askedAs(method: string, path: string, body: string | undefined): string {
  if (body === undefined || body === "") return `${method} ${path}`;
  const shown = body.length > SHOWN_BODY_CHARACTERS ? `${body.slice(0, SHOWN_BODY_CHARACTERS)}…` : body;
  return `${method} ${path} ${shown}`;
}
