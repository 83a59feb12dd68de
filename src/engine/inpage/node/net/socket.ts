import type { DuplexOptions } from "node:stream";
import type { Kernel, SocketEnd, SocketEvents, SocketPorts } from "../../kernel.ts";
import { Buffer } from "../buffer.ts";
import { Socket as ExchangeSocket } from "../http/socket.ts";
import { invalidArgType, outOfRange } from "../node-error.ts";
import { Duplex } from "../stream.ts";
import { enter, nextTick } from "../ticks.ts";
import { type ConnectTarget, connectTarget } from "./connect-target.ts";
import {
  cannotReach,
  closedBeforeConnection,
  connectionBroke,
  connectionRefused,
  endedByOther,
  otherIsGone,
} from "./socket-errors.ts";

export interface SocketOptions extends DuplexOptions {
  readonly signal?: AbortSignal;
}

/** How far a writer runs ahead of its reader. */
const WINDOW_BYTES = 256 * 1024;
const HIGH_WATER_MARK_BYTES = 65_536;

/** Starts a socket on a connection that came in. */
export const adopt = Symbol("adopt");

type Done = (error?: Error | null) => void;
type Timer = ReturnType<typeof setTimeout> & { unref?(): void };

/** `net.Socket` for one kernel: bytes between processes of this machine, or within one. */
export function socketClass(kernel: Kernel) {
  class Socket extends Duplex {
    connecting = false;
    timeout = 0;
    server: unknown = null;
    bytesRead = 0;
    remoteAddress: string | undefined;
    remoteFamily: string | undefined;
    remotePort: number | undefined;
    localAddress: string | undefined;
    localFamily: string | undefined;
    localPort: number | undefined;
    readonly #allowsHalfOpen: boolean;
    #end: SocketEnd | undefined;
    #release: (() => void) | undefined;
    #isRefed = true;
    #sentBytes = 0;
    #onWay = 0;
    #onRoom: (() => void) | undefined;
    #untaken = 0;
    #peerLeft = false;
    #isReset = false;
    #timer: Timer | undefined;

    constructor(options: SocketOptions = {}) {
      super({
        ...options,
        allowHalfOpen: options.allowHalfOpen ?? false,
        autoDestroy: true,
        // 'close' tells whether there was an error, so it is emitted here.
        emitClose: false,
        highWaterMark: HIGH_WATER_MARK_BYTES,
        decodeStrings: true,
      });
      this.#allowsHalfOpen = options.allowHalfOpen ?? false;
      this.on("end", () => {
        if (!this.#allowsHalfOpen) this.write = this.#refuseWrite;
      });
    }

    connect(...args: unknown[]): this {
      const { target, callback } = connectTarget(args);
      if (callback !== undefined) this.once("connect", callback);
      this.connecting = true;
      this.#hold();
      this.#refreshTimeout();
      if (target.isHere) this.#dial(target);
      else nextTick(() => this.destroy(cannotReach(target.host, target.port)));
      return this;
    }

    /** The server's side of a connection, which is there already. */
    [adopt](open: (events: SocketEvents) => SocketEnd, ports: SocketPorts, address: string): void {
      this.#end = open(this.#events(undefined));
      this.#located(ports, address);
      this.#hold();
    }

    get pending(): boolean {
      return this.#end === undefined || this.connecting;
    }
    get readyState(): string {
      if (this.connecting) return "opening";
      if (this.readable && this.writable) return "open";
      if (this.readable) return "readOnly";
      return this.writable ? "writeOnly" : "closed";
    }
    get bufferSize(): number {
      return this.writableLength;
    }
    get bytesWritten(): number {
      return this.#sentBytes + this.writableLength;
    }

    address(): object {
      const { localAddress: address, localFamily: family, localPort: port } = this;
      return address === undefined ? {} : { address, family, port };
    }

    setTimeout(ms: number, callback?: () => void): this {
      if (typeof ms !== "number") throw invalidArgType("msecs", "number", ms);
      if (!(ms >= 0 && Number.isFinite(ms))) {
        throw outOfRange("msecs", "a non-negative finite number", ms);
      }
      if (callback !== undefined && typeof callback !== "function") {
        throw invalidArgType("callback", "function", callback);
      }
      this.timeout = ms;
      if (callback !== undefined) {
        if (ms === 0) this.removeListener("timeout", callback);
        else this.once("timeout", callback);
      }
      this.#refreshTimeout();
      return this;
    }

    setNoDelay(): this {
      return this;
    }
    setKeepAlive(): this {
      return this;
    }
    ref(): this {
      this.#isRefed = true;
      if (this.#end !== undefined || this.connecting) this.#hold();
      return this;
    }
    unref(): this {
      this.#isRefed = false;
      this.#letGo();
      return this;
    }

    destroySoon(): void {
      if (this.writable) this.end();
      if (this.writableFinished) this.destroy();
      else this.once("finish", () => this.destroy());
    }

    resetAndDestroy(): this {
      this.#isReset = true;
      return this.destroy();
    }

    override _read(): void {
      if (this.#untaken === 0) return;
      this.#end?.took(this.#untaken);
      this.#untaken = 0;
    }

    override _write(chunk: Uint8Array, _encoding: string, done: Done): void {
      this.#send([chunk], done);
    }

    override _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: Done): void {
      this.#send(
        chunks.map(({ chunk }) => chunk),
        done,
      );
    }

    override _final(done: Done): void {
      if (this.connecting) {
        this.once("connect", () => this._final(done));
        return;
      }
      this.#end?.end();
      // Node hears from the system that it is done.
      setImmediate(() => enter(() => done()));
    }

    override _destroy(error: Error | null, done: Done): void {
      this.connecting = false;
      clearTimeout(this.#timer);
      this.#end?.close(this.#isReset);
      this.#end = undefined;
      this.#onRoom = undefined;
      this.#letGo();
      done(error);
      // After 'error', which comes in the next tick.
      nextTick(() => nextTick(() => this.emit("close", error !== null)));
    }

    #dial({ host, port }: ConnectTarget): void {
      this.#end = kernel.dial(port, this.#events({ host, port, isHere: true }));
    }

    #events(target: ConnectTarget | undefined): SocketEvents {
      const inProgram =
        <A extends unknown[]>(tell: (...args: A) => void) =>
        (...args: A) =>
          enter(() => tell(...args));
      return {
        connected: inProgram((ports) => {
          this.#located(ports, "127.0.0.1");
          this.connecting = false;
          this.emit("connect");
          this.emit("ready");
          if (!this.isPaused()) this.read(0);
        }),
        refused: inProgram((because) => {
          this.destroy(connectionRefused(target?.port ?? 0, because));
        }),
        data: inProgram((bytes) => {
          this.bytesRead += bytes.byteLength;
          this.#refreshTimeout();
          if (this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) {
            this.#end?.took(bytes.byteLength);
          } else this.#untaken += bytes.byteLength;
        }),
        taken: inProgram((bytes) => {
          this.#onWay -= bytes;
          this.#refreshTimeout();
          if (this.#onWay < WINDOW_BYTES) this.#room();
        }),
        ended: inProgram(() => this.#noMoreData()),
        closed: inProgram((reset) => {
          this.#peerLeft = true;
          if (reset) this.destroy(connectionBroke());
          else {
            this.#noMoreData();
            this.#room();
          }
        }),
      };
    }

    #send(chunks: readonly Uint8Array[], done: Done): void {
      if (this.connecting) {
        const onConnect = () => {
          this.off("close", onClose);
          this.#send(chunks, done);
        };
        const onClose = () => done(closedBeforeConnection());
        this.once("connect", onConnect);
        this.once("close", onClose);
        return;
      }
      if (this.#peerLeft || this.#end === undefined) {
        done(otherIsGone());
        return;
      }
      const bytes = joined(chunks);
      const isSent = () => {
        this.#sentBytes += bytes.byteLength;
        done();
      };
      this.#refreshTimeout();
      this.#onWay += bytes.byteLength;
      this.#end.write(bytes);
      if (this.#onWay < WINDOW_BYTES) isSent();
      else this.#onRoom = isSent;
    }

    #room(): void {
      const onRoom = this.#onRoom;
      this.#onRoom = undefined;
      onRoom?.();
    }

    #noMoreData(): void {
      if (this.readableEnded || this.destroyed || this.#hasEnded) return;
      this.#hasEnded = true;
      this.push(null);
      this.read(0);
    }
    #hasEnded = false;

    readonly #refuseWrite = (_chunk: unknown, ...rest: unknown[]): boolean => {
      const callback = rest.findLast((arg) => typeof arg === "function") as Done | undefined;
      const error = endedByOther();
      if (callback !== undefined) nextTick(callback, error);
      this.destroy(error);
      return false;
    };

    #located({ localPort, remotePort }: SocketPorts, address: string): void {
      const family = address.includes(":") ? "IPv6" : "IPv4";
      Object.assign(this, { localAddress: address, localFamily: family, localPort });
      Object.assign(this, { remoteAddress: address, remoteFamily: family, remotePort });
    }

    #refreshTimeout(): void {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      if (this.timeout === 0 || this.destroyed) return;
      this.#timer = setTimeout(() => this.emit("timeout"), this.timeout);
      this.#timer.unref?.();
    }

    #hold(): void {
      if (this.#isRefed) this.#release ??= kernel.hold();
    }
    #letGo(): void {
      this.#release?.();
      this.#release = undefined;
    }
  }
  // The sockets of node:http are sockets too, though no bytes pass through them.
  Object.defineProperty(Socket, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (this === Socket && value instanceof ExchangeSocket) return true;
      return Function.prototype[Symbol.hasInstance].call(this, value);
    },
  });
  return Socket;
}

export type SocketClass = ReturnType<typeof socketClass>;

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  return Buffer.concat(chunks as Uint8Array[]);
}
