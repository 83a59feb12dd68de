import type { HeaderPair } from "../../../../web/http.ts";
import { Buffer } from "../buffer.ts";
import { invalidArgType, nodeError } from "../node-error.ts";
import { nextTick } from "../ticks.ts";
import { HeaderFields } from "./header-fields.ts";
import { hasBadCharacter, invalidChar, validateHeaderName } from "./header-rules.ts";
import {
  type Head,
  type HeadersArgument,
  headerEntries,
  renderHead,
  trailerEntries,
} from "./outgoing-headers.ts";
import type { Socket } from "./socket.ts";

export type Callback = (error?: Error | null) => void;
type Chunk = string | Uint8Array;

/** Where a message's bytes go: an exchange of a server, or a request of a client. */
export interface Wire {
  head(firstLine: string, head: Head): void;
  /** Settles when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  end(trailers: readonly HeaderPair[]): void;
  /** The head goes at once, whenever the body comes. Absent: it does so anyway. */
  flush?(): void;
}

const HIGH_WATER_MARK = 65_536;
const nothing = () => undefined;

/** What Node's ServerResponse and ClientRequest have in common. */
export abstract class OutgoingMessage extends HeaderFields {
  writable = true;
  destroyed = false;
  finished = false;
  shouldKeepAlive = true;
  useChunkedEncodingByDefault = true;
  chunkedEncoding = false;
  maxRequestsOnConnectionReached = false;
  strictContentLength = false;
  _rejectBodies = false;
  _uniqueHeaders: ReadonlySet<string> | undefined;
  errored: Error | null = null;
  closed = false;
  writableFinished = false;
  _headerSent = false;
  _hasBody = true;
  _contentLength: number | null = null;
  _last = false;
  _keepAliveTimeout = 0;
  _maxRequestsPerSocket = 0;
  #socket: Socket | null = null;
  #head: Head | undefined;
  #firstLine = "";
  #written = 0;
  #inFlight = 0;
  #corked = 0;
  #needDrain = false;
  #lastWrite: Promise<void> | undefined;
  #endCallbacks: Callback[] = [];
  #trailers: HeaderPair[] = [];

  protected abstract readonly wire: Wire;
  _implicitHeader(): void {
    throw nodeError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _implicitHeader() method is not implemented");
  }

  get socket(): Socket | null {
    return this.#socket;
  }
  set socket(socket: Socket | null) {
    this.#socket = socket;
  }
  get connection(): Socket | null {
    return this.socket;
  }
  set connection(socket: Socket | null) {
    this.socket = socket;
  }
  get headersSent(): boolean {
    return this._header !== null;
  }
  get writableEnded(): boolean {
    return this.finished;
  }
  get writableObjectMode(): boolean {
    return false;
  }
  get writableLength(): number {
    return this.#inFlight;
  }
  get writableHighWaterMark(): number {
    return HIGH_WATER_MARK;
  }
  get writableCorked(): number {
    return this.#corked;
  }
  get writableNeedDrain(): boolean {
    return !this.destroyed && !this.finished && this.#needDrain;
  }
  get _headers(): Record<string, unknown> {
    return this.getHeaders();
  }

  /** Fixes the head. `headers` only when none were set one by one. */
  _storeHeader(firstLine: string, headers: HeadersArgument): void {
    const own = headers === undefined ? this.ownHeaders() : headerEntries(headers);
    const head = renderHead(
      own,
      {
        sendDate: this.sendDate,
        hasBody: this._hasBody,
        contentLength: this._contentLength,
        statusCode: (this as { statusCode?: number }).statusCode,
        useChunkedByDefault: this.useChunkedEncodingByDefault,
        removedConnection: this._removedConnection,
        removedContentLength: this._removedContLen,
        removedTransferEncoding: this._removedTE,
        keepAliveTimeoutMs: this._keepAliveTimeout,
        maxRequestsPerSocket: this._maxRequestsPerSocket,
        maxRequestsReached: this.maxRequestsOnConnectionReached,
        hasAgent: (this as { agent?: unknown }).agent !== undefined,
        uniqueHeaders: this._uniqueHeaders,
      },
      this.shouldKeepAlive,
    );
    this.#head = head;
    this.#firstLine = firstLine;
    this.shouldKeepAlive = head.shouldKeepAlive;
    this.chunkedEncoding = head.chunked;
    this._last ||= head.last;
    this._header = headText(firstLine, head.pairs);
  }

  flushHeaders(): void {
    if (this._header === null) this._implicitHeader();
    this.#sendHead("utf8");
    if (!this.destroyed) this.wire.flush?.();
  }

  cork(): void {
    this.#corked++;
  }
  uncork(): void {
    if (this.#corked > 0) this.#corked--;
  }

  write(chunk: Chunk, encoding?: BufferEncoding | Callback | null, callback?: Callback): boolean {
    if (typeof encoding === "function") return this.write(chunk, null, encoding);
    const roomLeft = this.#write(chunk, encoding, callback ?? nothing, false);
    if (!roomLeft) this.#needDrain = true;
    return roomLeft;
  }

  #write(
    chunk: Chunk,
    encoding: BufferEncoding | null | undefined,
    callback: Callback,
    isLast: boolean,
  ): boolean {
    requireChunk(chunk);
    if (this.finished || this.destroyed) {
      const error = this.finished
        ? nodeError(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end")
        : nodeError(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed");
      this.#fail(error, callback);
      return false;
    }
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding ?? undefined) : chunk;
    this.#checkLength(bytes.length, isLast);
    if (this._header === null) {
      if (isLast) this._contentLength = bytes.length;
      this._implicitHeader();
    }
    if (!this._hasBody) {
      if (this._rejectBodies) throw bodyNotAllowed();
      nextTick(callback);
      return true;
    }
    const isJoined = typeof chunk === "string" && (!encoding || encoding === "utf8") && !this.chunkedEncoding;
    this.#sendHead(isJoined ? "utf8" : "latin1");
    return this.#sendBytes(bytes, callback);
  }

  /** Node writes the head and a text that follows it in one string, and so in the text's encoding: "é" becomes two bytes. */
  #sendHead(encoding: "latin1" | "utf8"): void {
    const head = this.#head;
    if (this._headerSent || head === undefined || this.destroyed) return;
    this._headerSent = true;
    const isWider = encoding === "utf8" && head.pairs.some(([, value]) => /[^\0-\x7f]/.test(value));
    this.wire.head(this.#firstLine, isWider ? { ...head, pairs: head.pairs.map(inUtf8) } : head);
  }

  /** A body longer than its Content-Length is cut: on a real connection the rest is no part of the message. */
  #sendBytes(bytes: Uint8Array, callback: Callback): boolean {
    const limit = this.chunkedEncoding ? null : (this.#head?.contentLength ?? null);
    const fitting = limit === null ? bytes : bytes.subarray(0, Math.max(0, limit - this.#written));
    this.#written += bytes.length;
    if (fitting.length === 0) {
      nextTick(callback);
      return true;
    }
    this.#inFlight += fitting.length;
    if (this.#socket !== null) this.#socket.bytesWritten += fitting.length;
    this.#socket?.touch();
    const done = this.wire.write(fitting).then(
      () => this.#landed(fitting.length, callback),
      (error: Error) => callback(error),
    );
    this.#lastWrite = done;
    return this.#inFlight < HIGH_WATER_MARK;
  }

  #landed(length: number, callback: Callback): void {
    this.#inFlight -= length;
    callback(null);
    if (this.#inFlight === 0 && this.#needDrain && !this.finished && !this.destroyed) {
      this.#needDrain = false;
      this.emit("drain");
    }
  }

  #checkLength(length: number, isLast: boolean): void {
    if (!this.strictContentLength || !this._hasBody || this.chunkedEncoding) return;
    const declared =
      this.#head?.contentLength ??
      (this.hasHeader("content-length") ? Number(this.getHeader("content-length")) : null);
    const total = this.#written + length;
    if (declared === null || (isLast ? total === declared : total <= declared)) return;
    throw nodeError(
      Error,
      "ERR_HTTP_CONTENT_LENGTH_MISMATCH",
      `Response body's content-length of ${total} byte(s) does not match the content-length of ${declared} byte(s) set in header`,
    );
  }

  #fail(error: Error, callback: Callback): void {
    nextTick(() => {
      callback(error);
      if (!this.destroyed) this.emit("error", error);
    });
  }

  /** In the place of those before. They go only with a body in chunks, as in Node. */
  addTrailers(headers: HeadersArgument): void {
    this.#trailers = [];
    for (const [name, value] of trailerEntries(headers)) {
      validateHeaderName(name, "Trailer name");
      const isOne = !Array.isArray(value) || value.length < 2 || this._uniqueHeaders?.has(name.toLowerCase());
      for (const one of isOne ? [Array.isArray(value) ? value.join("; ") : value] : value) {
        if (hasBadCharacter(one)) throw invalidChar("trailer content", name);
        this.#trailers.push([name, String(one)]);
      }
    }
  }

  end(
    chunk?: Chunk | Callback | null,
    encoding?: BufferEncoding | Callback | null,
    callback?: Callback,
  ): this {
    if (typeof chunk === "function") return this.end(null, null, chunk);
    if (typeof encoding === "function") return this.end(chunk, null, encoding);
    if (chunk) {
      if (this.finished) {
        this.#fail(nodeError(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end"), callback ?? nothing);
        return this;
      }
      this.#write(chunk, encoding, nothing, true);
    } else if (this.finished) {
      if (callback !== undefined) this.#queueEndCallback(callback);
      return this;
    } else if (this._header === null) {
      this._contentLength = 0;
      this._implicitHeader();
    }
    if (callback !== undefined) this.#queueEndCallback(callback);
    if (!chunk) this.#checkLength(0, true);
    this.finished = true;
    this.#corked = 0;
    if (this.destroyed) return this;
    this.#sendHead("latin1");
    const declared = this.chunkedEncoding || !this._hasBody ? null : (this.#head?.contentLength ?? null);
    if (declared !== null && this.#written < declared) this.#socket?.destroy();
    else this.wire.end(this.chunkedEncoding && this._hasBody ? this.#trailers : []);
    if (this.#inFlight >= HIGH_WATER_MARK) void this.#lastWrite?.then(() => this.#finish());
    else nextTick(() => this.#finish());
    this.emit("prefinish");
    return this;
  }

  #queueEndCallback(callback: Callback): void {
    if (!this.writableFinished) {
      this.#endCallbacks.push(callback);
      return;
    }
    const error = nodeError(
      Error,
      "ERR_STREAM_ALREADY_FINISHED",
      "Cannot call end after a stream was finished",
    );
    nextTick(() => callback(error));
  }

  #finish(): void {
    const error = this.errored ?? this.#socket?.errored ?? null;
    if (error === null) this.writableFinished = true;
    for (const callback of this.#endCallbacks.splice(0)) callback(error);
    if (error === null) this.emit("finish");
  }

  setTimeout(ms: number, callback?: () => void): this {
    if (callback !== undefined) this.on("timeout", callback);
    if (this.#socket === null) this.once("socket", (socket: Socket) => socket.setTimeout(ms));
    else this.#socket.setTimeout(ms);
    return this;
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error ?? null;
    if (this.#socket === null) nextTick(() => this._emitClose());
    else this.#socket.destroy(error);
    return this;
  }

  _emitClose(): void {
    if (this.closed) return;
    this.destroyed = true;
    this.closed = true;
    this.emit("close");
  }

  get _closed(): boolean {
    return this.closed;
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    this.emit("error", nodeError(Error, "ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable"));
    return destination;
  }
}

/** As it reads on the wire, one character for each byte. */
function inUtf8([name, value]: HeaderPair): HeaderPair {
  return [name, Buffer.from(value).toString("latin1")];
}

function bodyNotAllowed(): Error {
  return nodeError(
    Error,
    "ERR_HTTP_BODY_NOT_ALLOWED",
    "Adding content for this request method or response status is not allowed.",
  );
}

function requireChunk(chunk: unknown): asserts chunk is Chunk {
  if (chunk === null) {
    throw nodeError(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
  }
  if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) {
    throw invalidArgType("chunk", ["string", "Buffer", "Uint8Array"], chunk);
  }
}

function headText(firstLine: string, pairs: readonly HeaderPair[]): string {
  let text = `${firstLine}\r\n`;
  for (const [name, value] of pairs) text += `${name}: ${value}\r\n`;
  return `${text}\r\n`;
}
