import type { NextFunction, Request, RequestHandler, Response } from "express";
import { auditedAs } from "../audit/audited-part.ts";
import { LiveSession } from "../session.ts";
import { SessionError } from "../session-error.ts";
import { storeFailed } from "../session-refusals.ts";
import { Visit } from "../visit.ts";
import { restoreLogin } from "./restore-login.ts";

export interface RememberMeOptions {
  /**
   * Loads the user whom the cookie names, and says whether they may still come in: undefined, null or false
   * refuses them, and the device is forgotten. Absent: everybody may. What it throws goes to Express.
   */
  readonly user?: (userId: string | number, request: Request) => unknown;
}

/**
 * Signs in again who comes with the cookie that `session.login(userId, { remember: true })` left, on any method,
 * before the handlers run: with a new session id, `session.remembered` true and `session.isFresh` false. The
 * cookie's value is good for one use, and for 30 seconds after it, since a page loads many things at once; its
 * use after that is taken for a theft and ends the remembered device and its sessions (see
 * {@link SIGN_IN_CHANNEL}). Put it behind `session()`. A store that fails is answered with 503.
 */
export function rememberMe(options: RememberMeOptions = {}): RequestHandler {
  const { user } = options;
  return auditedAs("remember-me", (request: Request, _response: Response, next: NextFunction): void => {
    const visit = visitOf(request);
    const { session, context } = visit;
    const cookieValue = visit.request.cookie(context.settings.rememberName);
    if (cookieValue === undefined || session.standing !== undefined || session.mode === "read-only") {
      next();
      return;
    }
    session.used = true;
    if (!visit.canRemember) {
      // Left from before the application changed to a backend that cannot.
      visit.rememberCookie = visit.expiredRememberHeader();
      next();
      return;
    }
    let isTheirs = false;
    const knowsUser = async (userId: string | number): Promise<boolean> => {
      if (user === undefined) return true;
      try {
        const found = await user(userId, request);
        return found !== undefined && found !== null && found !== false;
      } catch (error) {
        isTheirs = true;
        throw error;
      }
    };
    restoreLogin(visit, cookieValue, knowsUser).then(
      () => next(),
      (error: unknown) => {
        const isKnown = isTheirs || error instanceof SessionError;
        next(isKnown ? error : storeFailed("read from", context.store.name, error));
      },
    );
  });
}

function visitOf(request: Request): Visit {
  const { session } = request;
  if (session instanceof LiveSession && session.host instanceof Visit) return session.host;
  throw new SessionError("bad-setting", "rememberMe() found no session. Put session() before it.");
}
