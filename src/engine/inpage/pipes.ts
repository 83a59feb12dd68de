import type { HeaderPair } from "../../web/http.ts";
import { EngineError } from "../engine.ts";
import { ownBytes, type PipeMessage, type Post, type WireFailure } from "./wire.ts";

/** How far a writer may be ahead of its reader. */
export const WINDOW_BYTES = 256 * 1024;
/** The reader reports what it took in steps of this size. */
const REPORT_BYTES = WINDOW_BYTES / 4;

/** Byte streams over a port, both ways, that never run more than a window ahead of their reader. */
export class Pipes {
  readonly #post: Post<PipeMessage>;
  readonly #writers = new Map<number, PipeWriter>();
  readonly #readers = new Map<number, PipeReader>();
  #next = 1;

  constructor(post: Post<PipeMessage>) {
    this.#post = post;
  }

  /** Begins a pipe to the other side. `onCancel`: its reader left; not called after `end` or `break`. */
  write(onCancel: () => void): PipeWriter {
    const pipe = this.#next;
    this.#next += 1;
    const forget = () => this.#writers.delete(pipe);
    const writer = new PipeWriter(pipe, this.#post, forget, onCancel);
    this.#writers.set(pipe, writer);
    return writer;
  }

  /** The stream that comes in on a pipe of the other side. `onEnd`: it is complete, broken or cancelled. */
  read(pipe: number, onEnd: () => void): PipeReader {
    const forget = () => {
      this.#readers.delete(pipe);
      onEnd();
    };
    const reader = new PipeReader(pipe, this.#post, forget);
    this.#readers.set(pipe, reader);
    return reader;
  }

  receive(message: PipeMessage): void {
    switch (message.kind) {
      case "chunk":
        this.#readers.get(message.pipe)?.push(message.bytes);
        return;
      case "end":
        this.#readers.get(message.pipe)?.end(message.trailers);
        return;
      case "break":
        this.#readers.get(message.pipe)?.fail(message.code, message.message);
        return;
      case "taken":
        this.#writers.get(message.pipe)?.taken(message.bytes);
        return;
      case "cancel":
        this.#writers.get(message.pipe)?.cancelled();
        return;
    }
  }

  /** The other side is gone. */
  breakAll(code: WireFailure, message: string): void {
    for (const reader of [...this.#readers.values()]) reader.fail(code, message);
    for (const writer of [...this.#writers.values()]) writer.cancelled();
  }
}

export class PipeWriter {
  readonly pipe: number;
  readonly #post: Post<PipeMessage>;
  readonly #forget: () => void;
  readonly #onCancel: () => void;
  #ahead = 0;
  #room: PromiseWithResolvers<void> | undefined;
  #open = true;

  constructor(pipe: number, post: Post<PipeMessage>, forget: () => void, onCancel: () => void) {
    this.pipe = pipe;
    this.#post = post;
    this.#forget = forget;
    this.#onCancel = onCancel;
  }

  /** Settles when the reader has room for more, or has left. */
  write(bytes: Uint8Array): Promise<void> {
    if (!this.#open || bytes.byteLength === 0) return Promise.resolve();
    // Not more than a window at once, so that a reader on the other side reports in time.
    for (let start = 0; start < bytes.byteLength; start += WINDOW_BYTES) {
      const part = ownBytes(bytes.subarray(start, start + WINDOW_BYTES));
      this.#ahead += part.byteLength;
      this.#post({ kind: "chunk", pipe: this.pipe, bytes: part }, [part.buffer]);
    }
    return this.room();
  }

  /** Settles when the reader has room, or has left. */
  room(): Promise<void> {
    if (!this.#open || this.#ahead < WINDOW_BYTES) return Promise.resolve();
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  end(trailers: readonly HeaderPair[] = []): void {
    if (!this.#close()) return;
    this.#post({ kind: "end", pipe: this.pipe, ...(trailers.length > 0 && { trailers }) });
  }

  fail(code: WireFailure, message: string): void {
    if (this.#close()) this.#post({ kind: "break", pipe: this.pipe, code, message });
  }

  taken(bytes: number): void {
    this.#ahead -= bytes;
    if (this.#ahead < WINDOW_BYTES) this.#release();
  }

  cancelled(): void {
    if (this.#close()) this.#onCancel();
  }

  #close(): boolean {
    if (!this.#open) return false;
    this.#open = false;
    this.#forget();
    this.#release();
    return true;
  }

  #release(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }
}

export class PipeReader {
  readonly stream: ReadableStream<Uint8Array>;
  /** Known when the stream has ended. */
  trailers: readonly HeaderPair[] = [];
  readonly #pipe: number;
  readonly #post: Post<PipeMessage>;
  readonly #forget: () => void;
  readonly #queue: Uint8Array[] = [];
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #wanted: PromiseWithResolvers<void> | undefined;
  #unreported = 0;
  #state: "open" | "ended" | "closed" = "open";

  constructor(pipe: number, post: Post<PipeMessage>, forget: () => void) {
    this.#pipe = pipe;
    this.#post = post;
    this.#forget = forget;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: () => this.cancel(),
      },
      { highWaterMark: 0 },
    );
  }

  push(bytes: Uint8Array): void {
    if (this.#state !== "open") return;
    this.#queue.push(bytes);
    if (this.#wanted !== undefined) this.#deliver();
  }

  end(trailers: readonly HeaderPair[] = []): void {
    if (this.#state !== "open") return;
    this.#state = "ended";
    this.trailers = trailers;
    if (this.#queue.length === 0) this.#finish();
  }

  /** What has come and was not read is lost, as on a socket. */
  fail(code: WireFailure, message: string): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#controller?.error(new EngineError(code, message));
    this.#wanted?.resolve();
    this.#forget();
  }

  /** Leaves: the writer is told. */
  cancel(): void {
    if (this.#state === "closed") return;
    if (this.#state === "open") this.#post({ kind: "cancel", pipe: this.#pipe });
    this.#state = "closed";
    this.#forget();
  }

  #pull(): Promise<void> | undefined {
    this.#wanted = Promise.withResolvers();
    const { promise } = this.#wanted;
    if (this.#queue.length === 0) return promise;
    this.#deliver();
    return undefined;
  }

  #deliver(): void {
    const bytes = this.#queue.shift();
    if (bytes === undefined) return;
    this.#controller?.enqueue(bytes);
    this.#wanted?.resolve();
    this.#wanted = undefined;
    if (this.#state === "ended" && this.#queue.length === 0) {
      this.#finish();
      return;
    }
    this.#unreported += bytes.byteLength;
    if (this.#state === "open" && this.#unreported >= REPORT_BYTES) {
      this.#post({ kind: "taken", pipe: this.#pipe, bytes: this.#unreported });
      this.#unreported = 0;
    }
  }

  #finish(): void {
    this.#state = "closed";
    this.#controller?.close();
    this.#wanted?.resolve();
    this.#forget();
  }
}
