import { type ClientRequest, type IncomingMessage, request as startRequest } from "node:http";
import type { HeaderPair, HttpRequest, HttpResponse } from "./http.ts";
import { headerValue } from "./http.ts";
import { type Network, type NetworkContext, NetworkError } from "./network.ts";

/** From a URL's host to a TCP port of this machine; `undefined`: there is no such host. */
export type PortOf = (url: URL) => number | undefined;

/** A network whose hosts are real servers on this machine's loopback, for Node. On the wire all is plain http. */
export class NodeNetwork implements Network {
  readonly #portOf: PortOf;

  /** Default: the URL's own port, whatever its host. */
  constructor(portOf: PortOf = (url) => Number(url.port) || undefined) {
    this.#portOf = portOf;
  }

  async send(url: URL, request: HttpRequest, { signal }: NetworkContext): Promise<HttpResponse> {
    const port = this.#portOf(url);
    if (port === undefined)
      throw new NetworkError("unknown-host", `There is no host named ${url.host} here.`);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = startRequest({
      host: "127.0.0.1",
      port,
      method: request.method,
      path: request.target,
      headers: framed(request).flat(),
      setHost: false,
      ...(signal === undefined ? {} : { signal }),
    });
    outgoing.on("error", reject);
    outgoing.on("response", resolve);
    if (request.body instanceof ReadableStream) sendBody(request.body, outgoing);
    else outgoing.end(request.body);
    try {
      const incoming = await promise;
      return {
        status: incoming.statusCode ?? 0,
        statusText: incoming.statusMessage ?? "",
        headers: pairs(incoming.rawHeaders),
        body: bodyOf(incoming, url, signal),
      };
    } catch (error) {
      outgoing.destroy();
      throw explain(error, url, signal);
    }
  }
}

/** Ends with the body or with the request, whichever is first: a server may answer or go away before it has all. */
async function sendBody(body: ReadableStream<Uint8Array>, outgoing: ClientRequest): Promise<void> {
  const reader = body.getReader();
  outgoing.on("close", () => void reader.cancel().catch(() => undefined));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      outgoing.write(value);
    }
    outgoing.end();
  } catch (error) {
    outgoing.destroy(new Error("The request's body broke off.", { cause: error }));
  }
}

function framed({ headers, body }: HttpRequest): readonly HeaderPair[] {
  if (body === undefined || headerValue(headers, "content-length") !== undefined) return headers;
  if (body instanceof ReadableStream) return [...headers, ["Transfer-Encoding", "chunked"]];
  return [...headers, ["Content-Length", String(body.length)]];
}

function pairs(raw: readonly string[]): HeaderPair[] {
  const headers: HeaderPair[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return headers;
}

function bodyOf(
  incoming: IncomingMessage,
  url: URL,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  let over = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const fail = (error: unknown) => {
        if (!over) controller.error(explain(error, url, signal));
        over = true;
      };
      incoming.on("data", (chunk: Buffer) => {
        if (over) return;
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.on("end", () => {
        if (!over) controller.close();
        over = true;
      });
      incoming.on("error", fail);
      incoming.on("close", () => fail(new Error("closed before the end")));
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      over = true;
      incoming.destroy();
    },
  });
}

function explain(error: unknown, url: URL, signal: AbortSignal | undefined): NetworkError {
  if (error instanceof NetworkError) return error;
  const options = { cause: error };
  if (signal?.aborted) return new NetworkError("aborted", "The request was stopped.", options);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ECONNREFUSED")
    return new NetworkError("connection-refused", `Nothing listens at ${url.host}.`, options);
  return new NetworkError(
    "connection-reset",
    `${url.host} broke the connection before it had answered.`,
    options,
  );
}
