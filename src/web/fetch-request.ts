import * as words from "../words/en/web-errors.ts";
import type { FetchRequest } from "./agent-fetch.ts";
import { type HeaderPair, headerValue } from "./http.ts";
import { NetworkError } from "./network.ts";
import type { ReferrerPolicy } from "./referrer-policy.ts";
import { normalMethod } from "./request-method.ts";
import { sameOrigin } from "./site.ts";
import type { FetchClient, FetchInit } from "./user-agent-options.ts";

/** The arguments of `fetch` made complete. Throws NetworkError "bad-address" for what is not http or https. */
export function readFetchRequest(
  address: string | URL,
  base: URL | undefined,
  init: FetchInit,
  client: FetchClient,
  policy: ReferrerPolicy,
): FetchRequest {
  const url = URL.parse(address, base);
  if (url === null || !/^https?:$/.test(url.protocol)) throw badAddress(String(address));
  const documentUrl = client.documentUrl === undefined ? undefined : new URL(client.documentUrl);
  const headers: HeaderPair[] = isPairs(init.headers)
    ? [...init.headers]
    : Object.entries(init.headers ?? {});
  const { body, contentType } = bodyOf(init.body);
  if (contentType !== undefined && headerValue(headers, "content-type") === undefined) {
    headers.push(["Content-Type", contentType]);
  }
  return {
    url,
    method: normalMethod(init.method ?? "GET"),
    headers,
    ...(body === undefined ? {} : { body }),
    credentials: init.credentials ?? (documentUrl === undefined ? "include" : "same-origin"),
    redirect: init.redirect ?? "follow",
    mode: init.mode ?? "cors",
    destination: client.destination ?? "empty",
    initiator: client.initiator ?? (documentUrl === undefined ? "test" : "fetch"),
    ...(documentUrl === undefined ? {} : { documentUrl }),
    ancestors: (client.ancestors ?? []).map((ancestor) => new URL(ancestor)),
    ...referrerOf(init.referrer, documentUrl),
    referrerPolicy: init.referrerPolicy ?? policy,
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  };
}

/** One of another origin is as good as none given (Fetch §5.4, step 14 of the constructor). */
function referrerOf(given: string | undefined, documentUrl: URL | undefined): Pick<FetchRequest, "referrer"> {
  if (given === undefined || documentUrl === undefined) return {};
  if (given === "") return { referrer: null };
  const referrer = URL.parse(given, documentUrl);
  return referrer !== null && sameOrigin(referrer, documentUrl) ? { referrer } : {};
}

function isPairs(headers: FetchInit["headers"]): headers is readonly HeaderPair[] {
  return Array.isArray(headers);
}

function bodyOf(body: FetchInit["body"]): {
  readonly body?: Uint8Array | ReadableStream<Uint8Array>;
  readonly contentType?: string;
} {
  if (body === undefined) return {};
  if (typeof body === "string")
    return { body: new TextEncoder().encode(body), contentType: "text/plain;charset=UTF-8" };
  if (body instanceof URLSearchParams) {
    return {
      body: new TextEncoder().encode(body.toString()),
      contentType: "application/x-www-form-urlencoded;charset=UTF-8",
    };
  }
  return { body };
}

export function badAddress(address: string): NetworkError {
  return new NetworkError("bad-address", words.badAddress(address));
}
