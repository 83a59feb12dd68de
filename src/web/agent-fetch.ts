import * as words from "../words/en/cookie-reasons.ts";
import * as errors from "../words/en/web-errors.ts";
import * as rules from "../words/en/web-rules.ts";
import { agentHeaders, announcesOrigin } from "./agent-headers.ts";
import { AgentResponse } from "./agent-response.ts";
import {
  corsRefusal,
  isForbiddenHeader,
  needsPreflight,
  noCorsHeaders,
  preflightRefusal,
  readableHeaders,
  unsafeHeaderNames,
} from "./cors.ts";
import { type Ancestors, siteForCookies, topLevelOf } from "./embedding.ts";
import type { Initiator } from "./exchange.ts";
import { type Destination, fetchSite, type SecFetchSite } from "./fetch-metadata.ts";
import { type HeaderPair, headerValue, joinedValue } from "./http.ts";
import type { CookieContext } from "./jar-cookie.ts";
import type { LiveExchange } from "./live-exchange.ts";
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
import { sameOrigin } from "./site.ts";
import type { Transport } from "./transport.ts";

/** A request of a page's script or of a page's parts, ready to be carried out. */
export interface FetchRequest {
  readonly url: URL;
  /** Upper case. */
  readonly method: string;
  readonly headers: readonly HeaderPair[];
  readonly body?: Uint8Array | ReadableStream<Uint8Array>;
  readonly credentials: "omit" | "same-origin" | "include";
  readonly redirect: "follow" | "error" | "manual";
  readonly mode: "cors" | "no-cors" | "same-origin";
  readonly destination: Destination;
  readonly initiator: Initiator;
  /** The page that asks. Absent: a test does, and no rule that protects pages applies. */
  readonly documentUrl?: URL;
  /** The documents around that page, when it stands in a frame. */
  readonly ancestors: Ancestors;
  /** What `Referer` tells of; `null`: nothing. Absent: the page that asks. */
  readonly referrer?: URL | null;
  readonly referrerPolicy: ReferrerPolicy;
  readonly signal?: AbortSignal;
}

/** Fetch §4, main fetch and HTTP fetch, without a cache. Rejects with NetworkError, as fetch does with TypeError. */
export async function carryOutFetch(transport: Transport, request: FetchRequest): Promise<AgentResponse> {
  const { documentUrl, mode } = request;
  let { url, method, body, referrerPolicy } = request;
  let headers = request.headers;
  if (documentUrl !== undefined) {
    headers = headers.filter(([name, value]) => !isForbiddenHeader(name, value));
    if (mode === "no-cors") headers = noCorsHeaders(headers);
    if (mode === "no-cors" && needsPreflight(method, []))
      throw blocked(`mode: "no-cors" allows GET, HEAD and POST only`);
  }
  let siteBefore: SecFetchSite | undefined;
  let through: string | undefined;
  let crossed = false;
  let originHidden = false;
  let previous: LiveExchange | undefined;

  for (let redirects = 0; ; redirects++) {
    const foreign: boolean = documentUrl !== undefined && (crossed || !sameOrigin(documentUrl, url));
    if (foreign && mode === "same-origin")
      throw blocked(`mode: "same-origin" allows no request to ${url.origin}`);
    const cors = foreign && mode === "cors";
    const withCredentials =
      request.credentials === "include" || (request.credentials === "same-origin" && !foreign);
    const pageOrigin = originHidden ? "null" : (documentUrl?.origin ?? "null");
    const situation = {
      url,
      ...(documentUrl === undefined ? {} : { documentUrl }),
      ...(request.referrer === undefined ? {} : { referrer: request.referrer }),
      mode,
      destination: request.destination,
      userActivated: false,
      referrerPolicy,
      ...(siteBefore === undefined ? {} : { siteBefore }),
    };
    const hop = {
      url,
      initiator: request.initiator,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(previous === undefined ? {} : { redirectedFrom: previous.id }),
    };

    const question = { origin: pageOrigin, url, method, headers, withCredentials };
    if (cors && needsPreflight(method, headers) && !transport.preflights.covers(question)) {
      const names = unsafeHeaderNames(headers);
      const asking: HeaderPair[] = [["Access-Control-Request-Method", method]];
      if (names.length > 0) asking.push(["Access-Control-Request-Headers", names.join(",")]);
      const live = await transport.send({
        ...hop,
        method: "OPTIONS",
        headers: agentHeaders({ ...situation, origin: pageOrigin, own: asking }),
        cookies: { withheldBecause: words.preflight },
      });
      live.discard(PAGE_LIMIT_BYTES);
      const refusal = preflightRefusal(live.response, { method, headers }, pageOrigin, withCredentials);
      if (refusal !== undefined) throw blocked(refusal);
      transport.preflights.remember(question, live.response.headers);
    }

    const origin = cors ? pageOrigin : originOf(method, documentUrl, url, referrerPolicy, originHidden, mode);
    const live: LiveExchange = await transport.send({
      ...hop,
      method,
      headers: agentHeaders({ ...situation, ...(origin === undefined ? {} : { origin }), own: headers }),
      ...(body === undefined ? {} : { body }),
      cookies: withCredentials
        ? { ...cookieContext(request), ...(through === undefined ? {} : { redirectedThrough: through }) }
        : { withheldBecause: request.credentials === "omit" ? words.fetchOmits : words.fetchToOtherOrigin },
    });
    const { response } = live;

    const refusal = cors ? corsRefusal(response.headers, pageOrigin, withCredentials) : undefined;
    if (refusal !== undefined) {
      transport.preflights.forget(question);
      live.discard(PAGE_LIMIT_BYTES);
      throw blocked(refusal);
    }

    const location = headerValue(response.headers, "location");
    const target = isRedirect(response.status) ? redirectTarget(location, url) : undefined;
    if (target === undefined || request.redirect === "manual") {
      const type = redirectKept(target, documentUrl)
        ? "opaqueredirect"
        : foreign
          ? cors
            ? "cors"
            : "opaque"
          : "basic";
      const readable =
        documentUrl === undefined
          ? response.headers
          : readableHeaders(response.headers, cors ? "cors" : "basic", withCredentials);
      return new AgentResponse({ type, url, redirected: redirects > 0, live, headers: readable });
    }

    live.discard(PAGE_LIMIT_BYTES);
    if (request.redirect === "error")
      throw blocked(`the server redirects, and this fetch says redirect: "error"`);
    if (target === null) throw new NetworkError("bad-redirect", errors.redirectIsNoAddress(location));
    if (!/^https?:$/.test(target.protocol)) {
      throw new NetworkError("bad-redirect", errors.redirectLeavesWeb(location));
    }
    if (
      mode === "cors" &&
      target.username + target.password !== "" &&
      (foreign || !isOwn(documentUrl, target))
    )
      throw blocked("the server redirects to an address with a user name in it, and CORS forbids that");
    if (redirects >= REDIRECT_LIMIT) {
      throw new NetworkError("too-many-redirects", errors.tooManyRedirects(REDIRECT_LIMIT + 1));
    }
    const next = methodAfterRedirect(response.status, method);
    if (next !== method) {
      body = undefined;
      headers = headers.filter(([name]) => !/^content-/i.test(name));
    } else if (body instanceof ReadableStream) {
      throw new NetworkError("cannot-resend", errors.redirectCannotResend);
    }
    if (!sameOrigin(url, target)) {
      headers = headers.filter(([name]) => name.toLowerCase() !== "authorization");
      if (documentUrl !== undefined && !sameOrigin(documentUrl, url)) originHidden = true;
    }
    crossed ||= foreign;
    method = next;
    through = redirectedThrough(documentUrl, url, target, through);
    siteBefore = documentUrl === undefined ? undefined : fetchSite(documentUrl, url, siteBefore);
    referrerPolicy = parseReferrerPolicy(joinedValue(response.headers, "referrer-policy")) ?? referrerPolicy;
    previous = live;
    url = target;
  }
}

function cookieContext({ documentUrl, ancestors }: FetchRequest): CookieContext {
  if (documentUrl === undefined) return { via: "http" };
  return {
    via: "http",
    siteForCookies: siteForCookies(documentUrl, ancestors),
    topLevel: topLevelOf(documentUrl, ancestors),
  };
}

function isOwn(documentUrl: URL | undefined, target: URL): boolean {
  return documentUrl === undefined || sameOrigin(documentUrl, target);
}

/** A page learns nothing of a redirect that it asked not to follow. A test sees it whole. */
function redirectKept(target: URL | null | undefined, documentUrl: URL | undefined): boolean {
  return target !== undefined && documentUrl !== undefined;
}

function originOf(
  method: string,
  documentUrl: URL | undefined,
  url: URL,
  policy: ReferrerPolicy,
  hidden: boolean,
  mode: FetchRequest["mode"],
): string | undefined {
  if (documentUrl === undefined || !announcesOrigin(method)) return undefined;
  if (hidden) return "null";
  return mode === "cors" ? documentUrl.origin : originFor(documentUrl, url, policy);
}

function blocked(reason: string): NetworkError {
  return new NetworkError("blocked", rules.keptFromPage(reason));
}
