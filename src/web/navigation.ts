import * as words from "../words/en/web-errors.ts";
import { agentHeaders, announcesOrigin } from "./agent-headers.ts";
import { type Ancestors, siteForCookies, topLevelOf } from "./embedding.ts";
import type { Exchange, Initiator } from "./exchange.ts";
import { fetchSite, type SecFetchSite } from "./fetch-metadata.ts";
import { type HeaderPair, type HttpResponse, headerValue, joinedValue } from "./http.ts";
import type { CookieContext } from "./jar-cookie.ts";
import type { LiveExchange, ReadBody } from "./live-exchange.ts";
import { NetworkError } from "./network.ts";
import { PAGE_LIMIT_BYTES } from "./page.ts";
import {
  isRedirect,
  methodAfterRedirect,
  REDIRECT_LIMIT,
  redirectedThrough,
  redirectTarget,
} from "./redirect.ts";
import { originFor } from "./referrer.ts";
import { parseReferrerPolicy, type ReferrerPolicy } from "./referrer-policy.ts";
import { sameOrigin, sameSite } from "./site.ts";
import type { Transport } from "./transport.ts";

/** A request whose answer is to become the page in the address bar, or the document in a frame. */
export interface NavigationRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly HeaderPair[];
  readonly body?: Uint8Array;
  readonly initiator: Initiator;
  /** The page that asks. Absent: the user did. `null`: one of an opaque origin. */
  readonly documentUrl?: URL | null;
  /** The documents around the frame that the answer goes to. Absent: it goes to the address bar. */
  readonly frameOf?: Ancestors;
  readonly referrerPolicy: ReferrerPolicy;
  readonly userActivated: boolean;
  readonly signal: AbortSignal;
}

/** What a navigation came to. Either a response that was read, or a failure; never a rejection. */
export interface Arrival {
  /** Of the last request, with its fragment. */
  readonly url: URL;
  readonly method: string;
  readonly body: Uint8Array | undefined;
  readonly outcome:
    | { readonly response: HttpResponse; readonly read: ReadBody }
    | { readonly failure: NetworkError };
  readonly exchanges: readonly Exchange[];
}

/** Sends the request and follows redirects, as HTML's navigation and Fetch §4.4 have it. */
export async function followNavigation(transport: Transport, request: NavigationRequest): Promise<Arrival> {
  const { documentUrl, signal } = request;
  let { url, method, body, headers, referrerPolicy } = request;
  let siteBefore: SecFetchSite | undefined;
  let through: string | undefined;
  let originHidden = false;
  const passed: LiveExchange[] = [];
  const exchanges = new Map<string, Exchange>();
  const onRecorded = (exchange: Exchange) => exchanges.set(exchange.id, exchange);

  const arrive = async (outcome: Arrival["outcome"]): Promise<Arrival> => {
    await Promise.all(passed.map((live) => live.abandon()));
    const order = [...exchanges.values()].sort((a, b) => sequence(a, exchanges) - sequence(b, exchanges));
    return { url, method, body, outcome, exchanges: order };
  };

  for (let redirects = 0; ; redirects++) {
    const previous = passed.at(-1)?.id;
    const origin = announceOrigin(method, documentUrl, url, referrerPolicy, originHidden);
    let live: LiveExchange;
    try {
      live = await transport.send({
        url,
        method,
        headers: agentHeaders({
          url,
          ...(documentUrl === undefined ? {} : { documentUrl }),
          mode: "navigate",
          destination: request.frameOf === undefined ? "document" : "iframe",
          userActivated: request.userActivated,
          referrerPolicy,
          ...(origin === undefined ? {} : { origin }),
          ...(siteBefore === undefined ? {} : { siteBefore }),
          own: headers,
        }),
        ...(body === undefined ? {} : { body }),
        initiator: request.initiator,
        cookies: {
          ...cookieContext(request),
          ...(through === undefined ? {} : { redirectedThrough: through }),
        },
        ...(previous === undefined ? {} : { redirectedFrom: previous }),
        signal,
        onRecorded,
      });
    } catch (error) {
      return arrive({ failure: asFailure(error) });
    }

    const { response } = live;
    const location = headerValue(response.headers, "location");
    const target = isRedirect(response.status) ? redirectTarget(location, url) : undefined;
    if (target === undefined) {
      try {
        return await arrive({ response, read: await live.readAll(PAGE_LIMIT_BYTES) });
      } catch (error) {
        return arrive({ failure: asFailure(error) });
      }
    }

    passed.push(live);
    live.discard(PAGE_LIMIT_BYTES);
    const refusal = refuseRedirect(target, location, redirects);
    if (target === null || refusal !== undefined) {
      return arrive({ failure: refusal ?? new NetworkError("bad-redirect", words.redirectToNowhere) });
    }
    const next = methodAfterRedirect(response.status, method);
    if (next !== method) {
      body = undefined;
      headers = headers.filter(([name]) => !/^content-/i.test(name));
    }
    method = next;
    through = redirectedThrough(documentUrl, url, target, through);
    siteBefore = documentUrl === undefined ? undefined : fetchSite(documentUrl, url, siteBefore);
    originHidden ||=
      documentUrl !== undefined &&
      !sameOrigin(url, target) &&
      (documentUrl === null || !sameOrigin(documentUrl, url));
    referrerPolicy = parseReferrerPolicy(joinedValue(response.headers, "referrer-policy")) ?? referrerPolicy;
    url = target;
  }
}

/** In a frame, all documents around it must be of one site, and so must the page that asks. */
function cookieContext({ documentUrl, frameOf }: NavigationRequest): CookieContext {
  if (frameOf === undefined) {
    return {
      via: "http",
      topLevelNavigation: true,
      ...(documentUrl === undefined ? {} : { siteForCookies: documentUrl }),
    };
  }
  const [parent = null, ...ancestors] = frameOf;
  const around = siteForCookies(parent, ancestors);
  const asked =
    documentUrl === undefined || (documentUrl !== null && around && sameSite(documentUrl, around));
  return { via: "http", siteForCookies: asked ? around : null, topLevel: topLevelOf(parent, ancestors) };
}

/** How many redirects came before it. */
function sequence(exchange: Exchange, all: ReadonlyMap<string, Exchange>): number {
  let count = 0;
  let at: Exchange | undefined = exchange;
  while (at?.redirectedFrom !== undefined) {
    count++;
    at = all.get(at.redirectedFrom);
  }
  return count;
}

function announceOrigin(
  method: string,
  documentUrl: URL | null | undefined,
  url: URL,
  policy: ReferrerPolicy,
  hidden: boolean,
): string | undefined {
  if (documentUrl === undefined || !announcesOrigin(method)) return undefined;
  return documentUrl === null || hidden ? "null" : originFor(documentUrl, url, policy);
}

function refuseRedirect(
  target: URL | null,
  location: string | undefined,
  redirects: number,
): NetworkError | undefined {
  if (target === null) {
    return new NetworkError("bad-redirect", words.redirectIsNoAddress(location));
  }
  if (target.protocol !== "http:" && target.protocol !== "https:") {
    return new NetworkError("bad-redirect", words.redirectLeavesWeb(location));
  }
  if (redirects < REDIRECT_LIMIT) return undefined;
  return new NetworkError("too-many-redirects", words.tooManyRedirects(REDIRECT_LIMIT + 1));
}

function asFailure(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  throw error;
}
