/** The stream that a caller sends as a body, and how its failure reaches whoever waits for the answer. */
export class SentStream {
  readonly stream: ReadableStream<Uint8Array>;
  /** Aborted with the stream's own error, should it fail. */
  readonly failed: AbortSignal;

  constructor(body: ReadableStream<unknown>) {
    const reader = body.getReader();
    const failing = new AbortController();
    this.failed = failing.signal;
    this.stream = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(bytesOf(value));
          } catch (error) {
            failing.abort(error);
            controller.error(error);
          }
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  throw new TypeError("Received non-Uint8Array chunk");
}

export interface ReceivedBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** Aborted with what broke the stream off, should anything. */
  readonly failed: AbortSignal;
}

/** The body of a response, whose failures are told as Node's `fetch` tells them. */
export function receivedBody(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReceivedBody {
  const reader = body.getReader();
  const failing = new AbortController();
  let over: () => void = () => undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // What has come and was not read is lost, too.
        const abort = () => {
          failing.abort(signal.reason);
          controller.error(signal.reason);
          reader.cancel().catch(() => undefined);
        };
        over = () => signal.removeEventListener("abort", abort);
        if (signal.aborted) abort();
        else signal.addEventListener("abort", abort, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (signal.aborted) return;
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch {
          const error = new TypeError("terminated", { cause: otherSideClosed() });
          failing.abort(error);
          controller.error(error);
        }
        over();
      },
      cancel(reason) {
        over();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, failed: failing.signal };
}

/** What undici, Node's `fetch`, says of a connection that its server ended early. */
export function otherSideClosed(): Error {
  const error = new Error("other side closed");
  return Object.assign(error, { name: "SocketError", code: "UND_ERR_SOCKET" });
}
