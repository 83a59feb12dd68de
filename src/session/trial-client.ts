import { request } from "node:http";
import { readCookie } from "./cookie.ts";

/** What came back, its header fields as they travelled. */
export interface TrialAnswer {
  readonly status: number;
  readonly setCookies: readonly string[];
  header(name: string): string | undefined;
  readonly text: string;
  json(): unknown;
}

/** Keeps one cookie, as a browser would, and can be told to send another. */
export class TrialClient {
  cookie: string | undefined;
  readonly #name: string;

  constructor(cookie?: string, name = "tina4_session") {
    this.cookie = cookie;
    this.#name = name;
  }

  get(address: string): Promise<TrialAnswer> {
    return this.send("GET", address);
  }

  post(address: string, body?: string, headers: Record<string, string> = {}): Promise<TrialAnswer> {
    return this.send("POST", address, body, headers);
  }

  async send(
    method: string,
    address: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<TrialAnswer> {
    const cookie = this.cookie === undefined ? {} : { Cookie: `${this.#name}=${this.cookie}` };
    const answer = await exchange(method, address, { ...cookie, ...headers }, body);
    for (const header of answer.setCookies) {
      const value = readCookie(header, this.#name);
      if (value !== undefined)
        this.cookie = /;\s*(?:Max-Age=0\b|Expires=Thu, 01 Jan 1970)/i.test(header) ? undefined : value;
    }
    return answer;
  }
}

function exchange(
  method: string,
  address: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<TrialAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("error", reject);
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          setCookies: response.headers["set-cookie"] ?? [],
          header: (name) => response.headersDistinct[name.toLowerCase()]?.join(", "),
          text,
          json: () => JSON.parse(text) as unknown,
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
