import corsPackage from "cors";
import type { RequestHandler } from "express";
import { auditedAs } from "../session/audit/audited-part.ts";
import { SessionError } from "../session/session-error.ts";
import { checkOrigin } from "./origin.ts";

export interface CorsOptions {
  /** Origins whose pages may read answers (CORS_ORIGINS, with commas between them), or "*" for all. */
  readonly origins: readonly string[] | "*";
  /** Whether they may send cookies along and read what comes (CORS_CREDENTIALS, false). Never with "*". */
  readonly credentials?: boolean;
}

/** Complete and checked. */
export interface CorsSettings {
  readonly origins: readonly string[] | "*";
  readonly credentials: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Options over CORS_ORIGINS and CORS_CREDENTIALS; undefined: no page of another origin may read anything.
 * Throws {@link SessionError} "bad-setting", above all for credentials with `*` (check 40).
 */
export function corsSettings(
  given: CorsOptions | undefined,
  environment: Environment,
): CorsSettings | undefined {
  const credentials =
    given === undefined ? flag(environment["CORS_CREDENTIALS"]) : given.credentials === true;
  const list = given === undefined ? fromEnvironment(environment["CORS_ORIGINS"]) : given.origins;
  if (list === undefined || list.length === 0) {
    if (!credentials) return undefined;
    throw bad(
      "CORS_CREDENTIALS is true, and CORS_ORIGINS names no origin that it could be for. " +
        "Set CORS_ORIGINS to the origins of your pages, such as http://localhost:3000.",
    );
  }
  const isAll = list === "*" || list.includes("*");
  if (isAll && credentials) {
    throw bad(
      "CORS_ORIGINS is * and CORS_CREDENTIALS is true: every page of the web could act as your users. " +
        "Name the origins of your pages in CORS_ORIGINS, or take CORS_CREDENTIALS away.",
    );
  }
  if (isAll && list !== "*" && list.length > 1) {
    throw bad("CORS_ORIGINS has * beside other origins. Use * alone, or take it out.");
  }
  return {
    origins: isAll ? "*" : list.map((origin) => checkOrigin("CORS_ORIGINS", origin)),
    credentials,
  };
}

/**
 * Lets pages of the named origins read answers, by the package `cors`. It answers preflights itself, so put it
 * before the sessions. What it says depends on the origin, and caches are told so (`Vary: Origin`).
 */
export function cors(options: CorsOptions): RequestHandler {
  const settings = corsSettings(options, {});
  return settings === undefined ? (_req, _res, next) => next() : corsHandler(settings);
}

export function corsHandler({ origins, credentials }: CorsSettings): RequestHandler {
  const shared = {
    origin: origins === "*" ? "*" : [...origins],
    credentials,
    maxAge: PREFLIGHT_SECONDS,
  };
  const preflight = corsPackage(shared);
  // An OPTIONS request that asks for no method is no preflight, and may have a route.
  const plain = corsPackage({ ...shared, preflightContinue: true });
  return auditedAs<RequestHandler>("cors", (req, res, next) => {
    const asks = req.headers["access-control-request-method"] !== undefined;
    (asks ? preflight : plain)(req, res, next);
  });
}

/** How long browsers need not ask again. */
const PREFLIGHT_SECONDS = 600;

function fromEnvironment(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
}

function flag(text: string | undefined): boolean {
  const value = text?.trim().toLowerCase() ?? "";
  if (["true", "1"].includes(value)) return true;
  if (["", "false", "0"].includes(value)) return false;
  throw bad(`CORS_CREDENTIALS is ${JSON.stringify(text)}. Use true or false.`);
}

function bad(message: string): SessionError {
  return new SessionError("bad-setting", message);
}
