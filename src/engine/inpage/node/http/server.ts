import type { Kernel, ListeningPort, ServerExchange } from "../../kernel.ts";
import { EventEmitter } from "../event-emitter.ts";
import { alreadyListening, listenError, listenTarget } from "../net/listen-target.ts";
import { invalidArgType, nodeError } from "../node-error.ts";
import { enter, nextTick } from "../ticks.ts";
import { connectionReset, IncomingMessage } from "./incoming-message.ts";
import { uniqueHeaderNames } from "./outgoing-headers.ts";
import { parserRefusal } from "./parser-refusal.ts";
import { ServerResponse } from "./server-response.ts";
import { type Socket, socketOf } from "./socket.ts";

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface ServerOptions {
  readonly IncomingMessage?: typeof IncomingMessage;
  readonly ServerResponse?: typeof ServerResponse;
  readonly keepAliveTimeout?: number;
  readonly requireHostHeader?: boolean;
  readonly joinDuplicateHeaders?: boolean;
  readonly maxHeaderSize?: number;
  readonly strictContentLength?: boolean;
  readonly rejectNonStandardBodyWrites?: boolean;
  readonly uniqueHeaders?: readonly string[];
}

/** Options that must be numbers. */
const NUMBERS = ["maxHeaderSize", "keepAliveTimeout"] as const;

const DEFAULT_MAX_HEADER_BYTES = 16_384;

/** The exchange a request came in by, for diagnostics. */
const exchangeIds = new WeakMap<object, string>();

export function exchangeIdOf(request: unknown): string | undefined {
  return typeof request === "object" && request !== null ? exchangeIds.get(request) : undefined;
}

/** `http.Server` for one kernel. */
export function serverClass(kernel: Kernel) {
  return class Server extends EventEmitter {
    timeout = 0;
    keepAliveTimeout: number;
    keepAliveTimeoutBuffer = 1000;
    headersTimeout = 60_000;
    requestTimeout = 300_000;
    maxHeadersCount: number | null = null;
    maxRequestsPerSocket = 0;
    maxConnections: number | undefined;
    httpAllowHalfOpen = false;
    readonly #options: ServerOptions;
    readonly #sockets = new Set<Socket>();
    #port: ListeningPort | undefined;
    #host = "::";
    #closing = false;

    constructor(options?: ServerOptions | RequestListener, listener?: RequestListener) {
      super();
      if (
        options !== undefined &&
        options !== null &&
        typeof options !== "function" &&
        typeof options !== "object"
      ) {
        throw invalidArgType("options", "object", options);
      }
      this.#options = typeof options === "object" && options !== null ? options : {};
      for (const name of NUMBERS) {
        const value: unknown = this.#options[name];
        if (value !== undefined && typeof value !== "number") throw invalidArgType(name, "number", value);
      }
      this.keepAliveTimeout = this.#options.keepAliveTimeout ?? 5000;
      const onRequest = typeof options === "function" ? options : listener;
      if (onRequest !== undefined) this.on("request", onRequest);
    }

    get listening(): boolean {
      return this.#port !== undefined;
    }

    /** `listen()`, `listen(port, host?, backlog?, callback?)` or `listen({ port, host }, callback?)`. */
    listen(...args: unknown[]): this {
      const callback = args.findLast((arg) => typeof arg === "function") as (() => void) | undefined;
      if (this.#port !== undefined) {
        throw alreadyListening();
      }
      const { port, host } = listenTarget(args);
      if (callback !== undefined) this.once("listening", callback);
      this.#closing = false;
      try {
        this.#port = kernel.listen(port, (exchange) => enter(() => this.#onExchange(exchange)));
        this.#host = host ?? "::";
        nextTick(() => {
          if (this.#port !== undefined) this.emit("listening");
        });
      } catch (error) {
        const failure = listenError(error, host ?? "::", port);
        nextTick(() => this.emit("error", failure));
      }
      return this;
    }

    address(): { address: string; family: string; port: number } | null {
      if (this.#port === undefined) return null;
      const address = this.#host === "localhost" ? "127.0.0.1" : this.#host;
      return { address, family: address.includes(":") ? "IPv6" : "IPv4", port: this.#port.port };
    }

    close(callback?: (error?: Error) => void): this {
      const port = this.#port;
      if (callback !== undefined) {
        if (port !== undefined) this.once("close", callback);
        else {
          const error = nodeError(Error, "ERR_SERVER_NOT_RUNNING", "Server is not running.");
          this.once("close", () => callback(error));
        }
      }
      this.#port = undefined;
      this.#closing = true;
      port?.close();
      this.#closedWhenIdle();
      return this;
    }

    #closedWhenIdle(): void {
      if (!this.#closing || this.#sockets.size > 0) return;
      this.#closing = false;
      nextTick(() => this.emit("close"));
    }

    closeAllConnections(): void {
      for (const socket of this.#sockets) socket.destroy();
    }

    /** A connection here lives as long as its one exchange: none is idle. */
    closeIdleConnections(): void {}

    getConnections(callback: (error: null, count: number) => void): this {
      nextTick(() => callback(null, this.#sockets.size));
      return this;
    }

    setTimeout(ms?: number | ((socket: Socket) => void), callback?: (socket: Socket) => void): this {
      if (typeof ms === "function") return this.setTimeout(undefined, ms);
      this.timeout = ms ?? 0;
      if (callback !== undefined) this.on("timeout", callback);
      return this;
    }

    ref(): this {
      return this;
    }
    unref(): this {
      return this;
    }

    [Symbol.asyncDispose](): Promise<void> {
      return new Promise((resolve) => {
        this.close(() => resolve());
      });
    }

    #onExchange(exchange: ServerExchange): void {
      const socket = socketOf(exchange, this.#port?.port ?? 0, this.#host, this);
      this.#sockets.add(socket);
      const request = new (this.#options.IncomingMessage ?? IncomingMessage)(socket);
      request.method = exchange.method;
      request.url = exchange.target;
      request.joinDuplicateHeaders = this.#options.joinDuplicateHeaders ?? false;
      request._setRawHeaders(exchange.headers);
      if (exchange.exchangeId !== undefined) exchangeIds.set(request, exchange.exchangeId);

      const response = new (this.#options.ServerResponse ?? ServerResponse)(request);
      response._keepAliveTimeout = this.keepAliveTimeout;
      response._maxRequestsPerSocket = this.maxRequestsPerSocket;
      response.strictContentLength = this.#options.strictContentLength ?? false;
      response._rejectBodies = this.#options.rejectNonStandardBodyWrites ?? false;
      response._uniqueHeaders = uniqueHeaderNames(this.#options.uniqueHeaders);
      response.shouldKeepAlive = !/(?:^|\W)close(?:$|\W)/i.test(String(request.headers["connection"] ?? ""));
      response._attach(exchange);

      socket.on("close", () => {
        this.#sockets.delete(socket);
        if (!response.writableFinished) request.destroy(connectionReset("aborted"));
        this.#closedWhenIdle();
      });
      socket.on("timeout", () => this.#onTimeout(socket, request, response));
      exchange.aborted.addEventListener("abort", () => enter(() => socket.destroy()), { once: true });
      if (this.timeout > 0) socket.setTimeout(this.timeout);
      if (this.listenerCount("connection") > 0) this.emit("connection", socket);

      response.assignSocket(socket);
      response.on("finish", () => {
        if (!request._consuming && !request._dumped) request._dump();
        response.detachSocket(socket);
        nextTick(() => {
          response._emitClose();
          socket.finish();
        });
      });
      this.#dispatch(exchange, request, response);
      request._attachBody(exchange.body, () => exchange.trailers());
    }

    #dispatch(exchange: ServerExchange, request: IncomingMessage, response: ServerResponse): void {
      const expect = request.headers["expect"];
      const { maxHeaderSize = DEFAULT_MAX_HEADER_BYTES } = this.#options;
      const refusal = parserRefusal(exchange, { maxHeaderSize, maxHeadersCount: this.maxHeadersCount });
      // A tunnel needs a socket with bytes in it, which there is none of; unheard, Node closes the connection too.
      if (refusal !== undefined) {
        response.sendDate = false;
        response._hasBody = false;
        refuse(response, refusal);
      } else if (request.method === "CONNECT") request.socket.destroy();
      else if ((this.#options.requireHostHeader ?? true) && request.headers["host"] === undefined) {
        refuse(response, 400);
      } else if (expect === undefined) this.emit("request", request, response);
      else if (/(?:^|\W)100-continue(?:$|\W)/i.test(String(expect))) {
        response._expect_continue = true;
        if (this.listenerCount("checkContinue") > 0) this.emit("checkContinue", request, response);
        else {
          response.writeContinue();
          this.emit("request", request, response);
        }
      } else if (this.listenerCount("checkExpectation") > 0) {
        this.emit("checkExpectation", request, response);
      } else {
        response.writeHead(417);
        response.end();
      }
    }

    #onTimeout(socket: Socket, request: IncomingMessage, response: ServerResponse): void {
      const heard = [
        !request.complete && request.emit("timeout", socket),
        response.emit("timeout", socket),
        this.emit("timeout", socket),
      ];
      if (!heard.includes(true)) socket.destroy();
    }
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, ["Connection", "close"]);
  response.end();
}
