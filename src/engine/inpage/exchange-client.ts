import type { HeaderPair } from "../../web/http.ts";
import { EngineError } from "../engine.ts";
import type { Information } from "./kernel.ts";
import type { PipeReader, Pipes } from "./pipes.ts";
import {
  ownBytes,
  type Post,
  type WireBody,
  type WireFailure,
  type WireInformation,
  type WireMessage,
  type WireResponse,
} from "./wire.ts";

export interface OutgoingRequest {
  readonly port: number;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
  readonly exchangeId: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** What follows a body that is a stream, asked when it has ended. */
  readonly trailers?: () => readonly HeaderPair[];
  /** Called for each interim response. */
  readonly onInformation?: (information: Information) => void;
  /** Called once, when the response is complete, broken, or will not come. */
  readonly onOver?: () => void;
  /** Until the head; `undefined`: for ever. */
  readonly timeoutMs: number | undefined;
}

export interface IncomingResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
  readonly body: ReadableStream<Uint8Array>;
  /** What followed the body; empty until it has ended. */
  trailers(): readonly HeaderPair[];
}

interface Waiting {
  informed(information: WireInformation): void;
  answered(response: WireResponse): void;
  failed(code: WireFailure, message: string): void;
}

/** The asking side of HTTP exchanges over a port. */
export class ExchangeClient {
  readonly #post: Post<WireMessage>;
  readonly #pipes: Pipes;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(post: Post<WireMessage>, pipes: Pipes) {
    this.#post = post;
    this.#pipes = pipes;
  }

  /** Rejects with `EngineError`; a failure after the head errors the body with one. */
  request(request: OutgoingRequest): Promise<IncomingResponse> {
    const { signal, timeoutMs } = request;
    if (signal?.aborted === true) return Promise.reject(abortedError());
    const id = this.#next;
    this.#next += 1;
    return new Promise<IncomingResponse>((resolve, reject) => {
      let reader: PipeReader | undefined;
      let upload: Upload | undefined;
      const over = () => {
        upload?.stop();
        request.onOver?.();
        signal?.removeEventListener("abort", abort);
      };
      const giveUp = (error: EngineError) => {
        if (!this.#waiting.delete(id)) return;
        clearTimeout(timer);
        over();
        this.#post({ kind: "abort", id });
        reject(error);
      };
      const abort = () => {
        if (reader === undefined) return giveUp(abortedError());
        reader.fail("aborted", ABORTED);
        this.#post({ kind: "abort", id });
      };
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => giveUp(new EngineError("timed-out", timedOut(request, timeoutMs))), timeoutMs);
      this.#waiting.set(id, {
        informed: ({ status, statusText, headers }) =>
          request.onInformation?.({ status, statusText, headers }),
        answered: ({ status, statusText, headers, body, trailers = [] }) => {
          clearTimeout(timer);
          if (typeof body !== "number") {
            over();
            resolve({ status, statusText, headers, body: wholeStream(body), trailers: () => trailers });
            return;
          }
          const reading = this.#pipes.read(body, over);
          reader = reading;
          resolve({ status, statusText, headers, body: reading.stream, trailers: () => reading.trailers });
        },
        failed: (code, message) => {
          clearTimeout(timer);
          over();
          reject(new EngineError(code, message));
        },
      });
      signal?.addEventListener("abort", abort);
      const { port, method, target, headers, exchangeId } = request;
      const send = (body: WireBody, transfer?: Transferable[]) =>
        this.#post({ kind: "request", id, port, method, target, headers, body, exchangeId }, transfer);
      if (request.body instanceof ReadableStream) {
        upload = new Upload(request.body, request.trailers, this.#pipes);
        send(upload.pipe);
        upload.start();
      } else if (request.body === null) send(null);
      else {
        const body = ownBytes(request.body);
        send(body, [body.buffer]);
      }
    });
  }

  receive(message: WireResponse | WireInformation | Extract<WireMessage, { kind: "fail" }>): void {
    const waiting = this.#waiting.get(message.id);
    if (message.kind === "inform") {
      waiting?.informed(message);
      return;
    }
    if (waiting === undefined) {
      // Nobody waits any more: the response's pipe has no reader.
      if (message.kind === "respond" && typeof message.body === "number") {
        this.#pipes.read(message.body, () => undefined).cancel();
      }
      return;
    }
    this.#waiting.delete(message.id);
    if (message.kind === "respond") waiting.answered(message);
    else waiting.failed(message.code, message.message);
  }

  /** The other side is gone. */
  failAll(code: WireFailure, message: string): void {
    for (const waiting of [...this.#waiting.values()]) waiting.failed(code, message);
    this.#waiting.clear();
  }
}

const ABORTED = "The request was aborted.";

function abortedError(): EngineError {
  return new EngineError("aborted", ABORTED);
}

function timedOut({ method, target, port }: OutgoingRequest, timeoutMs: number): string {
  return `No answer to ${method} ${target} on port ${port} within ${timeoutMs} ms. Does its handler always end the response?`;
}

/** Pumps a request's body into a pipe until it ends, breaks, or is not wanted any more. */
class Upload {
  readonly pipe: number;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: ReturnType<Pipes["write"]>;
  readonly #trailers: OutgoingRequest["trailers"];
  #stopped = false;

  constructor(body: ReadableStream<Uint8Array>, trailers: OutgoingRequest["trailers"], pipes: Pipes) {
    this.#reader = body.getReader();
    this.#trailers = trailers;
    this.#writer = pipes.write(() => this.stop());
    this.pipe = this.#writer.pipe;
  }

  start(): void {
    this.#pump().catch(() => this.#writer.fail("connection-reset", "The request's body broke off."));
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#writer.fail("aborted", "The client went away.");
    this.#reader.cancel().catch(() => undefined);
  }

  async #pump(): Promise<void> {
    while (!this.#stopped) {
      const { done, value } = await this.#reader.read();
      if (done) {
        this.#stopped = true;
        return this.#writer.end(this.#trailers?.());
      }
      await this.#writer.write(value);
    }
  }
}

export function wholeStream(bytes: Uint8Array | null): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (bytes !== null && bytes.byteLength > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
