import type { HeaderPair } from "../../../web/http.ts";
import type { Kernel } from "../kernel.ts";
import { otherSideClosed, receivedBody, SentStream } from "./fetch-bodies.ts";
import { isOwnHost } from "./http/client-request.ts";

const MAX_REDIRECTS = 20;
/** What a redirect to another origin does not carry there. Fetch §4.4, and undici. */
const OF_ONE_ORIGIN = new Set(["authorization", "proxy-authorization", "cookie"]);
/** What the sender says itself, whatever the caller says of it; as in Node. */
const OF_THE_WIRE = new Set(["host", "connection", "content-length"]);
const NULL_BODY = new Set([101, 204, 205, 304]);

/** `fetch` of a program: to ports of its own machine only; `Set-Cookie` is visible, as it is in Node. */
export function createFetch(kernel: Kernel): typeof fetch {
  return async (input, init) => {
    const sent = init?.body instanceof ReadableStream ? init.body : undefined;
    let request = new Request(input, sent === undefined ? init : withoutStream(sent, init));
    // Before a reader has the caller's stream.
    request.signal.throwIfAborted();
    let headers = requestHeaders(request, input, init);
    let body: Body = null;
    if (sent !== undefined) body = new SentStream(sent);
    else if (request.body !== null) body = new Uint8Array(await request.arrayBuffer());
    for (let redirects = 0; ; redirects++) {
      const url = new URL(request.url);
      const response = await exchange(kernel, url, request, headers, body);
      const location = response.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== undefined;
      if (!isRedirect || request.redirect === "manual") {
        return toResponse(response, request.signal, url, redirects > 0);
      }
      await response.body.cancel();
      if (request.redirect === "error")
        throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
      if (redirects === MAX_REDIRECTS)
        throw new TypeError("fetch failed", { cause: new Error("redirect count exceeded") });
      // A stream cannot be sent twice. Fetch §4.4.
      if (body instanceof SentStream && response.status !== 303)
        throw new TypeError("fetch failed", { cause: new Error("a streamed body was redirected") });
      const becomesGet =
        response.status === 303
          ? request.method !== "HEAD"
          : response.status < 303 && request.method === "POST";
      const method = becomesGet ? "GET" : request.method;
      if (becomesGet) {
        body = null;
        headers = headers.filter(([name]) => !name.toLowerCase().startsWith("content-"));
      }
      const next = new URL(location, url);
      if (next.origin !== url.origin)
        headers = headers.filter(([name]) => !OF_ONE_ORIGIN.has(name.toLowerCase()));
      request = new Request(next, {
        method,
        redirect: request.redirect,
        signal: request.signal,
      });
    }
  };
}

type Body = Uint8Array | SentStream | null;

/** What is asked besides the stream itself, which not every browser lets a Request have. */
function withoutStream(stream: ReadableStream, init: RequestInit | undefined): RequestInit {
  if (stream.locked) throw new TypeError("Response body object should not be disturbed or locked");
  if ((init as { duplex?: unknown } | undefined)?.duplex !== "half")
    throw new TypeError("RequestInit: duplex option is required when sending a body.");
  return { ...init, body: new Uint8Array(0) };
}

async function exchange(
  kernel: Kernel,
  url: URL,
  request: Request,
  headers: readonly HeaderPair[],
  body: Body,
) {
  if (url.protocol !== "http:" || !isOwnHost(url.hostname)) {
    throw new TypeError("fetch failed", {
      cause: new Error(
        `A program in the page can only reach its own machine, not ${url.origin}. ` +
          "Use http://localhost and the port that a program here listens on.",
      ),
    });
  }
  request.signal.throwIfAborted();
  const release = kernel.hold();
  const upload = body instanceof SentStream ? body : undefined;
  try {
    return await kernel.connect(Number(url.port || 80), {
      method: request.method,
      target: url.pathname + url.search,
      headers: [["host", url.host], ["connection", "keep-alive"], ...headers, ...lengthOf(request, body)],
      body: body instanceof SentStream ? body.stream : body,
      signal: upload === undefined ? request.signal : AbortSignal.any([request.signal, upload.failed]),
    });
  } catch (error) {
    request.signal.throwIfAborted();
    if (upload?.failed.aborted) throw new TypeError("fetch failed", { cause: upload.failed.reason });
    const isReset = (error as { code?: unknown }).code === "ECONNRESET";
    throw new TypeError("fetch failed", { cause: isReset ? otherSideClosed() : error });
  } finally {
    release();
  }
}

/** A server takes a request for empty that does not say how long its body is. Fetch §4.5. */
function lengthOf({ method }: Request, body: Body): HeaderPair[] {
  if (body instanceof SentStream) return [["transfer-encoding", "chunked"]];
  if (body !== null) return [["content-length", String(body.length)]];
  return method === "POST" || method === "PUT" ? [["content-length", "0"]] : [];
}

/** A page's Request drops names like Cookie and Origin, so they are read from what the caller gave. */
function requestHeaders(
  request: Request,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): HeaderPair[] {
  const given = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  const pairs: HeaderPair[] = [...given];
  for (const [name, value] of request.headers) if (!given.has(name)) pairs.push([name, value]);
  const defaults: HeaderPair[] = [
    ["accept", "*/*"],
    ["accept-language", "*"],
    ["sec-fetch-mode", "cors"],
    ["user-agent", "node"],
    ["accept-encoding", "identity"],
  ];
  return [
    ...pairs.filter(([name]) => !OF_THE_WIRE.has(name)),
    ...defaults.filter(([name]) => !pairs.some(([one]) => one === name)),
  ];
}

type Wire = Awaited<ReturnType<Kernel["connect"]>>;

function toResponse(wire: Wire, signal: AbortSignal, url: URL, redirected: boolean): Response {
  const hasNoBody = NULL_BODY.has(wire.status);
  const body = receivedBody(wire.body, signal);
  const response = new Response(hasNoBody ? null : body.stream, {
    status: wire.status,
    statusText: wire.statusText,
  });
  const headers = new Headers();
  for (const [name, value] of wire.headers) headers.append(name, value);
  return shownAs(response, body.failed, { headers, url: url.href, redirected });
}

interface Shown {
  readonly headers: Headers;
  readonly url: string;
  readonly redirected: boolean;
}

const READING = ["arrayBuffer", "blob", "bytes", "formData", "json", "text"] as const;

/**
 * What a Response that is made by hand cannot be given; its clones have it, too. Chromium's says of every stream
 * that failed that it could not be fetched, so what failed is said here.
 */
function shownAs(response: Response, failed: AbortSignal, shown: Shown): Response {
  const clone = () =>
    shownAs(Response.prototype.clone.call(response), failed, {
      ...shown,
      headers: new Headers(shown.headers),
    });
  const define = (name: string, value: unknown) =>
    Object.defineProperty(response, name, { value, configurable: true });
  for (const [name, value] of Object.entries({ ...shown, clone })) define(name, value);
  for (const name of READING) {
    const read: (() => Promise<unknown>) | undefined = Response.prototype[name];
    if (read === undefined) continue;
    define(name, () =>
      read.call(response).catch((error: unknown) => {
        throw failed.aborted ? failed.reason : error;
      }),
    );
  }
  return response;
}
