import * as words from "../words/en/web-errors.ts";
import { concatBytes } from "./concat-bytes.ts";
import type { Exchange } from "./exchange.ts";
import { BodyRecorder } from "./exchange-recorder.ts";
import type { HttpResponse } from "./http.ts";
import { NetworkError } from "./network.ts";

/** How far a body runs ahead of a reader who does not read, so that small ones are recorded all the same. */
const READ_AHEAD_BYTES = 1024 * 1024;

export interface ReadBody {
  readonly bytes: Uint8Array;
  /** The body went on past the limit; the rest was not waited for. */
  readonly truncated: boolean;
}

type Ending = Pick<Exchange, "failure">;

/**
 * An exchange whose response's head is there and whose body is still coming. Its body is taken once, by
 * `readAll`, `stream` or `discard`; `recorded` then settles, and never rejects.
 */
export class LiveExchange {
  readonly id: string;
  readonly response: HttpResponse;
  readonly recorded: Promise<Exchange>;
  readonly #recorder = new BodyRecorder();
  readonly #record: (body: BodyRecorder, ending: Ending) => Exchange;
  readonly #resolve: (exchange: Exchange) => void;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #ended = false;

  /** `record` is called once, when the body has ended. */
  constructor(id: string, response: HttpResponse, record: (body: BodyRecorder, ending: Ending) => Exchange) {
    this.id = id;
    this.response = response;
    this.#record = record;
    const { promise, resolve } = Promise.withResolvers<Exchange>();
    this.recorded = promise;
    this.#resolve = resolve;
  }

  /** The body up to `limitBytes`. Rejects with NetworkError when it breaks off; it is recorded then too. */
  async readAll(limitBytes: number): Promise<ReadBody> {
    const reader = this.#read();
    const chunks: Uint8Array[] = [];
    let room = limitBytes;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        this.#recorder.add(value);
        chunks.push(value.length > room ? value.subarray(0, room) : value);
        room -= value.length;
        if (room < 0) {
          await reader.cancel();
          break;
        }
      }
    } catch (error) {
      throw this.#fail(error);
    }
    this.#end({});
    return { bytes: concatBytes(chunks), truncated: room < 0 };
  }

  /** The body as it comes. Cancelling it disconnects. */
  stream(): ReadableStream<Uint8Array> {
    const reader = this.#read();
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            const { done, value } = await reader.read();
            if (!done) {
              this.#recorder.add(value);
              controller.enqueue(value);
              return;
            }
            this.#end({});
            controller.close();
          } catch (error) {
            controller.error(this.#fail(error));
          }
        },
        cancel: async (reason) => {
          await reader.cancel(reason);
          this.#end({});
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: READ_AHEAD_BYTES }),
    );
  }

  /** Nobody waits for the body; it is recorded up to `limitBytes`, and `abandon` ends that. */
  discard(limitBytes: number): void {
    this.readAll(limitBytes).catch(() => undefined);
  }

  /** Disconnects when the body has not ended yet; what came is recorded. */
  async abandon(): Promise<void> {
    await this.#read()
      .cancel()
      .catch(() => undefined);
    this.#end({});
  }

  #read(): ReadableStreamDefaultReader<Uint8Array> {
    this.#reader ??= this.response.body.getReader();
    return this.#reader;
  }

  #fail(error: unknown): NetworkError {
    const failure =
      error instanceof NetworkError
        ? error
        : new NetworkError("connection-reset", words.brokeBeforeEnd, {
            cause: error,
          });
    this.#end({ failure: { code: failure.code, message: failure.message } });
    return failure;
  }

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#resolve(this.#record(this.#recorder, ending));
  }
}
