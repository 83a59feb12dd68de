import http from "node:http";
import https from "node:https";
import { parseSetCookie, type ReceivedCookie } from "./received-cookie.ts";

/** A site is asked no more than this, so that the doctor never becomes a load. */
export const MOST_REQUESTS = 60;
const TIMEOUT_MS = 10_000;
const BODY_LIMIT_BYTES = 1_000_000;

export interface SiteRequest {
  readonly method?: "GET" | "POST";
  /** "NAME=VALUE; …"; absent: none. */
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A form's fields. */
  readonly form?: Readonly<Record<string, string>>;
}

export interface SiteAnswer {
  readonly status: number;
  readonly cookies: readonly ReceivedCookie[];
  /** All fields of that name, joined; undefined: there is none. */
  header(name: string): string | undefined;
  readonly body: string;
}

/** The site could not be asked; the message says why. */
export class SiteFailure extends Error {
  override readonly name = "SiteFailure";
}

/** Certificates that `--insecure` takes. */
const CERTIFICATE_CODES =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/;

function reasonOf(error: unknown, isHttps: boolean): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return `no whole answer came in ${TIMEOUT_MS / 1000} s`;
  }
  if (CERTIFICATE_CODES.test(code)) {
    return `nobody vouches for its certificate (${code}); with --insecure it is asked all the same`;
  }
  if (code === "EPROTO" && isHttps) return "what answers there does not speak https; try http://";
  if (code === "HPE_HEADER_OVERFLOW") return "the headers of its answer are longer than 16 KiB";
  if (code.startsWith("HPE_")) return `what answers there does not speak http (${error.message})`;
  if (code === "ECONNRESET" && !isHttps) return `${error.message}; if it speaks https, begin with https://`;
  return error.message || code || "no answer";
}

/** Asks one site, one request after the other, within bounds. Follows no redirect. */
export class SiteClient {
  readonly origin: URL;
  readonly #isInsecure: boolean;
  #sent = 0;

  /** `isInsecure`: takes certificates that nobody vouches for. */
  constructor(origin: URL, isInsecure: boolean) {
    this.origin = origin;
    this.#isInsecure = isInsecure;
  }

  get isHttps(): boolean {
    return this.origin.protocol === "https:";
  }

  /** Rejects with {@link SiteFailure}. */
  async send(address: URL, request: SiteRequest = {}): Promise<SiteAnswer> {
    if (address.origin !== this.origin.origin) {
      throw new SiteFailure(`${address.origin} is another site than ${this.origin.origin}.`);
    }
    this.#sent += 1;
    if (this.#sent > MOST_REQUESTS) throw new SiteFailure(`More than ${MOST_REQUESTS} requests were needed.`);
    const answer = await this.#exchange(address, request).catch((error: unknown) => {
      throw new SiteFailure(`${address.origin} could not be asked: ${reasonOf(error, this.isHttps)}.`, {
        cause: error,
      });
    });
    // What comes next would be judged by answers that are none.
    if (answer.status === 429) {
      throw new SiteFailure(
        `${address.origin} wants fewer requests (429): ${MOST_REQUESTS} in a row are needed at most. Wait, or let this machine past its limit.`,
      );
    }
    return answer;
  }

  #exchange(address: URL, { method = "GET", cookie, headers, form }: SiteRequest): Promise<SiteAnswer> {
    const body = form === undefined ? undefined : new URLSearchParams(form).toString();
    const sent = {
      "User-Agent": "keepsake-doctor",
      Accept: "text/html,application/json;q=0.9,*/*;q=0.8",
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(body === undefined
        ? {}
        : { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": String(body.length) }),
      ...headers,
    };
    const options = {
      method,
      headers: sent,
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      rejectUnauthorized: !this.#isInsecure,
    };
    return new Promise((resolve, reject) => {
      const asked = (this.isHttps ? https : http).request(address, options, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const answer = () =>
          resolve({
            status: response.statusCode ?? 0,
            cookies: (response.headers["set-cookie"] ?? []).flatMap((header) => parseSetCookie(header) ?? []),
            header: (name) => response.headersDistinct[name.toLowerCase()]?.join(", "),
            body: Buffer.concat(chunks).toString(),
          });
        response.on("error", reject);
        response.on("end", answer);
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
          else {
            // Enough to know; a stream may have no end.
            answer();
            response.destroy();
          }
        });
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }
}
