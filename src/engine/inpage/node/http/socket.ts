import type { ServerExchange } from "../../kernel.ts";
import { EventEmitter } from "../event-emitter.ts";
import { nextTick } from "../ticks.ts";

type Destroyable = { destroy(): void };

/**
 * The connection that an exchange seems to come over: what `req.socket` is. Bytes do not pass through it;
 * messages use the exchange itself.
 */
export class Socket extends EventEmitter {
  readonly remoteAddress: string;
  readonly remoteFamily: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localFamily: string;
  readonly localPort: number;
  readonly connecting = false;
  readonly pending = false;
  readonly allowHalfOpen = true;
  readonly readableHighWaterMark = 65_536;
  readonly writableHighWaterMark = 65_536;
  server: unknown;
  _httpMessage: object | null = null;
  destroyed = false;
  errored: Error | null = null;
  closed = false;
  bytesRead = 0;
  bytesWritten = 0;
  timeout = 0;
  parser: null = null;
  #wire: Destroyable | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `address` of both ends: there is only this machine. */
  constructor(
    options: { localPort?: number; remotePort?: number; address?: string; wire?: Destroyable } = {},
  ) {
    super();
    const { address = "127.0.0.1" } = options;
    const family = address.includes(":") ? "IPv6" : "IPv4";
    this.remoteAddress = address;
    this.remoteFamily = family;
    this.localAddress = address;
    this.localFamily = family;
    this.localPort = options.localPort ?? 0;
    this.remotePort = options.remotePort ?? 0;
    this.#wire = options.wire;
  }

  get writable(): boolean {
    return !this.destroyed;
  }
  get readable(): boolean {
    return !this.destroyed;
  }
  get writableLength(): number {
    return 0;
  }
  get writableEnded(): boolean {
    return this.destroyed;
  }
  get readyState(): string {
    return this.destroyed ? "closed" : "open";
  }

  address(): { address: string; family: string; port: number } {
    return { address: this.localAddress, family: this.localFamily, port: this.localPort };
  }

  /** 'timeout' after so long without anything sent or received; 0 stops that. */
  setTimeout(ms: number, callback?: () => void): this {
    this.timeout = ms;
    if (callback !== undefined) {
      if (ms === 0) this.removeListener("timeout", callback);
      else this.once("timeout", callback);
    }
    this.touch();
    return this;
  }

  /** Something travelled: the time-out starts anew. */
  touch(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.timeout > 0 && !this.destroyed) {
      this.#timer = setTimeout(() => this.emit("timeout"), this.timeout);
    }
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error ?? null;
    this.#wire?.destroy();
    this.#close(error);
    return this;
  }

  destroySoon(): void {
    this.finish();
  }

  end(): this {
    return this.destroy();
  }

  /** The exchange has ended well; the connection of one exchange ends with it. */
  finish(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.#close(undefined);
  }

  #close(error: Error | undefined): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    nextTick(() => {
      if (error !== undefined && this.listenerCount("error") > 0) this.emit("error", error);
      this.closed = true;
      this.emit("close", error !== undefined);
    });
  }

  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  cork(): void {
    this.touch();
  }
  uncork(): void {
    this.touch();
  }
  pause(): this {
    return this;
  }
  resume(): this {
    return this;
  }
}

/** A socket for a request that came in to a server on `host`, which sees IPv4 clients as Node does. */
export function socketOf(exchange: ServerExchange, localPort: number, host: string, server: object): Socket {
  const address = host === "::" ? "::ffff:127.0.0.1" : host === "::1" ? "::1" : "127.0.0.1";
  const socket = new Socket({ localPort, remotePort: ephemeralPort(), address, wire: exchange });
  socket.server = server;
  return socket;
}

let lastEphemeralPort = 49_151;

function ephemeralPort(): number {
  lastEphemeralPort = lastEphemeralPort >= 65_535 ? 49_152 : lastEphemeralPort + 1;
  return lastEphemeralPort;
}
