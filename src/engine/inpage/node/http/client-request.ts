import type { HeaderPair } from "../../../../web/http.ts";
import type { ClientResponse, Information, Kernel } from "../../kernel.ts";
import { Buffer } from "../buffer.ts";
import { invalidArgType, invalidArgValue, nodeError } from "../node-error.ts";
import { enter, nextTick } from "../ticks.ts";
import { type Agent, agentFor } from "./agent.ts";
import { isToken } from "./header-rules.ts";
import { connectionReset, IncomingMessage } from "./incoming-message.ts";
import type { Head } from "./outgoing-headers.ts";
import { OutgoingMessage, type Wire } from "./outgoing-message.ts";
import { Socket } from "./socket.ts";

export interface RequestOptions {
  readonly protocol?: string | null;
  readonly host?: string | null;
  readonly hostname?: string | null;
  readonly port?: number | string | null;
  readonly path?: string | null;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, unknown>> | readonly unknown[];
  readonly auth?: string | null;
  readonly agent?: unknown;
  readonly timeout?: number;
  readonly setHost?: boolean;
  readonly signal?: AbortSignal;
  readonly insecureHTTPParser?: boolean;
}

export type ResponseListener = (response: IncomingMessage) => void;

const OWN_HOSTS = new Set(["localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0"]);

/** `undefined` for a machine that is not this one. */
export function isOwnHost(host: string): boolean {
  return OWN_HOSTS.has(host) || host.endsWith(".localhost");
}

export function noSuchHost(host: string): Error {
  const message =
    `getaddrinfo ENOTFOUND ${host}: a program in the page can only reach its own machine. ` +
    `Use http://localhost and the port that a program here listens on.`;
  return Object.assign(new Error(message), {
    code: "ENOTFOUND",
    errno: -3008,
    syscall: "getaddrinfo",
    hostname: host,
  });
}

export class ClientRequest extends OutgoingMessage {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly protocol = "http:";
  readonly agent: Agent;
  reusedSocket = false;
  aborted = false;
  res: IncomingMessage | null = null;
  protected readonly wire: Wire;
  readonly #abort = new AbortController();
  readonly #port: number;
  readonly #kernel: Kernel;
  #hold: (() => void) | undefined;

  constructor(kernel: Kernel, options: RequestOptions, listener: ResponseListener | undefined) {
    super();
    this.#kernel = kernel;
    this.agent = agentFor(options.agent);
    this.shouldKeepAlive = this.agent.reuses ?? true;
    this._last = !this.shouldKeepAlive;
    checkOptions(options);
    this.method = (options.method ?? "GET").toUpperCase();
    if (!isToken(this.method)) {
      throw nodeError(
        TypeError,
        "ERR_INVALID_HTTP_TOKEN",
        `Method must be a valid HTTP token ["${options.method}"]`,
      );
    }
    this.path = options.path || "/";
    if (/[^\u0021-\u00ff]/.test(this.path)) {
      throw nodeError(TypeError, "ERR_UNESCAPED_CHARACTERS", "Request path contains unescaped characters");
    }
    if (options.protocol !== undefined && options.protocol !== null && options.protocol !== "http:") {
      throw nodeError(
        TypeError,
        "ERR_INVALID_PROTOCOL",
        `Protocol "${options.protocol}" not supported. Expected "http:"`,
      );
    }
    this.host = options.hostname || options.host || "localhost";
    this.#port = Number(options.port || 80);
    this.useChunkedEncodingByDefault = !["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"].includes(
      this.method,
    );
    if (listener !== undefined) this.once("response", listener);
    this.#setInitialHeaders(options);
    this.wire = this.#requestWire();
    this.socket = new Socket({ remotePort: this.#port, wire: { destroy: () => this.#abort.abort() } });
    this.socket.once("close", () => this.#onSocketClose());
    if (options.timeout !== undefined) this.setTimeout(options.timeout);
    this.socket.on("timeout", () => this.emit("timeout"));
    this.#followSignal(options.signal);
    // Who expects to be told whether to send the body sends the head first.
    if (this.hasHeader("expect")) this.flushHeaders();
    nextTick(() => {
      if (!this.destroyed) this.emit("socket", this.socket);
    });
  }

  #followSignal(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const abort = () => this.destroy(abortedBy(signal));
    if (signal.aborted) {
      nextTick(abort);
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    this.once("close", () => signal.removeEventListener("abort", abort));
  }

  #setInitialHeaders(options: RequestOptions): void {
    const { headers } = options;
    if (Array.isArray(headers)) {
      for (const [name, value] of headerPairs(headers)) this.appendHeader(String(name), value);
    } else if (headers !== undefined && headers !== null) {
      if (typeof headers !== "object") throw invalidArgType("options.headers", "Object", headers);
      for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    }
    if (!this.hasHeader("host") && (options.setHost ?? true)) {
      const host = this.host.includes(":") && !this.host.startsWith("[") ? `[${this.host}]` : this.host;
      this.setHeader("Host", this.#port === 80 ? host : `${host}:${this.#port}`);
    }
    if (options.auth && !this.hasHeader("authorization")) {
      this.setHeader("Authorization", `Basic ${Buffer.from(options.auth).toString("base64")}`);
    }
  }

  override _implicitHeader(): void {
    this._storeHeader(`${this.method} ${this.path} HTTP/1.1`, undefined);
  }

  /** A body that is there at once goes as bytes, one that is written piece by piece as a stream. */
  #requestWire(): Wire {
    let head: Head | undefined;
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    let trailers: readonly HeaderPair[] = [];
    let sent = false;
    const send = (body: ReadableStream<Uint8Array> | null) => {
      sent = true;
      this.#send(head?.pairs ?? [], body, () => trailers);
    };
    const sendStream = () => {
      const body = new ReadableStream<Uint8Array>({
        start: (one) => {
          controller = one;
        },
        // The response came before the end, and nobody wants the rest.
        cancel: () => {
          controller = undefined;
        },
      });
      send(body);
    };
    return {
      head: (_firstLine, rendered) => {
        head = rendered;
      },
      write: (bytes) => {
        if (!sent) sendStream();
        controller?.enqueue(bytes);
        return Promise.resolve();
      },
      end: (followed) => {
        trailers = followed;
        if (!sent && followed.length > 0) sendStream();
        if (sent) controller?.close();
        else send(null);
      },
      flush: () => {
        if (sent || head === undefined) return;
        if (head.chunked || (head.contentLength ?? 0) > 0) sendStream();
        else send(null);
      },
    };
  }

  #send(
    headers: readonly HeaderPair[],
    body: ReadableStream<Uint8Array> | null,
    trailers: () => readonly HeaderPair[],
  ): void {
    if (!isOwnHost(this.host)) {
      nextTick(() => this.#fail(noSuchHost(this.host)));
      return;
    }
    this.#hold = this.#kernel.hold();
    this.#kernel
      .connect(this.#port, {
        method: this.method,
        target: this.path,
        headers,
        body,
        trailers,
        onInformation: (information) => enter(() => this.#onInformation(information)),
        signal: this.#abort.signal,
      })
      .then(
        (response) => enter(() => this.#onResponse(response)),
        (error: unknown) => enter(() => this.#fail(this.#explain(error))),
      );
  }

  #onInformation({ status, statusText, headers }: Information): void {
    const { socket } = this;
    if (this.destroyed || this.res !== null || socket === null) return;
    if (status === 100) this.emit("continue");
    const message = new IncomingMessage(socket);
    message._setRawHeaders(headers);
    const { httpVersion, httpVersionMajor, httpVersionMinor, rawHeaders } = message;
    this.emit("information", {
      statusCode: status,
      statusMessage: statusText,
      ...{ httpVersion, httpVersionMajor, httpVersionMinor },
      headers: message.headers,
      rawHeaders,
    });
  }

  #onResponse(response: ClientResponse): void {
    const socket = this.socket;
    if (this.destroyed || socket === null) return;
    const message = new IncomingMessage(socket);
    message.statusCode = response.status;
    message.statusMessage = response.statusText;
    message._setRawHeaders(response.headers);
    Object.assign(message, { req: this });
    this.res = message;
    message.once("close", () => {
      this.#hold?.();
      this.#hold = undefined;
      socket.finish();
    });
    const heard = this.emit("response", message);
    message._attachBody(response.body, () => response.trailers());
    if (!heard) message._dump();
  }

  #explain(error: unknown): Error {
    if ((error as { code?: string } | undefined)?.code !== "ECONNREFUSED") {
      return error instanceof Error ? error : new Error(String(error));
    }
    return Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:${this.#port}`), {
      code: "ECONNREFUSED",
      errno: -111,
      syscall: "connect",
      address: "127.0.0.1",
      port: this.#port,
    });
  }

  #fail(error: Error): void {
    this.#hold?.();
    this.#hold = undefined;
    if (this.destroyed) return;
    this.destroyed = true;
    this.errored = error;
    this.emit("error", error);
    nextTick(() => this._emitClose());
  }

  #onSocketClose(): void {
    this.#hold?.();
    this.#hold = undefined;
    if (this.res === null && !this.closed) {
      const error = this.errored ?? connectionReset("socket hang up");
      this.destroyed = true;
      this.emit("error", error);
    } else if (this.res !== null && !this.res.complete) this.res.destroy(connectionReset("aborted"));
    this._emitClose();
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    nextTick(() => this.emit("abort"));
    this.destroy();
  }

  setNoDelay(): void {}
  setSocketKeepAlive(): void {}
}

/** Of a list of pairs, or of names and values by turns. */
function headerPairs(list: readonly unknown[]): readonly (readonly unknown[])[] {
  if (list.every((one): one is readonly unknown[] => Array.isArray(one))) return list;
  if (list.length % 2 !== 0) throw invalidArgValue("headers", list);
  return Array.from({ length: list.length / 2 }, (_, index) => list.slice(2 * index, 2 * index + 2));
}

function checkOptions({ method, host, hostname, insecureHTTPParser }: RequestOptions): void {
  if (method !== undefined && method !== null && typeof method !== "string")
    throw invalidArgType("options.method", "string", method);
  for (const [name, value] of Object.entries({ hostname, host })) {
    if (value !== undefined && value !== null && typeof value !== "string")
      throw invalidArgType(`options.${name}`, ["string", "undefined", "null"], value);
  }
  if (insecureHTTPParser !== undefined && typeof insecureHTTPParser !== "boolean")
    throw invalidArgType("options.insecureHTTPParser", "boolean", insecureHTTPParser);
}

function abortedBy(signal: AbortSignal | undefined): Error {
  const error = nodeError(Error, "ABORT_ERR", "The operation was aborted");
  error.name = "AbortError";
  error.cause = signal?.reason;
  return error;
}
