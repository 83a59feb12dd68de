import type { IncomingSocket, Kernel, ListeningPort } from "../../kernel.ts";
import { EventEmitter } from "../event-emitter.ts";
import { invalidArgType, nodeError } from "../node-error.ts";
import { enter, nextTick } from "../ticks.ts";
import { alreadyListening, listenError, listenTarget } from "./listen-target.ts";
import { adopt, type SocketClass } from "./socket.ts";

export interface NetServerOptions {
  readonly allowHalfOpen?: boolean;
  readonly pauseOnConnect?: boolean;
}

type Socket = InstanceType<SocketClass>;
type OnConnection = (socket: Socket) => void;

/** `net.Server` for one kernel. */
export function netServerClass(kernel: Kernel, Socket: SocketClass) {
  return class Server extends EventEmitter {
    maxConnections: number | undefined;
    readonly allowHalfOpen: boolean;
    readonly pauseOnConnect: boolean;
    readonly #sockets = new Set<Socket>();
    #port: ListeningPort | undefined;
    #host = "::";
    #isClosing = false;
    #isRefed = true;
    #release: (() => void) | undefined;

    constructor(options?: NetServerOptions | OnConnection, listener?: OnConnection) {
      super();
      if (options !== undefined && options !== null && !["function", "object"].includes(typeof options)) {
        throw invalidArgType("options", "object", options);
      }
      const given = typeof options === "object" && options !== null ? options : {};
      this.allowHalfOpen = given.allowHalfOpen ?? false;
      this.pauseOnConnect = given.pauseOnConnect ?? false;
      const onConnection = typeof options === "function" ? options : listener;
      if (onConnection !== undefined) this.on("connection", onConnection);
    }

    get listening(): boolean {
      return this.#port !== undefined;
    }

    listen(...args: unknown[]): this {
      const callback = args.findLast((arg) => typeof arg === "function") as (() => void) | undefined;
      if (this.#port !== undefined) throw alreadyListening();
      const { port, host } = listenTarget(args);
      if (callback !== undefined) this.once("listening", callback);
      this.#isClosing = false;
      this.#host = host ?? "::";
      try {
        this.#port = kernel.listenSockets(port, (incoming) => enter(() => this.#onSocket(incoming)));
        this.#hold();
        nextTick(() => {
          if (this.#port !== undefined) this.emit("listening");
        });
      } catch (error) {
        const failure = listenError(error, this.#host, port);
        nextTick(() => this.emit("error", failure));
      }
      return this;
    }

    address(): { address: string; family: string; port: number } | null {
      if (this.#port === undefined) return null;
      const address = this.#host === "localhost" ? "127.0.0.1" : this.#host;
      return { address, family: address.includes(":") ? "IPv6" : "IPv4", port: this.#port.port };
    }

    getConnections(callback: (error: null, count: number) => void): this {
      nextTick(() => callback(null, this.#sockets.size));
      return this;
    }

    /** Takes no more connections; 'close' when those that are there have ended. */
    close(callback?: (error?: Error) => void): this {
      if (callback !== undefined) {
        const error = nodeError(Error, "ERR_SERVER_NOT_RUNNING", "Server is not running.");
        if (this.#port !== undefined) this.once("close", callback);
        else this.once("close", () => callback(error));
      }
      this.#port?.close();
      this.#port = undefined;
      this.#isClosing = true;
      this.#release?.();
      this.#release = undefined;
      this.#closedWhenIdle();
      return this;
    }

    ref(): this {
      this.#isRefed = true;
      if (this.#port !== undefined) this.#hold();
      return this;
    }
    unref(): this {
      this.#isRefed = false;
      this.#release?.();
      this.#release = undefined;
      return this;
    }

    [Symbol.asyncDispose](): Promise<void> {
      if (this.#port === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        this.close(() => resolve());
      });
    }

    #onSocket({ ports, accept }: IncomingSocket): void {
      const address = this.#host === "::" ? "::ffff:127.0.0.1" : this.#host === "::1" ? "::1" : "127.0.0.1";
      if (this.maxConnections !== undefined && this.#sockets.size >= this.maxConnections) {
        accept(deafEars).close(false);
        const family = address.includes(":") ? "IPv6" : "IPv4";
        this.emit("drop", {
          ...{ localAddress: address, localPort: ports.localPort, localFamily: family },
          ...{ remoteAddress: address, remotePort: ports.remotePort, remoteFamily: family },
        });
        return;
      }
      const socket = new Socket({ allowHalfOpen: this.allowHalfOpen });
      socket.server = this;
      socket[adopt](accept, ports, address);
      this.#sockets.add(socket);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        this.#closedWhenIdle();
      });
      if (this.pauseOnConnect) socket.pause();
      else socket.read(0);
      this.emit("connection", socket);
    }

    #closedWhenIdle(): void {
      if (!this.#isClosing || this.#sockets.size > 0) return;
      this.#isClosing = false;
      nextTick(() => this.emit("close"));
    }

    #hold(): void {
      if (this.#isRefed) this.#release ??= kernel.hold();
    }
  };
}

const nothing = (): void => undefined;
const deafEars = {
  connected: nothing,
  refused: nothing,
  data: nothing,
  taken: nothing,
  ended: nothing,
  closed: nothing,
};
