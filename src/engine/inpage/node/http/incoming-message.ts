import type { HeaderPair } from "../../../../web/http.ts";
import { asBuffer } from "../buffer.ts";
import { Readable } from "../stream.ts";
import { nextTick } from "../ticks.ts";
import { addHeaderLine, distinctHeaders, type IncomingHeaders, joinHeaders } from "./incoming-headers.ts";
import type { Socket } from "./socket.ts";

/** A request that a server got, or a response that a client got. */
export class IncomingMessage extends Readable {
  socket: Socket;
  client: Socket;
  httpVersion = "1.1";
  httpVersionMajor = 1;
  httpVersionMinor = 1;
  complete = false;
  rawHeaders: string[] = [];
  rawTrailers: string[] = [];
  joinDuplicateHeaders = false;
  aborted = false;
  upgrade = false;
  url = "";
  method: string | null = null;
  statusCode: number | null = null;
  statusMessage: string | null = null;
  _consuming = false;
  _dumped = false;
  #headers: IncomingHeaders | undefined;
  #distinct: Record<string, string[]> | undefined;
  #trailers: IncomingHeaders | undefined;
  #trailersDistinct: Record<string, string[]> | undefined;
  #trailersOfBody: () => readonly HeaderPair[] = () => [];
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #reading = false;
  #abort: AbortController | undefined;

  constructor(socket: Socket) {
    super({ highWaterMark: 65_536 });
    this.socket = socket;
    this.client = socket;
  }

  get connection(): Socket {
    return this.socket;
  }
  set connection(socket: Socket) {
    this.socket = socket;
  }

  get headers(): IncomingHeaders {
    this.#headers ??= joinHeaders(this.rawHeaders, this.joinDuplicateHeaders);
    return this.#headers;
  }
  set headers(headers: IncomingHeaders) {
    this.#headers = headers;
  }

  get headersDistinct(): Record<string, string[]> {
    this.#distinct ??= distinctHeaders(this.rawHeaders);
    return this.#distinct;
  }

  /** Empty until the body has ended. */
  get trailers(): IncomingHeaders {
    this.#trailers ??= joinHeaders(this.rawTrailers, this.joinDuplicateHeaders);
    return this.#trailers;
  }
  get trailersDistinct(): Record<string, string[]> {
    this.#trailersDistinct ??= distinctHeaders(this.rawTrailers);
    return this.#trailersDistinct;
  }

  /** Aborts when the connection breaks before the exchange is over. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      const controller = new AbortController();
      this.#abort = controller;
      if (this.destroyed && (!this.readableEnded || !this.complete)) controller.abort();
    }
    return this.#abort.signal;
  }

  setTimeout(ms: number, callback?: () => void): this {
    if (callback !== undefined) this.on("timeout", callback);
    this.socket.setTimeout(ms);
    return this;
  }

  _setRawHeaders(headers: readonly HeaderPair[]): void {
    this.rawHeaders = headers.flat();
  }

  /** Who has looked already holds the objects that are filled now. */
  #setRawTrailers(trailers: readonly HeaderPair[]): void {
    this.rawTrailers = trailers.flat();
    if (this.#trailers !== undefined)
      Object.assign(this.#trailers, joinHeaders(this.rawTrailers, this.joinDuplicateHeaders));
    if (this.#trailersDistinct !== undefined)
      Object.assign(this.#trailersDistinct, distinctHeaders(this.rawTrailers));
  }

  _addHeaderLine(field: string, value: string, joined: IncomingHeaders): void {
    addHeaderLine(field, value, joined, this.joinDuplicateHeaders);
  }

  /** Where the body comes from; `null` when there is none. `trailers`: what followed it. Called once. */
  _attachBody(body: ReadableStream<Uint8Array> | null, trailers: () => readonly HeaderPair[]): void {
    this.#trailersOfBody = trailers;
    if (body === null) {
      this.complete = true;
      this.push(null);
      return;
    }
    this.#reader = body.getReader();
    if (this._consuming) this.#pump();
  }

  override _read(): void {
    this._consuming = true;
    this.#pump();
  }

  #pump(): void {
    const reader = this.#reader;
    if (reader === undefined || this.#reading) return;
    this.#reading = true;
    reader.read().then(
      ({ done, value }) => {
        this.#reading = false;
        if (this.destroyed) return;
        this.socket.touch();
        if (done) {
          this.#reader = undefined;
          this.complete = true;
          this.#setRawTrailers(this.#trailersOfBody());
          this.push(null);
        } else {
          this.socket.bytesRead += value.length;
          if (this._dumped || this.push(asBuffer(value))) this.#pump();
        }
      },
      () => {
        this.#reading = false;
        this.#reader = undefined;
        this.socket.destroy();
        this.destroy(connectionReset("aborted"));
      },
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit("aborted");
      this.#abort?.abort();
    }
    if (this.#reader !== undefined) {
      void this.#reader.cancel().catch(() => undefined);
      this.#reader = undefined;
    }
    if (!this.socket.destroyed && this.aborted) this.socket.destroy(error ?? undefined);
    nextTick(() => {
      if (this.listenerCount("error") === 0) done();
      else done(error);
    });
  }

  /** Reads the rest and throws it away. */
  _dump(): void {
    if (this._dumped) return;
    this._dumped = true;
    this.removeAllListeners("data");
    this.resume();
  }
}

export function connectionReset(message: string): Error {
  return Object.assign(new Error(message), { code: "ECONNRESET" });
}
