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
    try {
      return await this.#exchange(address, request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SiteFailure(`${address.origin} could not be asked: ${reason || "no answer"}.`, {
        cause: error,
      });
    }
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
