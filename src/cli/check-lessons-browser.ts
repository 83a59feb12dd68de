import { DOCUMENT_COOKIE, type WireExchange, type WirePage } from "../course/wire.ts";
import type { Clock } from "../web/clock.ts";
import type { CookieJar } from "../web/cookie-jar.ts";
import type { Exchange } from "../web/exchange.ts";
import { type Network, NetworkError } from "../web/network.ts";
import { UserAgent } from "../web/user-agent.ts";

export interface LessonBrowserOptions {
  readonly name: string;
  readonly network: Network;
  readonly clock: Clock;
  /** What paths are relative to. */
  readonly origin: string;
  /** Called for each exchange, when it has ended. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** What came of one request of a wire block. */
export interface SentRequest {
  /** `undefined`: the browser did not let it out. */
  readonly exchange: Exchange | undefined;
  /** What the browser sent because of it, by itself: a preflight, or where redirects led. In order. */
  readonly byItself: readonly Exchange[];
  /** Why the page that asked did not get the answer. */
  readonly keptFromPage: string | undefined;
}

/** One browser of a lesson's wire blocks. */
export class LessonBrowser {
  readonly #agent: UserAgent;
  readonly #origin: string;
  readonly #underWay = new Set<string>();
  readonly #ended: Exchange[] = [];
  #allEnded: (() => void) | undefined;

  constructor({ name, network, clock, origin, onExchange }: LessonBrowserOptions) {
    this.#origin = origin;
    const watched: Network = {
      send: (url, request, context) => {
        this.#underWay.add(context.exchangeId);
        return network.send(url, request, context);
      },
    };
    this.#agent = new UserAgent({ name, network: watched, clock });
    this.#agent.onExchange((exchange) => {
      onExchange(exchange);
      this.#ended.push(exchange);
      this.#underWay.delete(exchange.id);
      if (this.#underWay.size === 0) this.#allEnded?.();
    });
  }

  get jar(): CookieJar {
    return this.#agent.jar;
  }

  /** Settles when all that it brought about has ended. Rejects with NetworkError when the network fails the reader. */
  async send(step: WireExchange): Promise<SentRequest> {
    const url = new URL(step.request.target, this.#origin);
    if (step.from === undefined) {
      return { exchange: await this.#sendAsReader(url, step), byItself: [], keptFromPage: undefined };
    }
    const before = this.#ended.length;
    const keptFromPage = await this.#sendFromPage(url, step, step.from);
    if (this.#underWay.size > 0) {
      await new Promise<void>((resolve) => {
        this.#allEnded = resolve;
      });
    }
    const sent = this.#ended.slice(before);
    const exchange = sent.find(
      ({ request, redirectedFrom }) =>
        redirectedFrom === undefined && request.method === step.request.method && request.url === url.href,
    );
    return { exchange, byItself: sent.filter((one) => one !== exchange), keptFromPage };
  }

  async #sendAsReader(url: URL, { request }: WireExchange): Promise<Exchange> {
    const { method, headers, body } = request;
    const response = await this.#agent.fetch(url, {
      method,
      headers,
      redirect: "manual",
      ...(body === "" ? {} : { body }),
    });
    await response.bytes();
    return response.exchange;
  }

  /** Why the page did not get the answer, if it did not. */
  async #sendFromPage(url: URL, { request }: WireExchange, from: WirePage): Promise<string | undefined> {
    const { method, headers } = request;
    const { by, url: page, credentials, mode } = from;
    const body = request.body.replaceAll(DOCUMENT_COOKIE, () => this.jar.readFromScript(new URL(page)));
    const sent = { method, headers, ...(body === "" ? {} : { body }) };
    if (by === "fetch") {
      try {
        const response = await this.#agent.fetch(url, { ...sent, credentials, mode }, { documentUrl: page });
        await response.bytes();
        return response.type === "opaque" ? "The answer is opaque: its body cannot be read." : undefined;
      } catch (error) {
        if (error instanceof NetworkError) return error.message;
        throw error;
      }
    }
    const { tab } = this.#agent;
    const shown =
      by === "frame"
        ? await tab.loadFrame(url, {
            ...sent,
            ancestors: [page],
            // The page loads the frame; what is in it then sends its own forms.
            ...(method === "GET" ? {} : { documentUrl: url, initiator: "form" }),
          })
        : await tab.navigate(url, {
            ...sent,
            initiator: method === "GET" ? "link" : "form",
            documentUrl: page,
          });
    return shown.failure?.message;
  }
}
