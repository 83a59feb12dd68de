import type { NextFunction, Request, RequestHandler, Response } from "express";
import { auditedAs } from "../session/audit/audited-part.ts";
import { SessionError } from "../session/session-error.ts";
import type { CorsSettings } from "./cors.ts";
import { isTokenOf, TOKEN_FIELD, TOKEN_HEADER } from "./csrf-token.ts";
import { checkOrigin } from "./origin.ts";
import { type Judgement, judge, type TrustSettings } from "./request-origin.ts";

export interface CsrfOptions {
  /** Other origins whose pages may send requests that change things: "https://admin.example". */
  readonly trustedOrigins?: readonly string[];
  /** Paths that take requests from anywhere, as webhooks do: "/hooks/paid", or "/hooks/*" for all below. */
  readonly exemptPaths?: readonly string[];
}

/** The two halves of the protection. */
export interface CsrfGuards {
  /** Refuses what the browser's own headers tell is another site's. Needs nothing before it. */
  readonly byHeaders: RequestHandler;
  /** Asks forms without such headers for the session's token. Behind the body parsers and the session. */
  readonly byToken: RequestHandler;
}

/**
 * Express middleware against cross-site request forgery, for behind the body parsers and `session()`. Of
 * requests that may change things (all but GET, HEAD, OPTIONS, TRACE, QUERY) it lets through
 *
 * 1. those that the browser itself says come from this site's pages or from the user (`Sec-Fetch-Site`), or,
 *    where it says nothing of the kind, whose `Origin` is this server's own or a trusted one;
 * 2. of those with neither header, which no browser of today sends, forms with the session's token (field
 *    `form_token`, header `X-CSRF-Token`), and what a form cannot send, such as JSON: that is a program.
 *
 * Everything else goes to the error handlers as {@link SessionError} "cross-site", status 403. Throws
 * "bad-setting" at once for options that are wrong.
 */
export function csrf(options: CsrfOptions = {}): RequestHandler {
  const { byHeaders, byToken } = csrfGuards(options, undefined);
  return auditedAs<RequestHandler>("csrf", (req, res, next) => {
    byHeaders(req, res, (error?: unknown) => (error === undefined ? byToken(req, res, next) : next(error)));
  });
}

/** `cors`: origins that may use cookies are trusted; see decisions/cors-origins-are-trusted-by-csrf.md. */
export function csrfGuards(options: CsrfOptions, cors: CorsSettings | undefined): CsrfGuards {
  const trusted = (options.trustedOrigins ?? []).map((origin) => checkOrigin("trustedOrigins", origin));
  const settings: TrustSettings = { trustedOrigins: new Set(trusted), cors };
  const isExempt = exemption(options.exemptPaths ?? []);
  const judgementOf = (req: Request): Judgement => (isExempt(req.path) ? "own" : judgeRequest(req, settings));
  return {
    byHeaders: auditedAs("csrf-by-headers", (req: Request, _res: Response, next: NextFunction) => {
      const judgement = judgementOf(req);
      if (judgement === "foreign-site" || judgement === "foreign-origin") next(foreign(req, judgement));
      else next();
    }),
    byToken: auditedAs("csrf-by-token", (req: Request, _res: Response, next: NextFunction) => {
      if (judgementOf(req) !== "needs-token") next();
      else {
        const given = tokenIn(req);
        if (isTokenOf(req, given)) next();
        else next(given === undefined ? withoutToken(req) : wrongToken(req));
      }
    }),
  };
}

function judgeRequest(req: Request, settings: TrustSettings): Judgement {
  const { headers } = req;
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  const length = headers["content-length"];
  return judge(
    {
      method: req.method,
      fetchSite: single(headers["sec-fetch-site"]),
      origin: headers.origin,
      ownOrigin: ownOrigin(req),
      contentType: type === "" ? undefined : type,
      hasBody: headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0"),
      hasCookies: headers.cookie !== undefined,
    },
    settings,
  );
}

/** Two of them are a forgery somewhere on the way; joined they are no value that is known. */
function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join() : value;
}

/** Of `Host` and the connection; with Express's "trust proxy" of what the proxy says about them. */
function ownOrigin(req: Request): string | undefined {
  const address = `${req.protocol}://${req.host}`;
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

function tokenIn(req: Request): unknown {
  const header = req.get(TOKEN_HEADER);
  if (header !== undefined) return header;
  const body: unknown = req.body;
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, TOKEN_FIELD)) return undefined;
  return (body as Record<string, unknown>)[TOKEN_FIELD];
}

function exemption(paths: readonly string[]): (path: string) => boolean {
  const exact = new Set<string>();
  const below: string[] = [];
  for (const path of paths) {
    if (!/^\/[^*?#]*(?:\/\*)?$/.test(path) || path === "/*") {
      throw new SessionError(
        "bad-setting",
        `exemptPaths has ${JSON.stringify(path)}. Write a path, "/hooks/paid", or all below one, "/hooks/*".`,
      );
    }
    if (path.endsWith("/*")) below.push(path.slice(0, -1));
    else exact.add(path);
  }
  return (path) => exact.has(path) || below.some((start) => path.startsWith(start));
}

function foreign(req: Request, judgement: "foreign-site" | "foreign-origin"): SessionError {
  const origin = req.headers.origin?.slice(0, 100);
  const site = single(req.headers["sec-fetch-site"])?.slice(0, 20);
  if (judgement === "foreign-site") {
    const whose = site === "same-site" ? "another origin of this site" : "another site";
    return refusal(
      req,
      `the browser says that a page of ${whose} sent it (Sec-Fetch-Site: ${site}${origin === undefined ? "" : `, Origin: ${origin}`})`,
      "Send it from a page of this origin; if the other one is yours, name it in trustedOrigins.",
    );
  }
  return refusal(
    req,
    `a page of ${origin} sent it, and this server is ${ownOrigin(req) ?? "unknown"}`,
    'Send it from a page of this site; if the other site is yours, name its origin in trustedOrigins. Behind a proxy, set "trust proxy" so that the server knows its own address.',
  );
}

function withoutToken(req: Request): SessionError {
  return refusal(
    req,
    `a form came with neither Sec-Fetch-Site nor Origin, and without a token`,
    `Put {{ form_token() }} into the form; a script sends csrfToken(req) in the header ${TOKEN_HEADER}. A program sends JSON, or an Origin header with this server's address.`,
  );
}

function wrongToken(req: Request): SessionError {
  return refusal(
    req,
    "its token is not one of this session, which may have ended or signed in since the page was loaded",
    "Load the page again and send the form from there.",
  );
}

function refusal(req: Request, why: string, what: string): SessionError {
  return new SessionError(
    "cross-site",
    `The protection against cross-site requests (CSRF) refused this ${req.method}: ${why}. ${what}`,
  );
}
