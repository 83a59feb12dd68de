import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MovableClock } from "./clock.ts";
import type { CookiePolicy } from "./cookie-policy.ts";
import type { Exchange } from "./exchange.ts";
import { NodeNetwork } from "./node-network.ts";
import { UserAgent } from "./user-agent.ts";

/** What the server saw. `body` is one character for each byte. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse, seen: SeenRequest) => void;

/** A real server whose answer each test says anew, and user agents for which every host is that server. */
export class ScriptedServer {
  /** In order, since the last {@link reset}. */
  seen: SeenRequest[] = [];
  handle: Handler = (_request, response) => response.end("fine");
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = "", url = "", headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString("latin1") };
      this.seen.push(seen);
      this.handle(request, response, seen);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  reset(): void {
    this.seen = [];
    this.handle = (_request, response) => response.end("fine");
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `nowhere.test` is unknown, `dead.test` refuses connections, all other hosts are this server. */
  browser(cookiePolicy: Partial<CookiePolicy> = {}): {
    agent: UserAgent;
    clock: MovableClock;
    exchanges: Exchange[];
  } {
    const clock = new MovableClock();
    const ports: Readonly<Record<string, number | undefined>> = { "nowhere.test": undefined, "dead.test": 1 };
    const network = new NodeNetwork(({ hostname }) =>
      Object.hasOwn(ports, hostname) ? ports[hostname] : this.port,
    );
    const agent = new UserAgent({ name: "Alice", clock, network, cookiePolicy });
    const exchanges: Exchange[] = [];
    agent.onExchange((exchange) => exchanges.push(exchange));
    return { agent, clock, exchanges };
  }
}
