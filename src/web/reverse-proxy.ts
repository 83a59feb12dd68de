import * as words from "../words/en/web-errors.ts";
import { forwardedHeaders, withForwarded } from "./forwarded-headers.ts";
import type { HeaderPair, HttpRequest, HttpResponse, Route } from "./http.ts";
import { type NetworkContext, NetworkError } from "./network.ts";
import { proxyPage } from "./own-pages.ts";
import { ServerChoice, withoutAffinity } from "./server-choice.ts";
import { originOfHost, type VirtualHost } from "./virtual-host.ts";

/**
 * One exchange with the server on an engine's port. Rejects with NetworkError: "connection-refused" when nothing
 * listens there, and then nothing of the request's body has been read; "connection-reset", "timed-out", "aborted".
 */
export type Dial = (port: number, request: HttpRequest, context: NetworkContext) => Promise<HttpResponse>;

/** Asked again of another server when one broke off: asking twice does the same as once (RFC 9110 §9.2.2). */
const idempotent: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

const gatewayStatus: Readonly<Record<number, string>> = {
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/**
 * What stands in front of one virtual host's servers: it ends https, balances, and says who the client was. When a
 * server is down it asks the next; when none is left it answers itself, as proxies do.
 */
export class ReverseProxy {
  readonly #host: VirtualHost;
  readonly #origin: string;
  readonly #dial: Dial;
  readonly #choice: ServerChoice;

  constructor(host: VirtualHost, dial: Dial) {
    this.#host = host;
    this.#origin = originOfHost(host);
    this.#dial = dial;
    this.#choice = new ServerChoice(host);
  }

  /** Rejects with NetworkError "aborted" only; whatever else goes wrong is an answer of the proxy. */
  async send(
    url: URL,
    request: HttpRequest,
    context: NetworkContext,
    clientAddress: string,
  ): Promise<HttpResponse> {
    const sticky = this.#host.balance === "sticky";
    const forwarded = forwardedHeaders(url, request.headers, clientAddress);
    const headers = withForwarded(sticky ? withoutAffinity(request.headers) : request.headers, forwarded);
    const choice = this.#choice.choose(request.headers);
    const failed: number[] = [];
    let last: NetworkError | undefined;

    for (const server of choice.servers) {
      try {
        const response = await this.#dial(server, { ...request, headers }, context);
        if (failed.length > 0) this.#choice.answered(server);
        const reason = failed.length === 0 ? choice.reason : words.noAnswerFromPorts(failed);
        const affinity =
          choice.asked === server ? undefined : this.#choice.affinity(server, url.protocol === "https:");
        return {
          ...response,
          headers: affinity === undefined ? response.headers : [...response.headers, affinity],
          route: { host: this.#origin, server, failed, reason, forwarded },
        };
      } catch (error) {
        if (!(error instanceof NetworkError) || error.code === "aborted") throw error;
        last = error;
        failed.push(server);
        if (!mayGoOn(error, request)) break;
      }
    }
    return this.#answer(request, statusOf(last), { failed, forwarded });
  }

  #answer(
    request: HttpRequest,
    status: 502 | 503 | 504,
    { failed, forwarded }: Pick<Route, "failed" | "forwarded">,
  ): HttpResponse {
    const statusText = gatewayStatus[status] ?? "";
    const page = new TextEncoder().encode(proxyPage(status, statusText, this.#origin, failed));
    const headers: HeaderPair[] = [
      ["Content-Type", "text/html; charset=utf-8"],
      ["Content-Length", String(page.length)],
      ["Via", "1.1 keepsake"],
    ];
    return {
      status,
      statusText,
      headers,
      body: new Blob(request.method === "HEAD" ? [] : [page]).stream(),
      route: {
        host: this.#origin,
        server: undefined,
        failed,
        reason: words.proxyAnswered,
        forwarded,
      },
    };
  }
}

/** A streamed body goes on its way once. */
function mayGoOn({ code }: NetworkError, { method, body }: HttpRequest): boolean {
  if (code === "connection-refused") return !(body instanceof ReadableStream && body.locked);
  return code === "connection-reset" && idempotent.has(method) && !(body instanceof ReadableStream);
}

/** As HAProxy has it: nobody there is 503, an answer that broke off is 502, none in time is 504. */
function statusOf(error: NetworkError | undefined): 502 | 503 | 504 {
  if (error?.code === "timed-out") return 504;
  return error?.code === "connection-reset" ? 502 : 503;
}
