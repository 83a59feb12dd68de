import { EngineError, type EngineErrorCode } from "../engine.ts";
import { fromBase64, toBase64 } from "./base64.ts";

/** Answers a call of the other side. What it throws is thrown there. */
export type Handler = (value: unknown, signal: AbortSignal) => unknown;

export interface LinkOptions {
  send(message: unknown): void;
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Told without an answer. */
  onEvent?(name: string, value: unknown): void;
  /** How bytes travel in a message: as base64 text in JSON (default), or as they are, where `send` can do that. */
  readonly bytes?: "base64" | "raw";
  /** Of a byte stream, in one message. Default 12 KiB. */
  readonly chunkBytes?: number;
}

const CHUNK_BYTES = 12 * 1024;
/** Chunks on their way that the reader has not asked for yet. */
const CHUNKS_AHEAD = 4;

type Message =
  | { readonly kind: "call"; readonly id: number; readonly verb: string; readonly value: unknown }
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly error: Failure }
  | { readonly kind: "event"; readonly name: string; readonly value: unknown }
  | { readonly kind: "chunk"; readonly id: number; readonly value: unknown }
  | { readonly kind: "end"; readonly id: number }
  | { readonly kind: "broken"; readonly id: number; readonly error: Failure }
  | { readonly kind: "pull"; readonly id: number; readonly count: number }
  | { readonly kind: "cancel"; readonly id: number };

interface Failure {
  readonly code: string | undefined;
  readonly message: string;
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface IncomingStream {
  readonly controller: ReadableStreamDefaultController<unknown>;
  /** Counts a chunk. */
  arrived(): void;
}

interface OutgoingStream {
  pull(count: number): void;
  cancel(): void;
}

/**
 * Calls, events and streams between two sides that send each other messages in order. Values are JSON, with
 * `Uint8Array` and `ReadableStream` (of bytes or of JSON) anywhere inside. Streams keep back-pressure.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #calls = new Map<number, PendingCall>();
  readonly #served = new Map<number, AbortController>();
  readonly #outgoing = new Map<number, OutgoingStream>();
  readonly #incoming = new Map<number, IncomingStream>();
  #ids = 0;
  #closed: Error | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Rejects with what the other side's handler threw, or with `close`'s error. */
  async call(verb: string, value: unknown, signal?: AbortSignal): Promise<unknown> {
    if (this.#closed !== undefined) throw this.#closed;
    this.#ids += 1;
    const id = this.#ids;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#calls.set(id, { resolve, reject });
    const abort = () => this.#send({ kind: "abort", id });
    this.#send({ kind: "call", id, verb, value: this.#encode(value) });
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await promise;
    } finally {
      this.#calls.delete(id);
      signal?.removeEventListener("abort", abort);
    }
  }

  tell(name: string, value: unknown): void {
    this.#send({ kind: "event", name, value: this.#encode(value) });
  }

  /** The other side is gone: all that waits for it fails with `error`. */
  close(error: Error): void {
    this.#closed ??= error;
    for (const call of this.#calls.values()) call.reject(error);
    for (const { controller } of this.#incoming.values()) controller.error(error);
    for (const controller of this.#served.values()) controller.abort(error);
    for (const stream of this.#outgoing.values()) stream.cancel();
    this.#calls.clear();
    this.#incoming.clear();
    this.#outgoing.clear();
  }

  receive(data: unknown): void {
    const message = data as Message;
    switch (message.kind) {
      case "call":
        void this.#serve(message.id, message.verb, message.value);
        return;
      case "abort":
        this.#served.get(message.id)?.abort();
        return;
      case "answer":
        this.#calls.get(message.id)?.resolve(this.#decode(message.value));
        return;
      case "failure":
        this.#calls.get(message.id)?.reject(errorOf(message.error));
        return;
      case "event":
        this.#options.onEvent?.(message.name, this.#decode(message.value));
        return;
      case "chunk":
        this.#incoming.get(message.id)?.arrived();
        this.#incoming.get(message.id)?.controller.enqueue(this.#decode(message.value));
        return;
      case "end":
        this.#incoming.get(message.id)?.controller.close();
        this.#incoming.delete(message.id);
        return;
      case "broken":
        this.#incoming.get(message.id)?.controller.error(errorOf(message.error));
        this.#incoming.delete(message.id);
        return;
      case "pull":
        this.#outgoing.get(message.id)?.pull(message.count);
        return;
      case "cancel":
        this.#outgoing.get(message.id)?.cancel();
        this.#outgoing.delete(message.id);
        return;
    }
  }

  #send(message: Message): void {
    if (this.#closed === undefined) this.#options.send(message);
  }

  async #serve(id: number, verb: string, value: unknown): Promise<void> {
    const controller = new AbortController();
    this.#served.set(id, controller);
    try {
      const handler = this.#options.handlers[verb];
      if (handler === undefined)
        throw new Error(`The other side asks for "${verb}", which is not known here.`);
      const answer = await handler(this.#decode(value), controller.signal);
      this.#send({ kind: "answer", id, value: this.#encode(answer) });
    } catch (error) {
      this.#send({ kind: "failure", id, error: failureOf(error) });
    } finally {
      this.#served.delete(id);
    }
  }

  #encode(value: unknown): unknown {
    if (value instanceof Uint8Array) {
      return this.#options.bytes === "raw" ? value : { $bytes: toBase64(value) };
    }
    if (value instanceof ReadableStream) return { $stream: this.#sendStream(value) };
    if (Array.isArray(value)) return value.map((item) => this.#encode(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#encode(item)]));
  }

  #decode(value: unknown): unknown {
    if (value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return value.map((item) => this.#decode(item));
    if (typeof value !== "object" || value === null) return value;
    if ("$bytes" in value && typeof value.$bytes === "string") return fromBase64(value.$bytes);
    if ("$stream" in value && typeof value.$stream === "number") return this.#receiveStream(value.$stream);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#decode(item)]));
  }

  #sendStream(stream: ReadableStream<unknown>): number {
    this.#ids += 1;
    const id = this.#ids;
    const reader = stream.getReader();
    let credit = CHUNKS_AHEAD;
    let more = Promise.withResolvers<void>();
    this.#outgoing.set(id, {
      pull: (count) => {
        credit += count;
        more.resolve();
      },
      cancel: () => {
        credit = Number.POSITIVE_INFINITY;
        more.resolve();
        reader.cancel().catch(() => {});
      },
    });
    const sendChunk = async (value: unknown): Promise<void> => {
      while (credit <= 0) {
        more = Promise.withResolvers<void>();
        await more.promise;
      }
      credit -= 1;
      if (this.#outgoing.has(id)) this.#send({ kind: "chunk", id, value: this.#encode(value) });
    };
    void this.#pump(id, reader, sendChunk);
    return id;
  }

  async #pump(
    id: number,
    reader: ReadableStreamDefaultReader<unknown>,
    sendChunk: (value: unknown) => Promise<void>,
  ): Promise<void> {
    const { chunkBytes = CHUNK_BYTES } = this.#options;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (value instanceof Uint8Array) for (const part of partsOf(value, chunkBytes)) await sendChunk(part);
        else await sendChunk(value);
      }
      if (this.#outgoing.has(id)) this.#send({ kind: "end", id });
    } catch (error) {
      this.#send({ kind: "broken", id, error: failureOf(error) });
    } finally {
      this.#outgoing.delete(id);
    }
  }

  #receiveStream(id: number): ReadableStream<unknown> {
    // The first chunks come unasked.
    let expected = CHUNKS_AHEAD;
    return new ReadableStream<unknown>(
      {
        start: (controller) => {
          this.#incoming.set(id, {
            controller,
            arrived: () => {
              expected -= 1;
            },
          });
        },
        pull: () => {
          const count = CHUNKS_AHEAD - expected;
          expected += count;
          if (count > 0) this.#send({ kind: "pull", id, count });
        },
        cancel: () => {
          this.#incoming.delete(id);
          this.#send({ kind: "cancel", id });
        },
      },
      { highWaterMark: CHUNKS_AHEAD },
    );
  }
}

function* partsOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof EngineError ? error.code : undefined, message };
}

function errorOf({ code, message }: Failure): Error {
  return code === undefined ? new Error(message) : new EngineError(code as EngineErrorCode, message);
}
