import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** Takes connections on 127.0.0.1, can be gone, and comes back on the same port. */
export class LoopbackListener {
  readonly port: number;
  readonly #serve: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  private constructor(server: Server, serve: (socket: Socket) => void) {
    this.port = (server.address() as AddressInfo).port;
    this.#serve = serve;
    this.#take(server);
  }

  /** `serve`: what becomes of a connection; its errors end it. */
  static async start(serve: (socket: Socket) => void): Promise<LoopbackListener> {
    return new LoopbackListener(await listen(0), serve);
  }

  /** Cuts all connections and takes no more. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async resume(): Promise<void> {
    this.#take(await listen(this.port));
  }

  #take(server: Server): void {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      this.#serve(socket);
    });
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
