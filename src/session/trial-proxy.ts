import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A TCP proxy on 127.0.0.1 in front of a real server, which does to connections what networks do. */
export class TrialProxy {
  /** Where the proxy listens; it stays the same through all faults. */
  readonly port: number;
  /** Each piece waits so long before it goes on, both ways. */
  latencyMs = 0;
  /** How many pieces came from clients. */
  received = 0;
  readonly #target: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #silent = false;
  #refusing = false;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (client) => this.#pair(client));
  }

  static async start(target: number): Promise<TrialProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TrialProxy(server, target);
  }

  /** Nobody there: standing connections break, new ones are refused. */
  async refuse(): Promise<void> {
    if (this.#refusing) return;
    this.#refusing = true;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.reset();
    await closed;
  }

  /** Standing connections end with a reset; new ones are made. */
  reset(): void {
    for (const { client, upstream } of this.#pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  }

  /** A black hole: connections are taken and stand, and nothing ever comes through, now or later. */
  swallow(): void {
    this.#silent = true;
    for (const pair of this.#pairs) pair.isDead = true;
  }

  /** Half-open: the server is told that standing connections are over, and the client is not. New ones work. */
  halfOpen(): void {
    for (const pair of this.#pairs) {
      pair.isDead = true;
      pair.upstream.destroy();
    }
  }

  /** New connections work again. What was swallowed or broken stays so. */
  async recover(): Promise<void> {
    this.#silent = false;
    this.latencyMs = 0;
    if (!this.#refusing) return;
    this.#refusing = false;
    this.#server.listen(this.port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async stop(): Promise<void> {
    await this.refuse();
  }

  #pair(client: Socket): void {
    const upstream = connect(this.#target, "127.0.0.1");
    upstream.setNoDelay(true);
    const pair: Pair = { client, upstream, isDead: this.#silent };
    this.#pairs.add(pair);
    client.on("data", (piece) => {
      this.received += 1;
      this.#passOn(pair, upstream, piece);
    });
    upstream.on("data", (piece) => this.#passOn(pair, client, piece));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      // A fault on one side ends the other; how it ended is of no interest.
      socket.on("error", () => {});
      socket.on("close", () => {
        if (pair.isDead && socket === upstream) return;
        this.#pairs.delete(pair);
        other.destroy();
      });
    }
  }

  #passOn(pair: Pair, to: Socket, piece: Buffer): void {
    if (pair.isDead) return;
    if (this.latencyMs === 0) to.write(piece);
    else setTimeout(() => !pair.isDead && to.writable && to.write(piece), this.latencyMs);
  }
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Nothing passes any more. */
  isDead: boolean;
}
