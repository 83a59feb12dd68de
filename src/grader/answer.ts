import type { Exchange } from "../web/exchange.ts";
import { headerValue, headerValues } from "../web/http.ts";
import { type Page, parsePage } from "./page.ts";

/** What the program answered to one request of a test's browser. */
export interface Answer {
  readonly status: number;
  /** The body, decoded as UTF-8. */
  readonly text: string;
  /** The first value of that response header (case-insensitive), or `undefined`. */
  header(name: string): string | undefined;
  /** All values of that response header, in order. */
  headers(name: string): string[];
  /** The body as JSON. Fails the test, with the body shown, when it is none. */
  json(): unknown;
  /** The body as an HTML page. */
  readonly page: Page;
  readonly exchange: Exchange;
  /** `POST /cart/add {"product_id":1}`: what was asked, for an assertion's message. */
  readonly asked: string;
}

/** `exchange` must have a response. */
export function answerOf(exchange: Exchange, asked: string, body: Uint8Array): Answer {
  const response = exchange.response;
  if (response === undefined) throw new TypeError(`${asked} has no response to look at.`);
  const text = new TextDecoder().decode(body);
  let page: Page | undefined;
  return {
    status: response.status,
    text,
    header: (name) => headerValue(response.headers, name),
    headers: (name) => headerValues(response.headers, name),
    json: () => parseJson(text, asked, headerValue(response.headers, "content-type")),
    get page() {
      page ??= parsePage(text);
      return page;
    },
    exchange,
    asked,
  };
}

const SHOWN_CHARACTERS = 200;

function parseJson(text: string, asked: string, type: string | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
    throw new Error(
      `${asked} should answer JSON, but the body is ${shown === "" ? "empty" : `(${type ?? "no Content-Type"}): ${shown}`}`,
    );
  }
}
