/**
 * Streams over a message port, with chunks sent ahead up to a window: transferable streams are not in every
 * browser, and cost a message each way for every chunk.
 */
export type StreamMessage =
  | { readonly stream: number; readonly kind: "chunk"; readonly chunk: unknown }
  | { readonly stream: number; readonly kind: "end" }
  | { readonly stream: number; readonly kind: "error"; readonly error: unknown }
  /** From the receiver: so many chunks have been read. */
  | { readonly stream: number; readonly kind: "read"; readonly chunks: number }
  | { readonly stream: number; readonly kind: "cancel" };

/** Chunks under way at once. */
const WINDOW = 16;

interface Sending {
  readonly over: () => void;
  /** Chunks that may be sent before the receiver has read more. */
  credit: number;
  wake: (() => void) | undefined;
  cancel(): void;
}

interface Receiving {
  readonly over: () => void;
  readonly controller: ReadableStreamDefaultController<unknown>;
  /** Chunks that came and of whose reading the sender has not been told. */
  untold: number;
}

export interface PortStreamsOptions {
  post(message: StreamMessage): void;
  /** Errors that cannot be cloned whole (their code would be lost). */
  packError(error: unknown): unknown;
  unpackError(packed: unknown): unknown;
}

/** All streams of one side of a port, in both directions. */
export class PortStreams {
  readonly #options: PortStreamsOptions;
  readonly #sending = new Map<number, Sending>();
  readonly #receiving = new Map<number, Receiving>();
  #last = 0;

  constructor(options: PortStreamsOptions) {
    this.#options = options;
  }

  /**
   * Begins to send; the number is what the other side calls {@link receive} with. `over` is called when nothing more will
   * be sent.
   */
  send(source: ReadableStream<unknown>, over = () => {}): number {
    this.#last += 1;
    const stream = this.#last;
    const reader = source.getReader();
    const sending: Sending = {
      over,
      credit: WINDOW,
      wake: undefined,
      cancel: () => void reader.cancel().catch(() => undefined),
    };
    this.#sending.set(stream, sending);
    void this.#pump(stream, reader, sending);
    return stream;
  }

  /** Call it at once on hearing of the stream, before its first chunk can come. `over` is called when nothing more will come. */
  receive<Chunk>(stream: number, over = () => {}): ReadableStream<Chunk> {
    return new ReadableStream<Chunk>(
      {
        start: (controller) => {
          this.#receiving.set(stream, { controller, untold: 0, over });
        },
        // Called when the queue is empty: all that came has been read.
        pull: () => {
          const receiving = this.#receiving.get(stream);
          if (receiving === undefined || receiving.untold < WINDOW / 2) return;
          this.#options.post({ stream, kind: "read", chunks: receiving.untold });
          receiving.untold = 0;
        },
        cancel: () => {
          this.#received(stream);
          this.#options.post({ stream, kind: "cancel" });
        },
      },
      { highWaterMark: 1 },
    );
  }

  handle(message: StreamMessage): void {
    const { stream } = message;
    switch (message.kind) {
      case "chunk": {
        const receiving = this.#receiving.get(stream);
        if (receiving === undefined) break;
        receiving.untold += 1;
        receiving.controller.enqueue(message.chunk);
        break;
      }
      case "end":
        this.#receiving.get(stream)?.controller.close();
        this.#received(stream);
        break;
      case "error":
        this.#receiving.get(stream)?.controller.error(this.#options.unpackError(message.error));
        this.#received(stream);
        break;
      case "read": {
        const sending = this.#sending.get(stream);
        if (sending === undefined) break;
        sending.credit += message.chunks;
        sending.wake?.();
        break;
      }
      case "cancel":
        this.#sending.get(stream)?.cancel();
        this.#sent(stream);
        break;
    }
  }

  async #pump(stream: number, reader: ReadableStreamDefaultReader<unknown>, sending: Sending): Promise<void> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        if (!this.#sending.has(stream)) return;
        this.#options.post({ stream, kind: "chunk", chunk: next.value });
        sending.credit -= 1;
        if (sending.credit <= 0) {
          await new Promise<void>((resolve) => {
            sending.wake = resolve;
          });
        }
      }
      if (this.#sending.has(stream)) this.#options.post({ stream, kind: "end" });
    } catch (error) {
      this.#options.post({ stream, kind: "error", error: this.#options.packError(error) });
    } finally {
      this.#sent(stream);
    }
  }

  #sent(stream: number): void {
    this.#sending.get(stream)?.over();
    this.#sending.delete(stream);
  }

  #received(stream: number): void {
    this.#receiving.get(stream)?.over();
    this.#receiving.delete(stream);
  }
}
