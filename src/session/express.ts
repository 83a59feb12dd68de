import process from "node:process";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { audit, rememberForAudit } from "./audit/audit.ts";
import { readCookie } from "./cookie.ts";
import { openVisit } from "./open-visit.ts";
import { type GateKeeper, holdResponse } from "./response-gate.ts";
import { SessionError } from "./session-error.ts";
import type { Session } from "./session-face.ts";
import { routerTooOld } from "./session-refusals.ts";
import { resolveSettings, type SessionOptions, type SessionSettings } from "./settings.ts";
import { StoredUserSessions, type UserSessions } from "./sign-in/user-sessions.ts";
import type { Awaitable } from "./store.ts";
import { tellsOfErrors, watchThrownErrors } from "./thrown-errors.ts";
import type { Visit, VisitRequest } from "./visit.ts";
import { contextOf, makeReady } from "./visit-context.ts";

declare global {
  namespace Express {
    interface Request {
      /** The session of this request. Put there by `session()`. */
      session: Session;
    }
  }
}

/**
 * Express middleware that gives every request its `req.session`. Throws {@link SessionError} "bad-setting" at
 * once for settings that are unknown, malformed or contradictory.
 *
 * Put it after the body parsers (`createApp` does): a request that changes things takes its session's turn
 * here, and one whose body is still on its way would hold the turn until it has come.
 */
export function session(options: SessionOptions = {}): SessionMiddleware {
  const settings = resolveSettings(options, process.env);
  const context = contextOf(settings);
  function keepsakeSession(request: Request, response: Response, next: NextFunction): void {
    // Mounted twice: the outer one has it.
    if ("session" in request) {
      next();
      return;
    }
    const visitRequest = new ExpressVisitRequest(request, response, settings);
    try {
      const opened = openVisit(context, visitRequest);
      if (!(opened instanceof Promise)) enter(opened, visitRequest, next);
      else {
        opened.then(
          (visit) => enter(visit, visitRequest, next),
          (error: unknown) => visitRequest.refuse(error),
        );
      }
    } catch (error) {
      visitRequest.refuse(error);
    }
  }
  const users = new StoredUserSessions(context.store, settings, undefined);
  rememberForAudit(keepsakeSession, settings, context.store);
  return Object.assign(keepsakeSession, {
    users,
    ready: () => makeReady(context.store, settings.log),
    close: async () => context.store.close?.(),
  });
}

/** `session.audit(app)`: see {@link audit}. */
session.audit = audit;

/** The middleware, and what it offers outside of requests. */
export interface SessionMiddleware extends RequestHandler {
  /** Where users are signed in, for jobs and administrators: `sessions.users.revokeAll(userId)`. */
  readonly users: UserSessions;

  /**
   * Connects to the store now, and not with the first request. Rejects for what must be mended before anything
   * works: a wrong setting, a driver that is not installed. A store that is merely down is logged; requests get
   * 503 until it is back, with no restart. Repeating is free.
   */
  ready(): Promise<void>;

  /** Lets go of the store's connections, after the last request. */
  close(): Promise<void>;
}

function enter(visit: Visit, visitRequest: ExpressVisitRequest, next: NextFunction): void {
  // Answered while it waited for its turn, as by one who watches the time: no handler could say anything more, and
  // without an answer nothing would give the turn back.
  if (visitRequest.response.writableEnded) {
    visit.giveTurnBack();
    return;
  }
  visitRequest.visit = visit;
  visitRequest.request.session = visit.session;
  holdResponse(visitRequest.response, visitRequest);
  next();
}

/** What the response says about the session (session-semantics.md, rule 22). */
function tell(visit: Visit, response: Response): void {
  if (visit.session.used) varyByCookie(response);
  const { setCookie, rememberCookie, heldCookies } = visit;
  if (setCookie === undefined && rememberCookie === undefined && heldCookies.length === 0) return;
  if (setCookie !== undefined) addCookie(response, setCookie);
  if (rememberCookie !== undefined) addCookie(response, rememberCookie);
  for (const header of heldCookies) addCookie(response, header);
  response.setHeader("Cache-Control", "no-store");
}

/** Node's `appendHeader` looks through the whole value, and has `setHeader` look through it again. */
function addCookie(response: Response, header: string): void {
  if (response.hasHeader("Set-Cookie")) response.appendHeader("Set-Cookie", header);
  else response.setHeader("Set-Cookie", header);
}

function varyByCookie(response: Response): void {
  const vary = response.getHeader("Vary");
  if (vary === undefined) response.setHeader("Vary", "Cookie");
  else if (!/(?:^|,)\s*(?:cookie|\*)\s*(?:,|$)/i.test(String(vary))) {
    response.setHeader("Vary", `${String(vary)}, Cookie`);
  }
}

/** Answers in place of the handler: without the headers it had set, and without a session-id cookie. */
function refuse(visitRequest: ExpressVisitRequest, settings: SessionSettings, error: unknown): void {
  const { request, response } = visitRequest;
  const isKnown = error instanceof SessionError;
  const reason = isKnown && error.cause !== undefined ? ` ${String(error.cause)}` : "";
  const message = isKnown ? error.message : "The session could not be written.";
  settings.log(`${visitRequest.route()}: ${isKnown ? message : String(error)}${reason}`);
  // Somebody else has answered meanwhile, as one does who watches the time.
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) {
    // A page of another origin that may read answers may read this one too.
    if (name !== "vary" && !name.startsWith("access-control-")) response.removeHeader(name);
  }
  response.statusCode = isKnown ? error.statusCode : 503;
  response.setHeader("Cache-Control", "no-store");
  if (response.statusCode === 503) response.setHeader("Retry-After", "1");
  const isJson = request.is("json") === "json" || request.accepts("html", "json") === "json";
  response.setHeader(
    "Content-Type",
    isJson ? "application/json; charset=utf-8" : "text/plain; charset=utf-8",
  );
  response.end(isJson ? JSON.stringify({ error: message }) : `${message}\n`);
}

/** Ties a visit to its request and response. */
class ExpressVisitRequest implements VisitRequest, GateKeeper {
  readonly request: Request;
  readonly response: Response;
  readonly isUnsafe: boolean;
  readonly isBodyless: boolean;
  readonly cookieValue: string | undefined;
  visit: Visit | undefined;
  readonly #settings: SessionSettings;

  constructor(request: Request, response: Response, settings: SessionSettings) {
    this.#settings = settings;
    this.request = request;
    this.response = response;
    this.isUnsafe = !SAFE_METHODS.has(request.method);
    this.isBodyless = request.method === "HEAD";
    const { cookie } = request.headers;
    this.cookieValue = cookie === undefined ? undefined : readCookie(cookie, settings.name);
  }

  cookie(name: string): string | undefined {
    const { cookie } = this.request.headers;
    return cookie === undefined ? undefined : readCookie(cookie, name);
  }

  route(): string {
    const { method, originalUrl } = this.request;
    const query = originalUrl.indexOf("?");
    return `${method} ${query === -1 ? originalUrl : originalUrl.slice(0, query)}`;
  }

  isSecure(): boolean {
    return this.request.secure;
  }

  isPrefetch(): boolean {
    const { headers } = this.request;
    return PREFETCH_FIELDS.some((name) => /^\s*(?:prefetch|preview)\b/i.test(String(headers[name] ?? "")));
  }

  userAgent(): string | undefined {
    return this.request.headers["user-agent"];
  }

  isOver(): boolean {
    return this.response.destroyed || this.response.writableFinished;
  }

  onFirstChange(): void {
    if (!tellsOfErrors(this.request)) throw routerTooOld();
    watchThrownErrors(this.request, this);
  }

  onThrownError(): void {
    this.visit?.session.dropData();
  }

  commit(): Awaitable<void> {
    return this.visit?.finish();
  }

  tell(): void {
    if (this.visit !== undefined) tell(this.visit, this.response);
  }

  refuse(error: unknown): void {
    refuse(this, this.#settings, error);
  }
}

/** The standard's, and what older browsers send for the same. */
const PREFETCH_FIELDS = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]);
