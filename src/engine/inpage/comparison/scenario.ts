import type { HeaderPair } from "../../../web/http.ts";
import type { ComparedRequest, ComparedResponse } from "./compared.ts";

/** A program of `programs/` and what is asked of it, in order. */
export interface Scenario {
  readonly program: string;
  readonly requests: readonly Ask[];
}

export interface Ask {
  readonly method: string;
  readonly target: string;
  /** Besides Host, and Content-Length of a body. */
  readonly headers: readonly HeaderPair[];
  readonly body?: string | Uint8Array;
  /** "keep": what earlier responses of the scenario set is sent along, as a browser would. */
  readonly cookies?: "keep";
}

type Extra = Partial<Omit<Ask, "method" | "target" | "headers">> & {
  readonly headers?: Readonly<Record<string, string>>;
};

export function ask(method: string, target: string, { headers = {}, ...rest }: Extra = {}): Ask {
  return { method, target, headers: Object.entries(headers), ...rest };
}

export const get = (target: string, extra?: Extra): Ask => ask("GET", target, extra);
export const post = (target: string, extra?: Extra): Ask => ask("POST", target, extra);

/** A POST of JSON. */
export function postJson(target: string, value: unknown, extra: Extra = {}): Ask {
  const body = typeof value === "string" ? value : JSON.stringify(value);
  return post(target, { ...extra, headers: { "Content-Type": "application/json", ...extra.headers }, body });
}

/** Sends the cookies that one side of a scenario has got. Attributes but deletion are not looked at. */
export class Cookies {
  readonly #values = new Map<string, string>();

  keep(response: ComparedResponse): void {
    for (const [name, value] of response.headers) {
      if (name.toLowerCase() !== "set-cookie") continue;
      const [pair = ""] = value.split(";");
      const at = pair.indexOf("=");
      if (/expires=Thu, 01 Jan 1970/i.test(value)) this.#values.delete(pair.slice(0, at));
      else this.#values.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  get header(): string {
    return [...this.#values].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

/** The request that goes on the wire. */
export function toRequest(ask: Ask, cookies: Cookies): ComparedRequest {
  const { method, target } = ask;
  const body = typeof ask.body === "string" ? new TextEncoder().encode(ask.body) : ask.body;
  const headers: HeaderPair[] = [...ask.headers];
  const has = (name: string) => headers.some(([one]) => one.toLowerCase() === name);
  if (!has("host")) headers.unshift(["Host", "shop.test"]);
  if (ask.cookies === "keep" && cookies.header !== "") headers.push(["Cookie", cookies.header]);
  if (body !== undefined && !has("content-length") && !has("transfer-encoding")) {
    headers.push(["Content-Length", String(body.length)]);
  }
  return { method, target, headers, body };
}
