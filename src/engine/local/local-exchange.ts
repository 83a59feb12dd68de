import http from "node:http";
import type { HeaderPair, HttpRequest, HttpResponse } from "../../web/http.ts";
import { EngineError, REQUEST_TIMEOUT_MS, type RequestOptions } from "../engine.ts";

export interface ExchangeTarget {
  /** What the program calls it; for messages. */
  readonly port: number;
  /** Where it really listens. */
  readonly address: { readonly host: string; readonly port: number } | { readonly socketPath: string };
  readonly exchangeHeader: string;
  /** Past it a response breaks off. Default: none. */
  readonly responseLimitBytes?: number;
}

/** One request over a connection of its own, headers raw in both directions. */
export function exchange(
  target: ExchangeTarget,
  request: HttpRequest,
  options: RequestOptions = {},
): Promise<HttpResponse> {
  const { signal, timeoutMs = REQUEST_TIMEOUT_MS, exchangeId } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(aborted(request));
      return;
    }
    const body = request.body;
    const headers: HeaderPair[] = [...request.headers, ...framing(request)];
    if (exchangeId !== undefined) headers.push([target.exchangeHeader, exchangeId]);
    const outgoing = http.request({
      ...target.address,
      method: request.method,
      path: request.target,
      headers: headers.flat(),
      agent: false,
      setDefaultHeaders: false,
    });
    /** Why it ended before its time, when that is known. */
    let cause: EngineError | undefined;
    const fail = (error: EngineError) => {
      cause ??= error;
      outgoing.destroy(error);
    };
    let isAnswered = false;
    const timer = setTimeout(() => {
      // An answer that lies there since this process was held up itself is read before that.
      setImmediate(() => {
        if (!isAnswered) fail(timedOut(request, target.port, timeoutMs));
      });
    }, timeoutMs);
    const onAbort = () => fail(aborted(request));
    signal?.addEventListener("abort", onAbort, { once: true });
    outgoing.once("close", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      // Node closes without another word where the answer is "101", which nobody asked for.
      reject(cause ?? reset(request, target.port));
    });

    outgoing.once("response", (incoming) => {
      isAnswered = true;
      clearTimeout(timer);
      resolve({
        status: incoming.statusCode ?? 0,
        statusText: incoming.statusMessage ?? "",
        headers: pairs(incoming.rawHeaders),
        body: bodyStream(incoming, {
          broken: () => cause ?? reset(request, target.port),
          limitBytes: target.responseLimitBytes ?? Number.POSITIVE_INFINITY,
          onOver: () => {
            cause = tooLong(request, target.responseLimitBytes ?? 0);
            incoming.destroy();
          },
        }),
      });
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(
        cause ?? (error.code === "ECONNREFUSED" ? refused(target.port) : reset(request, target.port, error)),
      );
    });
    if (body instanceof ReadableStream) sendStream(body, outgoing);
    else outgoing.end(body);
  });
}

export function refused(port: number): EngineError {
  return new EngineError("connection-refused", `Nothing listens on port ${port}. Is the program running?`);
}

/** What the message's length needs, where the request does not say it itself. */
function framing(request: HttpRequest): HeaderPair[] {
  if (request.headers.some(([name]) => FRAMING.test(name))) return [];
  if (request.body instanceof ReadableStream) return [["Transfer-Encoding", "chunked"]];
  if (request.body !== undefined) return [["Content-Length", String(request.body.byteLength)]];
  return ["POST", "PUT", "PATCH"].includes(request.method) ? [["Content-Length", "0"]] : [];
}

async function sendStream(body: ReadableStream<Uint8Array>, outgoing: http.ClientRequest): Promise<void> {
  const reader = body.getReader();
  outgoing.flushHeaders();
  outgoing.once("close", () => reader.cancel().catch(() => undefined));
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (outgoing.destroyed) return;
      if (!outgoing.write(chunk.value)) await new Promise((resolve) => outgoing.once("drain", resolve));
    }
    outgoing.end();
  } catch (error) {
    outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

interface BodyTerms {
  /** Why it ended before its end. */
  broken(): EngineError;
  readonly limitBytes: number;
  /** It is longer than that. */
  onOver(): void;
}

function bodyStream(
  incoming: http.IncomingMessage,
  { broken, limitBytes, onOver }: BodyTerms,
): ReadableStream<Uint8Array> {
  let settled = false;
  let total = 0;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const finish = (end: () => void) => {
          if (settled) return;
          settled = true;
          end();
        };
        incoming.on("data", (chunk: Buffer) => {
          if (settled) return;
          total += chunk.byteLength;
          if (total > limitBytes) return onOver();
          controller.enqueue(new Uint8Array(chunk));
          if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
        });
        incoming.once("end", () => finish(() => controller.close()));
        incoming.once("error", () => finish(() => controller.error(broken())));
        incoming.once("close", () => finish(() => controller.error(broken())));
        incoming.pause();
      },
      pull() {
        incoming.resume();
      },
      cancel() {
        settled = true;
        incoming.destroy();
      },
    },
    { highWaterMark: 64 * 1024, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}

function pairs(raw: readonly string[]): HeaderPair[] {
  const headers: HeaderPair[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return headers;
}

function label(request: HttpRequest): string {
  return `${request.method} ${request.target}`;
}

function aborted(request: HttpRequest): EngineError {
  return new EngineError("aborted", `${label(request)} was given up by the one who asked.`);
}

function timedOut(request: HttpRequest, port: number, timeoutMs: number): EngineError {
  return new EngineError(
    "timed-out",
    `${label(request)} got no answer from port ${port} within ${timeoutMs} ms.`,
  );
}

function reset(request: HttpRequest, port: number, cause?: Error): EngineError {
  return new EngineError(
    "connection-reset",
    `The program on port ${port} broke the connection before it had answered ${label(request)}.`,
    { cause },
  );
}

function tooLong(request: HttpRequest, limitBytes: number): EngineError {
  return new EngineError(
    "too-large",
    `The response to ${label(request)} is longer than ${limitBytes / 1024 / 1024} MB, which is the limit here.`,
  );
}

const FRAMING = /^(content-length|transfer-encoding)$/i;
