import type { NextFunction, Request, RequestHandler, Response } from "express";
import { auditedAs } from "../audit/audited-part.ts";
import { SessionError } from "../session-error.ts";
import { localPath } from "./local-path.ts";

export interface RequireFreshOptions {
  /**
   * Where one gives the password again: a path of this site. Who asks for a page is sent there, a GET with where
   * it wanted to go as `?return=…` (read it back through {@link localPath}). Absent: 401 for everybody.
   */
  readonly loginPath?: string;
}

/**
 * Lets only those on who signed in with `login` at most so many seconds ago; a remembered login is never fresh
 * (ASVS 7.5.1). Others get 401, or a page to sign in. Put it before what matters: a new password, a new address,
 * a payment. Throws {@link SessionError} "bad-setting" for an age or a path that is none.
 */
export function requireFresh(ageSeconds: number, options: RequireFreshOptions = {}): RequestHandler {
  const { loginPath } = options;
  if (!Number.isFinite(ageSeconds) || ageSeconds <= 0) {
    throw new SessionError("bad-setting", `requireFresh(${ageSeconds}): give seconds, more than 0.`);
  }
  if (loginPath !== undefined && localPath(loginPath, "") === "") {
    const shown = JSON.stringify(loginPath.slice(0, 100));
    throw new SessionError("bad-setting", `loginPath is ${shown}. Give a path of this site: "/login".`);
  }
  return auditedAs("require-fresh", (request: Request, response: Response, next: NextFunction): void => {
    if (request.session.isFresh(ageSeconds)) {
      next();
      return;
    }
    response.setHeader("Cache-Control", "no-store");
    const wantsPage = request.is("json") !== "json" && request.accepts("json", "html") === "html";
    if (loginPath !== undefined && wantsPage) response.redirect(303, loginAddress(loginPath, request));
    else response.status(401).json({ error: "Sign in again to do this.", ...(loginPath && { loginPath }) });
  });
}

function loginAddress(loginPath: string, request: Request): string {
  const isPage = request.method === "GET" || request.method === "HEAD";
  const back = isPage ? localPath(request.originalUrl, "") : "";
  if (back === "") return loginPath;
  return `${loginPath}${loginPath.includes("?") ? "&" : "?"}return=${encodeURIComponent(back)}`;
}
