import { type Engine, EngineError } from "../engine/engine.ts";
import type { VirtualHosts } from "../web/hosts.ts";
import type { HttpRequest, HttpResponse } from "../web/http.ts";
import { type Network, type NetworkContext, NetworkError } from "../web/network.ts";
import type { Dial } from "../web/reverse-proxy.ts";
import type { VirtualHost } from "../web/virtual-host.ts";
import * as words from "../words/en/program.ts";

/**
 * The network of one bench: `localhost:PORT` is the learner's machine, `hosts` stand in front of its ports, and there
 * is nothing else. `machine` gives the engine, or `undefined` while there is none.
 */
export class BenchNetwork implements Network {
  readonly hosts: readonly VirtualHost[];
  readonly #dial: Dial;
  #web: Promise<VirtualHosts> | undefined;

  constructor(machine: () => Engine | undefined, hosts: readonly VirtualHost[] = []) {
    this.hosts = hosts;
    this.#dial = dialMachine(machine);
  }

  async send(url: URL, request: HttpRequest, context: NetworkContext): Promise<HttpResponse> {
    this.#web ??= this.#makeWeb();
    return (await this.#web).send(url, request, context);
  }

  /** Fetched with the first request, so that the screen does not wait for it. */
  async #makeWeb(): Promise<VirtualHosts> {
    const { VirtualHosts } = await import("../web/hosts.ts");
    return new VirtualHosts({ hosts: this.hosts, dial: this.#dial });
  }
}

function dialMachine(machine: () => Engine | undefined): Dial {
  return async (port, request, { exchangeId, signal }) => {
    const engine = machine();
    if (engine === undefined) throw refused(port);
    try {
      return await engine.request(
        port,
        request,
        signal === undefined ? { exchangeId } : { exchangeId, signal },
      );
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === "connection-refused" || error.code === "torn-down") throw refused(port, error);
      throw new NetworkError(error.code, explain(error), { cause: error });
    }
  };
}

function refused(port: number, cause?: EngineError): NetworkError {
  return new NetworkError("connection-refused", words.nothingListens(port), { cause });
}

function explain(error: EngineError): string {
  if (error.code === "connection-reset") {
    return words.connectionReset;
  }
  if (error.code === "timed-out") {
    return words.neverAnswered;
  }
  return error.message;
}
