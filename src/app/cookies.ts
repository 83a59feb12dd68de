import { createHmac } from "node:crypto";
import process from "node:process";
import type { Express as ExpressApp, Request, RequestHandler, Response } from "express";
import { cookiesOf, serializeSetCookie } from "../session/cookie.ts";
import { readSecrets } from "../session/secrets.ts";
import { SessionError } from "../session/session-error.ts";
import { type AppCookieOptions, asSetCookie, expressOptions, refused } from "./cookie-options.ts";
import { readJsonValue, signValue, unsignValue } from "./signed-value.ts";

// biome-ignore-start lint/suspicious/noExplicitAny: the declaration that it adds to is written so.
declare module "express-serve-static-core" {
  interface Response<
    ResBody = any,
    LocalsObj extends Record<string, any> = Record<string, any>,
    StatusCode extends number = number,
  > {
    /**
     * In an app of `createApp` also "Lax" for "lax", and the option names of Python's frameworks. What browsers
     * would drop or misread is refused ({@link SessionError} "bad-cookie").
     */
    cookie(name: string, value: unknown, options: AppCookieOptions): this;
  }
}
// biome-ignore-end lint/suspicious/noExplicitAny: until here.

/** Express keeps the secret there that `res.cookie(…, { signed: true })` signs with. */
interface MayHaveSecret {
  secret?: string | undefined;
}

/**
 * The secrets of signed cookies, the newest first: given, or TINA4_COOKIE_SECRET (cookie-parser's bytes), or
 * made from TINA4_SECRET. None: an empty list. Throws "bad-setting" for weak ones.
 */
export function cookieSecrets(given: readonly string[] | undefined): readonly string[] {
  const own = readSecrets("cookieSecrets", given) ?? readSecrets(OWN, process.env[OWN]);
  const shared: readonly string[] = readSecrets(SHARED, process.env[SHARED]) ?? [];
  if (own === undefined) return shared.map(forCookies);
  // A value that is signed for a cookie would otherwise be a valid token, if a user may choose the value.
  if (own.some((secret) => shared.includes(secret))) {
    throw new SessionError(
      "bad-setting",
      `${OWN} has a secret of ${SHARED} in it. Give each its own, or leave ${OWN} out: one is then made from ${SHARED}.`,
    );
  }
  return own;
}

const OWN = "TINA4_COOKIE_SECRET";
const SHARED = "TINA4_SECRET";

function forCookies(secret: string): string {
  return createHmac("sha256", secret).update("keepsake signed cookies").digest("base64url");
}

/**
 * Gives requests `req.cookies` and `req.signedCookies`, and checks what `res.cookie` is given. Of two cookies
 * with one name the first counts, which browsers send for the most specific path.
 */
export function useCookies(app: ExpressApp, secrets: readonly string[]): void {
  const { cookie } = app.response;
  app.response.cookie = function checkedCookie(
    this: Response,
    name: string,
    value: unknown,
    given: AppCookieOptions = {},
  ) {
    const { signed, ...options } = expressOptions(name, given);
    const plain = plainValue(name, value);
    const text = signed === true ? signValue(plain, secretFor(this, name, secrets)) : plain;
    serializeSetCookie(asSetCookie(name, encoded(name, text, options.encode), options));
    return cookie.call(this, name, text, options);
  } as Response["cookie"];

  const { clearCookie } = app.response;
  app.response.clearCookie = function checkedClearCookie(
    this: Response,
    name: string,
    given: AppCookieOptions = {},
  ) {
    const { max_age: _seconds, ...options } = given;
    return clearCookie.call(this, name, expressOptions(name, { ...options, maxAge: undefined }));
  } as Response["clearCookie"];

  app.use(readCookies(secrets));
}

function readCookies(secrets: readonly string[]): RequestHandler {
  return function keepsakeCookies(req, _res, next) {
    const cookies: Record<string, unknown> = cookiesOf(req.headers.cookie);
    const signedCookies: Record<string, unknown> = Object.create(null);
    for (const [name, value] of Object.entries(cookies)) {
      const text = value as string;
      if (secrets.length > 0 && text.startsWith("s:")) {
        const inside = unsignValue(text, secrets);
        signedCookies[name] = inside === false ? false : readJsonValue(inside);
        delete cookies[name];
      } else cookies[name] = readJsonValue(text);
    }
    req.cookies = cookies;
    req.signedCookies = signedCookies;
    next();
  };
}

/**
 * The package cookie-parser does nothing where `req.cookies` is there already, and signed cookies with its
 * secret would not be read. Its middleware is let in here, and what both have read is put together.
 */
export function besideCookieParser(handler: RequestHandler): RequestHandler {
  if (handler.name !== "cookieParser") return handler;
  return function cookieParser(req, res, next) {
    const ours = req.signedCookies as Record<string, unknown> | undefined;
    req.cookies = undefined;
    handler(req, res, (error?: unknown) => {
      for (const [name, value] of Object.entries(ours ?? {})) {
        const theirs = req.signedCookies?.[name] as unknown;
        if (theirs === undefined || theirs === false) req.signedCookies[name] = value;
        delete req.cookies[name];
      }
      next(error);
    });
  };
}

function secretFor(response: Response, name: string, secrets: readonly string[]): string {
  const [newest] = secrets;
  const secret = (response.req as Request & MayHaveSecret).secret ?? newest;
  if (secret !== undefined) return secret;
  throw refused(name, "there is no secret to sign it with", `Set ${OWN} or ${SHARED} in .env.`);
}

function plainValue(name: string, value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      if (value !== null) return `j:${JSON.stringify(value)}`;
  }
  throw refused(name, `its value is ${String(value)}`, 'Give a text; "" with maxAge: 0 deletes the cookie.');
}

function encoded(name: string, text: string, encode: (text: string) => string = encodeURIComponent): string {
  try {
    return encode(text);
  } catch (error) {
    throw refused(name, `its value cannot be encoded (${String(error)})`, "Give well-formed text.");
  }
}
