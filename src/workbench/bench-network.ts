import { type Engine, EngineError } from "../engine/engine.ts";
import type { HttpRequest, HttpResponse } from "../web/http.ts";
import { type Network, type NetworkContext, NetworkError } from "../web/network.ts";

/** The hosts behind which the learner's machine stands. */
const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The network of one bench: `localhost:PORT` is the learner's machine, and there is nothing else. `machine`
 * gives the engine, or `undefined` while there is none.
 */
export class BenchNetwork implements Network {
  readonly #machine: () => Engine | undefined;

  constructor(machine: () => Engine | undefined) {
    this.#machine = machine;
  }

  async send(url: URL, request: HttpRequest, context: NetworkContext): Promise<HttpResponse> {
    if (!localHosts.has(url.hostname) || url.protocol !== "http:") {
      throw new NetworkError(
        "unknown-host",
        `There is no ${url.origin} in this workbench. It has no way out to the internet; your server is at http://localhost:7148.`,
      );
    }
    const port = url.port === "" ? 80 : Number(url.port);
    const engine = this.#machine();
    if (engine === undefined) throw refused(port);
    const { exchangeId, signal } = context;
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
  }
}

function refused(port: number, cause?: EngineError): NetworkError {
  return new NetworkError(
    "connection-refused",
    `Nothing listens on port ${port}. Press Run to start your server, and look at the console if it stopped.`,
    { cause },
  );
}

function explain(error: EngineError): string {
  if (error.code === "connection-reset") {
    return "Your server ended the connection before it answered. Look at the console for the reason.";
  }
  if (error.code === "timed-out") {
    return "Your server took the request and never answered. Does each path through the handler end the response?";
  }
  return error.message;
}
