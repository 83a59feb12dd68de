import { type Engine, EngineError } from "../engine/engine.ts";
import { VirtualHosts } from "../web/hosts.ts";
import type { HttpRequest, HttpResponse } from "../web/http.ts";
import { type Network, type NetworkContext, NetworkError } from "../web/network.ts";
import type { Dial } from "../web/reverse-proxy.ts";
import type { VirtualHost } from "../web/virtual-host.ts";
import type { Patience, Wait } from "./patience.ts";
import type { RecordKeeping } from "./record-keeping.ts";

export interface EngineNetworkOptions {
  readonly engine: Engine;
  readonly patience: Patience;
  /** Default: none. */
  readonly hosts?: readonly VirtualHost[];
  /** Is told of each request. */
  readonly keeping?: Pick<RecordKeeping, "asked">;
}

/**
 * What a test's browsers reach: the hosts of the exercise in front of the ports of one machine; without hosts, those
 * ports under whatever name.
 */
export class EngineNetwork implements Network {
  readonly #engine: Engine;
  readonly #patience: Patience;
  readonly #hosts: VirtualHosts | undefined;
  readonly #keeping: Pick<RecordKeeping, "asked"> | undefined;
  /** Processes that have stopped answering. */
  readonly #stuck = new Set<number>();
  readonly #unsubscribe: readonly (() => void)[];
  readonly #over = new AbortController();
  /** Requests that the program may still be at work on. */
  #unanswered = 0;

  constructor({ engine, patience, hosts = [], keeping }: EngineNetworkOptions) {
    this.#engine = engine;
    this.#keeping = keeping;
    const dial: Dial = (port, request, context) => this.#dial(port, request, context);
    this.#hosts = hosts.length === 0 ? undefined : new VirtualHosts({ hosts, dial });
    this.#patience = patience;
    this.#unsubscribe = [
      engine.on("unresponsive", ({ pid }) => this.#stuck.add(pid)),
      engine.on("responsive", ({ pid }) => this.#stuck.delete(pid)),
    ];
  }

  async send(url: URL, request: HttpRequest, context: NetworkContext): Promise<HttpResponse> {
    if (this.#hosts !== undefined) return this.#hosts.send(url, request, context);
    return this.#dial(url.port === "" ? 80 : Number(url.port), request, context);
  }

  async #dial(port: number, request: HttpRequest, context: NetworkContext): Promise<HttpResponse> {
    const over = this.#over.signal;
    if (over.aborted) throw new NetworkError("aborted", "The test that asks is over.");
    const wait = this.#patience.begin();
    const answered = this.#keeping?.asked(request);
    this.#unanswered += 1;
    const settle = (outcome: "answered" | "failed") => {
      this.#unanswered -= 1;
      answered?.(outcome);
    };
    try {
      const response = await this.#engine.request(port, request, {
        timeoutMs: wait.limitMs,
        exchangeId: context.exchangeId,
        signal: context.signal === undefined ? over : AbortSignal.any([over, context.signal]),
      });
      settle("answered");
      return response;
    } catch (error) {
      // What the test itself broke off, the program may still be at work on.
      if (!(error instanceof EngineError && error.code === "aborted")) settle("failed");
      if (!(error instanceof EngineError)) throw error;
      throw new NetworkError(error.code, this.#explain(error, request, port, wait), { cause: error });
    }
  }

  /** Whether the program has done with all that it was asked, as far as is known. */
  get quiet(): boolean {
    return this.#unanswered === 0;
  }

  /**
   * Gives up what is under way, and lets no more through: a test whose time is over may go on by itself, and must not
   * reach the machine of the next. Once is enough.
   */
  close(): void {
    this.#over.abort();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #explain(error: EngineError, request: HttpRequest, port: number, wait: Wait): string {
    const asked = `${request.method} ${request.target}`;
    switch (error.code) {
      case "timed-out": {
        wait.disappoint();
        const waited = `${asked} got no answer within ${wait.limitMs / 1000} seconds.`;
        const holder = this.#engine.listening().find((server) => server.port === port);
        return holder !== undefined && this.#stuck.has(holder.pid)
          ? `${waited} The program is computing without a pause: look for a loop that never ends.`
          : `${waited} Does every path through its handler send a response?`;
      }
      case "connection-refused":
        return `${asked} found no server on port ${port}. The program has ended, or listens on another port.`;
      case "connection-reset":
        return `${asked} got no answer: the program ended, or broke the connection, while it was handling it.`;
      default:
        return error.message;
    }
  }
}
