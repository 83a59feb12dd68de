import * as words from "../words/en/web-errors.ts";
import type { Clock } from "./clock.ts";
import type { CookieJar } from "./cookie-jar.ts";
import type { CookieDecision, Exchange, Initiator } from "./exchange.ts";
import { BodyRecorder, recordBody } from "./exchange-recorder.ts";
import { type HeaderPair, type HttpResponse, headerValue, headerValues, type Route } from "./http.ts";
import type { CookieContext } from "./jar-cookie.ts";
import { LiveExchange } from "./live-exchange.ts";
import { type Network, NetworkError } from "./network.ts";
import { PreflightCache } from "./preflight-cache.ts";

/** One request to one server, before cookies. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  /** In wire order, without Host and Cookie. An own `Host` or `Cookie` replaces ours; then the jar is not asked. */
  readonly headers: readonly HeaderPair[];
  readonly body?: Uint8Array | ReadableStream<Uint8Array>;
  readonly initiator: Initiator;
  /** How the jar is asked; or why it is not, and by which rule (default: that of fetch's credentials mode). */
  readonly cookies: CookieContext | { readonly withheldBecause: string; readonly source?: string };
  /** With an own `Cookie`: what was decided of the cookies that it was made of. Default: nothing. */
  readonly cookieDecisions?: readonly CookieDecision[];
  readonly redirectedFrom?: string;
  readonly signal?: AbortSignal;
  /** Called when the exchange is recorded, before all other listeners. */
  readonly onRecorded?: (exchange: Exchange) => void;
}

export interface TransportOptions {
  readonly agent: string;
  /** Default: `agent`. */
  readonly machine?: string;
  readonly network: Network;
  readonly clock: Clock;
  readonly jar: CookieJar;
  readonly onExchange: (exchange: Exchange) => void;
}

const pagePrefix = Math.floor(Math.random() * 36 ** 6)
  .toString(36)
  .padStart(6, "0");
let exchanges = 0;

const noCredentials = "Fetch §2.2.5, credentials mode";

/** Sends requests with the jar's cookies, keeps the answer's, and records each exchange once. */
export class Transport {
  /** What other origins have allowed to pages of this browser. */
  readonly preflights: PreflightCache;
  readonly #options: TransportOptions;
  /** Of each exchange that has not ended. */
  readonly #underWay = new Set<AbortController>();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.preflights = new PreflightCache(options.clock);
  }

  /** Settles when the response's head is there. Rejects with NetworkError; the failed exchange is recorded first. */
  async send(hop: Hop): Promise<LiveExchange> {
    const { network, clock } = this.#options;
    const own = new AbortController();
    const signal = hop.signal === undefined ? own.signal : AbortSignal.any([own.signal, hop.signal]);
    this.#underWay.add(own);
    const id = `${pagePrefix}-${++exchanges}`;
    const { headers, decisions } = this.#dress(hop);
    const startedAtMs = clock.nowMs();
    const startedMs = performance.now();
    const requestRecorder = hop.body instanceof ReadableStream ? new BodyRecorder() : undefined;
    const body = requestRecorder === undefined ? hop.body : observed(hop.body, requestRecorder);

    const record = (response: RecordedEnding, route?: Route): Exchange => {
      const sent = hop.body instanceof Uint8Array ? recordBody(hop.body) : requestRecorder?.body;
      const exchange: Exchange = {
        id,
        agent: this.#options.agent,
        initiator: hop.initiator,
        startedAtMs,
        durationMs: performance.now() - startedMs,
        request: { method: hop.method, url: hop.url.href, headers, body: sent ?? recordBody(undefined) },
        ...response.parts,
        cookies: { request: decisions, response: response.decisions },
        ...(route === undefined ? {} : { route }),
        ...(hop.redirectedFrom === undefined ? {} : { redirectedFrom: hop.redirectedFrom }),
      };
      this.#underWay.delete(own);
      hop.onRecorded?.(exchange);
      this.#options.onExchange(exchange);
      return exchange;
    };

    let response: HttpResponse;
    try {
      response = await network.send(
        hop.url,
        {
          method: hop.method,
          target: hop.url.pathname + hop.url.search,
          headers,
          ...(body === undefined ? {} : { body }),
        },
        {
          exchangeId: id,
          agent: this.#options.agent,
          machine: this.#options.machine ?? this.#options.agent,
          signal,
        },
      );
      if (signal.aborted) {
        void response.body.cancel().catch(() => undefined);
        throw new NetworkError("aborted", words.stoppedBeforeAnswer);
      }
    } catch (error) {
      const failure = asNetworkError(error, hop.url, signal);
      record({ parts: { failure: { code: failure.code, message: failure.message } }, decisions: [] });
      throw failure;
    }

    const kept = this.#keepCookies(hop, response);
    const { status, statusText, headers: responseHeaders, route } = response;
    return new LiveExchange(id, response, (recorder, ending) => {
      const recorded = { status, statusText, headers: responseHeaders, body: recorder.body };
      return record({ parts: { response: recorded, ...ending }, decisions: kept }, route);
    });
  }

  /** Breaks off what is under way, and forgets what other origins have allowed. No answer reaches the jar any more. */
  forget(): void {
    for (const each of this.#underWay) each.abort();
    this.#underWay.clear();
    this.preflights.clear();
  }

  #dress(hop: Hop): { headers: readonly HeaderPair[]; decisions: readonly CookieDecision[] } {
    const { jar } = this.#options;
    const own = (name: string) => headerValue(hop.headers, name) !== undefined;
    const headers: HeaderPair[] = own("host") ? [...hop.headers] : [["Host", hop.url.host], ...hop.headers];
    if (own("cookie")) return { headers, decisions: hop.cookieDecisions ?? [] };
    if ("withheldBecause" in hop.cookies) {
      const { withheldBecause, source = noCredentials } = hop.cookies;
      return { headers, decisions: jar.withhold(hop.url, withheldBecause, source) };
    }
    const { header, decisions } = jar.select(hop.url, { ...hop.cookies, method: hop.method });
    if (header !== undefined) headers.push(["Cookie", header]);
    return { headers, decisions };
  }

  #keepCookies(hop: Hop, response: HttpResponse): readonly CookieDecision[] {
    const { jar } = this.#options;
    const { cookies } = hop;
    return headerValues(response.headers, "set-cookie").map((line) =>
      "withheldBecause" in cookies
        ? jar.ignore(line, hop.url, cookies.withheldBecause, cookies.source ?? noCredentials)
        : jar.offer(line, hop.url, { ...cookies, method: hop.method }),
    );
  }
}

interface RecordedEnding {
  readonly parts: Pick<Exchange, "response" | "failure">;
  readonly decisions: readonly CookieDecision[];
}

function observed(
  body: Uint8Array | ReadableStream<Uint8Array> | undefined,
  recorder: BodyRecorder,
): ReadableStream<Uint8Array> | undefined {
  if (!(body instanceof ReadableStream)) return undefined;
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      recorder.add(chunk);
      controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(watch);
}

function asNetworkError(error: unknown, url: URL, signal: AbortSignal): NetworkError {
  if (error instanceof NetworkError) return error;
  if (signal.aborted) return new NetworkError("aborted", words.stoppedBeforeAnswer, { cause: error });
  const detail = error instanceof Error ? error.message : String(error);
  return new NetworkError("network-failed", words.noAnswerFrom(url.origin, detail), { cause: error });
}
