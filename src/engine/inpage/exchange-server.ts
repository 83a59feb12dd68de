import type { HeaderPair } from "../../web/http.ts";
import { wholeStream } from "./exchange-client.ts";
import type { Information, ServerExchange } from "./kernel.ts";
import type { PipeReader, Pipes, PipeWriter } from "./pipes.ts";
import { ownBytes, type Post, type WireFailure, type WireMessage, type WireRequest } from "./wire.ts";

interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
}

/** The answering side of HTTP exchanges over a port. */
export class ExchangeServer {
  readonly #post: Post<WireMessage>;
  readonly #pipes: Pipes;
  readonly #open = new Map<number, WiredExchange>();

  constructor(post: Post<WireMessage>, pipes: Pipes) {
    this.#post = post;
    this.#pipes = pipes;
  }

  /** The exchange that a request begins. `onOver` is called once, when it has ended in whatever way. */
  accept(request: WireRequest, onOver: () => void): ServerExchange {
    const exchange = new WiredExchange(request, this.#post, this.#pipes, () => {
      this.#open.delete(request.id);
      onOver();
    });
    this.#open.set(request.id, exchange);
    return exchange;
  }

  refuse(request: WireRequest, code: WireFailure, message: string): void {
    this.#post({ kind: "fail", id: request.id, code, message });
  }

  receiveAbort(id: number): void {
    this.#open.get(id)?.clientLeft();
  }

  /** Sends what was written in this turn. */
  flush(): void {
    for (const exchange of this.#open.values()) exchange.flush();
  }

  /** The asking side is gone. */
  abortAll(): void {
    for (const exchange of [...this.#open.values()]) exchange.clientLeft();
  }
}

/** Gathers what is written in one turn, so that a short response is one message. */
class WiredExchange implements ServerExchange {
  readonly exchangeId: string | undefined;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: ReadableStream<Uint8Array> | null;
  readonly #id: number;
  readonly #post: Post<WireMessage>;
  readonly #pipes: Pipes;
  readonly #onOver: () => void;
  readonly #upload: PipeReader | undefined;
  #aborter: AbortController | undefined;
  #head: Head | undefined;
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #writer: PipeWriter | undefined;
  #flushing: Promise<void> | undefined;
  #endedWith: readonly HeaderPair[] = [];
  #state: "open" | "ended" | "over" = "open";

  constructor(request: WireRequest, post: Post<WireMessage>, pipes: Pipes, onOver: () => void) {
    this.exchangeId = request.exchangeId;
    this.method = request.method;
    this.target = request.target;
    this.headers = request.headers;
    this.#id = request.id;
    this.#post = post;
    this.#pipes = pipes;
    this.#onOver = onOver;
    if (typeof request.body === "number") this.#upload = pipes.read(request.body, () => undefined);
    this.body =
      this.#upload?.stream ?? (request.body instanceof Uint8Array ? wholeStream(request.body) : null);
  }

  get aborted(): AbortSignal {
    this.#aborter ??= new AbortController();
    return this.#aborter.signal;
  }

  trailers(): readonly HeaderPair[] {
    return this.#upload?.trailers ?? [];
  }

  inform(information: Information): void {
    if (this.#state !== "open" || this.#head !== undefined) return;
    this.#post({ kind: "inform", id: this.#id, ...information });
  }

  head(status: number, statusText: string, headers: readonly HeaderPair[]): void {
    this.#head = { status, statusText, headers };
    this.#flushSoon();
  }

  write(chunk: Uint8Array): Promise<void> {
    if (this.#state !== "open") return Promise.resolve();
    if (this.#writer !== undefined && this.#chunks.length === 0) return this.#writer.write(chunk);
    this.#chunks.push(ownBytes(chunk));
    return this.#flushSoon().then(() => this.#writer?.room());
  }

  end(trailers: readonly HeaderPair[] = []): void {
    if (this.#state !== "open") return;
    this.#state = "ended";
    this.#endedWith = trailers;
    this.#flushSoon();
  }

  destroy(): void {
    if (this.#state === "over") return;
    if (this.#writer !== undefined) this.#writer.fail("connection-reset", RESET);
    else this.#post({ kind: "fail", id: this.#id, code: "connection-reset", message: RESET });
    this.#over();
  }

  clientLeft(): void {
    if (this.#state === "over") return;
    this.#over();
    this.#aborter ??= new AbortController();
    this.#aborter.abort();
    this.#writer?.fail("aborted", LEFT);
  }

  flush(): void {
    this.#flushing = undefined;
    if (this.#state === "over" || this.#head === undefined) return;
    const chunks = this.#chunks;
    this.#chunks = [];
    if (this.#writer !== undefined) {
      for (const chunk of chunks) this.#writer.write(chunk);
      if (this.#state === "ended") this.#finish(this.#writer);
      return;
    }
    const { status, statusText, headers } = this.#head;
    if (this.#state === "ended" && chunks.length <= 1) {
      const [body = null] = chunks;
      const transfer = body === null ? [] : [body.buffer];
      const trailers = this.#endedWith;
      this.#post(
        {
          ...{ kind: "respond", id: this.#id, status, statusText, headers, body },
          ...(trailers.length > 0 && { trailers }),
        },
        transfer,
      );
      this.#over();
      return;
    }
    this.#writer = this.#pipes.write(() => this.clientLeft());
    this.#post({ kind: "respond", id: this.#id, status, statusText, headers, body: this.#writer.pipe });
    for (const chunk of chunks) this.#writer.write(chunk);
    if (this.#state === "ended") this.#finish(this.#writer);
  }

  #finish(writer: PipeWriter): void {
    writer.end(this.#endedWith);
    this.#over();
  }

  #flushSoon(): Promise<void> {
    this.#flushing ??= Promise.resolve().then(() => {
      if (this.#flushing !== undefined) this.flush();
    });
    return this.#flushing;
  }

  #over(): void {
    this.#state = "over";
    this.#upload?.cancel();
    this.#onOver();
  }
}

const LEFT = "The client went away.";
const RESET = "The server closed the connection before its response was complete.";
