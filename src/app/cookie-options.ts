import type { CookieOptions } from "express";
import { MAX_AGE_LIMIT_SECONDS, type SameSite, type SetCookie } from "../session/cookie.ts";
import { SessionError } from "../session/session-error.ts";

/**
 * What `res.cookie` takes: Express's options, with SameSite written large or small, and the names that Python's
 * frameworks use. Mind the units: `maxAge` is milliseconds (Express), `max_age` is seconds (Python, and what
 * the header itself says). One attribute under two names is refused.
 */
export interface AppCookieOptions extends Omit<CookieOptions, "sameSite"> {
  /** "Strict", "Lax" or "None"; true is "Strict". "None" needs `secure`. */
  readonly sameSite?: boolean | SameSite | Lowercase<SameSite> | undefined;
  /** The lifetime in *seconds*. 0 deletes the cookie. */
  readonly max_age?: number | undefined;
  /** `httpOnly`. */
  readonly httponly?: boolean | undefined;
  /** `sameSite`. */
  readonly samesite?: SameSite | Lowercase<SameSite> | undefined;
}

const KNOWN: ReadonlySet<string> = new Set([
  "maxAge",
  "expires",
  "path",
  "domain",
  "secure",
  "httpOnly",
  "sameSite",
  "signed",
  "encode",
  "priority",
  "partitioned",
]);
const PYTHON: Readonly<Record<string, string>> = {
  max_age: "maxAge",
  httponly: "httpOnly",
  samesite: "sameSite",
};

/** The same options as Express knows them. Throws {@link SessionError} "bad-cookie". */
export function expressOptions(name: string, given: AppCookieOptions): CookieOptions {
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const plain = PYTHON[key] ?? key;
    if (!KNOWN.has(plain)) {
      const names = [...KNOWN, ...Object.keys(PYTHON)].join(", ");
      throw refused(name, `there is no option "${key}"`, `There are ${names}.`);
    }
    if (plain in options)
      throw refused(name, `${plain} is given twice, in two spellings`, "Keep one of them.");
    options[plain] = key === "max_age" ? secondsToMs(name, value) : value;
  }
  const sameSite = sameSiteOf(name, options["sameSite"]);
  if (sameSite === undefined) delete options["sameSite"];
  else options["sameSite"] = sameSite.toLowerCase();
  checkLifetime(name, options);
  const { path } = options;
  if (path !== undefined && !(typeof path === "string" && path.startsWith("/"))) {
    throw refused(name, "its path does not begin with /", "Browsers would ignore it: give an absolute path.");
  }
  return options;
}

/** What the grammar of cookies has to check before Express writes it; `value` as it travels. */
export function asSetCookie(name: string, value: string, options: CookieOptions): SetCookie {
  const { domain, maxAge, expires, secure, httpOnly, partitioned } = options;
  const sameSite = sameSiteOf(name, options.sameSite);
  return {
    name,
    value,
    path: options.path ?? "/",
    ...(domain === undefined ? {} : { domain }),
    ...(maxAge === undefined ? {} : { maxAgeSeconds: Math.floor(maxAge / 1000) }),
    ...(maxAge !== undefined || expires === undefined ? {} : { expiresMs: expires.getTime() }),
    secure: secure === true,
    httpOnly: httpOnly === true,
    ...(sameSite === undefined ? {} : { sameSite }),
    partitioned: partitioned === true,
  };
}

function secondsToMs(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value)) {
    if (value <= MAX_AGE_LIMIT_SECONDS) return value * 1000;
    throw refused(
      name,
      `max_age is ${value} seconds`,
      `Browsers keep a cookie ${MAX_AGE_LIMIT_SECONDS} seconds (400 days) at most; milliseconds go into maxAge.`,
    );
  }
  throw refused(name, `max_age is ${String(value)}`, "Give whole seconds.");
}

function checkLifetime(name: string, { maxAge, expires }: Record<string, unknown>): void {
  if (maxAge !== undefined) {
    if (typeof maxAge !== "number" || !Number.isFinite(maxAge)) {
      throw refused(name, `maxAge is ${String(maxAge)}`, "Give milliseconds.");
    }
    if (maxAge > 0 && maxAge < 1000) {
      throw refused(
        name,
        `maxAge is ${maxAge} milliseconds, less than the second that a cookie's lifetime is counted in`,
        "Give milliseconds: an hour is 3600000. 0 deletes the cookie.",
      );
    }
  }
  if (expires !== undefined && !(expires instanceof Date && Number.isFinite(expires.getTime()))) {
    throw refused(name, "expires is not a valid Date", "Give a Date, or better maxAge.");
  }
}

function sameSiteOf(name: string, value: unknown): SameSite | undefined {
  if (value === undefined || value === false) return undefined;
  switch (value === true ? "strict" : String(value).toLowerCase()) {
    case "strict":
      return "Strict";
    case "lax":
      return "Lax";
    case "none":
      return "None";
  }
  throw refused(name, `sameSite is ${JSON.stringify(value)}`, 'Use "Strict", "Lax" or "None".');
}

export function refused(name: string, why: string, what: string): SessionError {
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
  return new SessionError("bad-cookie", `Cookie ${shown} cannot be sent: ${why}. ${what}`);
}
