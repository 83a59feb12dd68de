import type { Clock } from "../../../web/clock.ts";
import type { JarChange } from "../../../web/cookie-jar.ts";
import type { Exchange } from "../../../web/exchange.ts";
import { type HeaderPair, headerValue } from "../../../web/http.ts";
import type { LiveExchange } from "../../../web/live-exchange.ts";
import { type Network, NetworkError } from "../../../web/network.ts";
import { Transport } from "../../../web/transport.ts";
import type { CurlCommand } from "./curl-command.ts";
import type { CurlCookies } from "./curl-cookies.ts";
import { CurlFailure } from "./curl-failure.ts";
import { curlFailureOf, portOf, requestLines, responseLines, timedOut, wireBytes } from "./curl-report.ts";
import { type RequestPlan, requestHeaders } from "./request-plan.ts";

/** The name under which its exchanges stand in the timeline. */
export const CURL_AGENT = "curl";

export interface TransferSurroundings {
  readonly command: CurlCommand;
  readonly plan: RequestPlan;
  readonly cookies: CurlCookies;
  readonly network: Network;
  readonly clock: Clock;
  readonly onExchange: (exchange: Exchange) => void;
  readonly signal: AbortSignal;
  /** A line of `-v`, with its mark: "> GET / HTTP/1.1". */
  readonly verbose: (line: string) => void;
  /** The head of a response, with its line ends: for -i and -D. */
  readonly onHead: (bytes: Uint8Array) => void;
}

export interface TransferNumbers {
  url: URL;
  method: string;
  status: number;
  headers: readonly HeaderPair[];
  redirectUrl: string;
  redirects: number;
  headerBytes: number;
  requestBytes: number;
  uploadBytes: number;
  startTransferMs: number;
  redirectMs: number;
}

const notKept = {
  withheldBecause: "curl keeps no cookies unless -b or -c tells it to",
  source: "curl's manual, --cookie",
};

/** One address, with all the redirects that are followed from it. */
export class CurlTransfer {
  readonly numbers: TransferNumbers;
  readonly #surroundings: TransferSurroundings;
  readonly #transport: Transport;
  readonly #user: string | undefined;
  readonly #connected = new Set<string>();
  readonly #firstHost: string;
  readonly #started = performance.now();
  readonly #timeout = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: URL, user: string | undefined, surroundings: TransferSurroundings) {
    this.#surroundings = surroundings;
    this.#user = user;
    this.#firstHost = url.host;
    const { cookies, network, clock, onExchange, plan, command } = surroundings;
    this.#transport = new Transport({ agent: CURL_AGENT, network, clock, jar: cookies.jar, onExchange });
    if (command.maxTimeMs !== undefined) {
      this.#timer = setTimeout(() => this.#timeout.abort(), command.maxTimeMs);
    }
    this.numbers = {
      url,
      method: plan.method,
      status: 0,
      headers: [],
      redirectUrl: "",
      redirects: 0,
      headerBytes: 0,
      requestBytes: 0,
      uploadBytes: 0,
      startTransferMs: 0,
      redirectMs: 0,
    };
  }

  get elapsedMs(): number {
    return performance.now() - this.#started;
  }

  /**
   * The last response, its body still to be read. Rejects with {@link CurlFailure}, and with the signal's reason
   * when the user stopped it.
   */
  async run(): Promise<LiveExchange> {
    const { command, plan, verbose } = this.#surroundings;
    let { inferred, body, contentType } = plan;
    let redirectedFrom: string | undefined;
    for (;;) {
      const { url } = this.numbers;
      const method = command.method ?? inferred;
      this.numbers.method = method;
      const live = await this.#ask(method, { body, contentType, redirectedFrom });
      const target = redirectTarget(live, url);
      this.numbers.redirectUrl = target?.href ?? "";
      if (target === undefined || !command.location) return live;
      verbose("* Ignoring the response-body");
      await live.abandon();
      if (this.numbers.redirects >= command.maxRedirects) {
        throw new CurlFailure(47, `Maximum (${command.maxRedirects}) redirects followed`);
      }
      const { status } = live.response;
      if (status === 301 || status === 302 ? inferred === "POST" : status === 303 && inferred !== "HEAD") {
        if (inferred !== "GET") verbose(`* Switch from ${inferred} to GET`);
        inferred = "GET";
        body = undefined;
        contentType = undefined;
      }
      verbose(`* Issue another request to this URL: '${target.href}'`);
      redirectedFrom = live.id;
      this.numbers.redirects++;
      this.numbers.redirectMs = this.elapsedMs;
      this.numbers.url = target;
    }
  }

  /** What the failure of a body that broke off is called. */
  failure(error: unknown, receivedBytes: number): unknown {
    if (this.#timeout.signal.aborted) return timedOut(this.elapsedMs, receivedBytes);
    if (this.#surroundings.signal.aborted || !(error instanceof NetworkError)) return error;
    const length = headerValue(this.numbers.headers, "content-length");
    return new CurlFailure(
      18,
      length === undefined
        ? "transfer closed with outstanding read data remaining"
        : `transfer closed with ${Number(length) - receivedBytes} bytes remaining to read`,
      error.message,
    );
  }

  /** Ends the clock of -m. */
  end(): void {
    clearTimeout(this.#timer);
  }

  async #ask(
    method: string,
    {
      body,
      contentType,
      redirectedFrom,
    }: Pick<RequestPlan, "body" | "contentType"> & { readonly redirectedFrom: string | undefined },
  ): Promise<LiveExchange> {
    const { command, cookies, signal, verbose, onHead } = this.#surroundings;
    const { url } = this.numbers;
    const elsewhere = url.host !== this.#firstHost && !command.trusted;
    const cookie = cookies.header(url, method);
    const headers = requestHeaders(command, {
      host: url.host,
      cookie: cookie.value,
      user: this.#user,
      elsewhere,
      body,
      contentType,
    });
    this.#sayConnected(url);
    if (headers.some(([name, value]) => name === "Authorization" && value.startsWith("Basic "))) {
      verbose(`* Server auth using Basic with user '${(command.user ?? this.#user ?? "").split(":")[0]}'`);
    }
    const lines = requestLines(method, url, headers);
    for (const line of lines) verbose(`> ${line}`);
    this.numbers.requestBytes += wireBytes(lines).length + (body?.length ?? 0);
    this.numbers.uploadBytes = body?.length ?? 0;
    const changes: JarChange[] = [];
    const stopWatching = cookies.jar.onChange((made) => changes.push(...made));
    const live = await this.#transport
      .send({
        url,
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        initiator: "script",
        cookies: cookies.keeping ? { via: "http" } : notKept,
        cookieDecisions: cookie.decisions,
        ...(redirectedFrom === undefined ? {} : { redirectedFrom }),
        signal: AbortSignal.any([signal, this.#timeout.signal]),
      })
      .catch((error: unknown) => {
        if (this.#timeout.signal.aborted) throw timedOut(this.elapsedMs, 0);
        if (signal.aborted || !(error instanceof NetworkError)) throw error;
        throw curlFailureOf(error, url, this.elapsedMs);
      })
      .finally(stopWatching);
    this.numbers.startTransferMs = this.elapsedMs;
    const { response } = live;
    const head = responseLines(response);
    const bytes = wireBytes(head);
    this.numbers.status = response.status;
    this.numbers.headers = response.headers;
    this.numbers.headerBytes += bytes.length;
    for (const line of head) {
      const name = /^set-cookie:\s*([^=;]*)/i.exec(line)?.[1]?.trim();
      for (const change of changes.filter(({ cookie }) => cookie.name === name)) verbose(cookieLine(change));
      verbose(`< ${line}`);
    }
    onHead(bytes);
    return live;
  }

  #sayConnected(url: URL): void {
    const { verbose } = this.#surroundings;
    const port = portOf(url);
    if (this.#connected.has(url.host)) {
      verbose(`* Re-using existing connection #0 with host ${url.hostname}`);
      return;
    }
    this.#connected.add(url.host);
    verbose(`*   Trying 127.0.0.1:${port}...`);
    verbose(`* Connected to ${url.hostname} (127.0.0.1) port ${port} (#0)`);
  }
}

function redirectTarget({ response }: LiveExchange, url: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = headerValue(response.headers, "location");
  if (location === undefined) return undefined;
  const target = URL.parse(location, url);
  if (target === null || !/^https?:$/.test(target.protocol)) return undefined;
  target.hash = "";
  return target;
}

function cookieLine({ kind, cookie }: JarChange): string {
  const { name, value, domain, path, expiresAtMs } = cookie;
  const verb = kind === "added" ? "Added" : kind === "replaced" ? "Replaced" : "Expired";
  const expires = expiresAtMs === undefined ? 0 : Math.floor(expiresAtMs / 1000);
  return `* ${verb} cookie ${name}="${value}" for domain ${domain}, path ${path}, expire ${expires}`;
}
