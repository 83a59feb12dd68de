import type { SameSite } from "./cookie.ts";
import type { CookieCodec } from "./cookie-held/cookie-codec.ts";
import { SessionError } from "./session-error.ts";
import type { Store } from "./store.ts";

/** What `session(options)` and `createApp({ session })` take. Options win over the environment. */
export interface SessionOptions {
  /** Where records are kept. Default: what TINA4_SESSION_BACKEND names. */
  readonly store?: Store;
  /**
   * Keeps the session in the cookie itself, in place of a store: `flaskCookie`, `starletteCookie` or
   * `sealedCookie`. See {@link CookieCodec} for what such a session cannot promise.
   */
  readonly cookieHeld?: CookieCodec;
  /** The cookie's name (TINA4_SESSION_NAME, "tina4_session"). */
  readonly name?: string;
  /** Without a request for so long, the session ends (TINA4_SESSION_TTL, 3600). */
  readonly idleTimeoutSeconds?: number;
  /** The session ends then, whatever comes (86,400). */
  readonly absoluteTimeoutSeconds?: number;
  /** A request with a turn that comes later than this after the last one gets a new id. Default: never. */
  readonly renewalTimeoutSeconds?: number;
  /** After a timed renewal the old id still reads for so long, 0 to 60 (30). */
  readonly graceSeconds?: number;
  /** A user signed in more often is signed out where it was longest ago. Default: no limit. */
  readonly maxSessionsPerUser?: number;
  /** How long `login(…, { remember: true })` is remembered (TINA4_SESSION_REMEMBER_TTL, 2,592,000: 30 days). */
  readonly rememberSeconds?: number;
  /** The remember-me cookie's name (TINA4_SESSION_REMEMBER_NAME, "tina4_remember"). */
  readonly rememberName?: string;
  /** "auto": on for https and for what a trusted proxy says was https (TINA4_SESSION_SECURE, "auto"). */
  readonly secure?: boolean | "auto";
  /** TINA4_SESSION_HTTPONLY, true. */
  readonly httpOnly?: boolean;
  /** TINA4_SESSION_SAMESITE, "Lax". "None" needs `secure: true`. */
  readonly sameSite?: SameSite;
  /** False: cookies have no Max-Age and go with the browser's window. Default true. */
  readonly permanent?: boolean;
  /** How long a request waits for its turn before 503 (5,000). */
  readonly turnWaitMs?: number;
  /** A turn's lease, renewed while its request lives (30,000). */
  readonly turnLeaseMs?: number;
  /** A store that has not answered after so long has failed: 503 (10,000). A wait for a turn comes on top. */
  readonly storeTimeoutMs?: number;
  /** Reports copies that were changed and never set. Default: NODE_ENV is not "production". */
  readonly development?: boolean;
  /** Milliseconds since 1970; deadlines are held against it. Default: Date.now. */
  readonly nowMs?: () => number;
  /** Where the reasons of failures go; never ids. Default: console.error. */
  readonly log?: (message: string) => void;
}

/** Complete and checked. */
export interface SessionSettings {
  readonly backend: BackendSettings;
  readonly name: string;
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** Infinity: never. */
  readonly renewalTimeoutMs: number;
  readonly graceMs: number;
  /** Infinity: no limit. */
  readonly maxSessionsPerUser: number;
  readonly rememberMs: number;
  readonly rememberName: string;
  readonly secure: boolean | "auto";
  readonly httpOnly: boolean;
  readonly sameSite: SameSite;
  readonly permanent: boolean;
  readonly turnWaitMs: number;
  readonly turnLeaseMs: number;
  readonly storeTimeoutMs: number;
  readonly development: boolean;
  readonly nowMs: () => number;
  readonly log: (message: string) => void;
}

export type BackendSettings =
  | { readonly kind: "given"; readonly store: Store }
  | { readonly kind: "cookie"; readonly codec: CookieCodec }
  | { readonly kind: "memory" }
  | { readonly kind: "file"; readonly folder: string };

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = "TINA4_SESSION_";
const KNOWN = [
  "BACKEND",
  "TTL",
  "PATH",
  "NAME",
  "SECURE",
  "HTTPONLY",
  "SAMESITE",
  "REMEMBER_TTL",
  "REMEMBER_NAME",
];
/** The chapters' names for backends that are not in this version. */
const REMOTE_ONLY = ["HOST", "PORT", "PASSWORD", "DATABASE", "URL"];
const REMOTE_BACKENDS = ["redis", "valkey", "mongodb", "database"];

/**
 * Options over environment over defaults. Throws {@link SessionError} "bad-setting" with the setting, its
 * value and the remedy for what is unknown, malformed or contradictory. An empty variable counts as unset.
 */
export function resolveSettings(options: SessionOptions, environment: Environment): SessionSettings {
  const env = readEnvironment(environment);
  const settings: SessionSettings = {
    backend: backendOf(options, env),
    name: options.name ?? env("NAME") ?? options.cookieHeld?.cookieName ?? "tina4_session",
    idleTimeoutMs: seconds(
      "idleTimeoutSeconds",
      options.idleTimeoutSeconds ?? wholeNumber("TTL", env("TTL")) ?? 3600,
    ),
    absoluteTimeoutMs: seconds("absoluteTimeoutSeconds", options.absoluteTimeoutSeconds ?? 86_400),
    renewalTimeoutMs:
      options.renewalTimeoutSeconds === undefined
        ? Number.POSITIVE_INFINITY
        : seconds("renewalTimeoutSeconds", options.renewalTimeoutSeconds),
    graceMs: grace(options.graceSeconds ?? 30),
    maxSessionsPerUser: limit("maxSessionsPerUser", options.maxSessionsPerUser ?? Number.POSITIVE_INFINITY),
    rememberMs: seconds(
      "rememberSeconds",
      options.rememberSeconds ?? wholeNumber("REMEMBER_TTL", env("REMEMBER_TTL")) ?? 2_592_000,
    ),
    rememberName: options.rememberName ?? env("REMEMBER_NAME") ?? "tina4_remember",
    secure: options.secure ?? secureFrom(env("SECURE")),
    httpOnly: options.httpOnly ?? flag("HTTPONLY", env("HTTPONLY")) ?? true,
    sameSite: sameSite(options.sameSite ?? env("SAMESITE") ?? "Lax"),
    permanent: options.permanent ?? true,
    turnWaitMs: positive("turnWaitMs", options.turnWaitMs ?? 5000),
    turnLeaseMs: positive("turnLeaseMs", options.turnLeaseMs ?? 30_000),
    storeTimeoutMs: positive("storeTimeoutMs", options.storeTimeoutMs ?? 10_000),
    development: options.development ?? environment["NODE_ENV"] !== "production",
    nowMs: options.nowMs ?? Date.now,
    log: options.log ?? ((message) => console.error(message)),
  };
  refuseContradictions(settings);
  return settings;
}

type ReadSetting = (name: string) => string | undefined;

function readEnvironment(environment: Environment): ReadSetting {
  for (const name of Object.keys(environment)) {
    if (!name.startsWith(PREFIX)) continue;
    const rest = name.slice(PREFIX.length);
    if (KNOWN.includes(rest) || REMOTE_ONLY.includes(rest)) continue;
    const names = KNOWN.map((known) => PREFIX + known).join(", ");
    throw bad(name, environment[name], `There is no such setting. There are ${names}.`);
  }
  return (name) => {
    const value = environment[PREFIX + name]?.trim();
    return value === "" ? undefined : value;
  };
}

function backendOf(
  { store, cookieHeld, renewalTimeoutSeconds }: SessionOptions,
  env: ReadSetting,
): BackendSettings {
  if (cookieHeld === undefined) return store === undefined ? backend(env) : { kind: "given", store };
  if (store !== undefined) {
    throw bad(
      "cookieHeld",
      cookieHeld.name,
      `The session is kept in the ${store.name} store. Give one of the two.`,
    );
  }
  if (renewalTimeoutSeconds !== undefined) {
    throw bad(
      "renewalTimeoutSeconds",
      renewalTimeoutSeconds,
      `A session held in the ${cookieHeld.name} cookie has no id that could be renewed. Leave it out.`,
    );
  }
  return { kind: "cookie", codec: cookieHeld };
}

function backend(env: ReadSetting): BackendSettings {
  const kind = env("BACKEND") ?? "file";
  if (kind === "memory") return { kind };
  if (kind === "file") return { kind, folder: env("PATH") ?? "data/sessions" };
  if (REMOTE_BACKENDS.includes(kind)) {
    throw bad(
      `${PREFIX}BACKEND`,
      kind,
      "This version has file and memory. Use one of them, or pass a store.",
    );
  }
  throw bad(`${PREFIX}BACKEND`, kind, "Use file or memory.");
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(value)) return Number(value);
  throw bad(PREFIX + name, value, "Give whole seconds, at least 1.");
}

function seconds(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 34_560_000) return value * 1000;
  throw bad(name, value, "Give whole seconds, 1 to 34,560,000 (400 days).");
}

/** Not beyond the time that tombstones stay. */
function grace(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 60) return value * 1000;
  throw bad("graceSeconds", value, "Give whole seconds, 0 to 60.");
}

function limit(name: string, value: number): number {
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= 1)) return value;
  throw bad(name, value, "Give a whole number, at least 1.");
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw bad(name, value, "Give milliseconds, more than 0.");
}

function flag(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  const lower = value.toLowerCase();
  if (lower === "true" || lower === "1") return true;
  if (lower === "false" || lower === "0") return false;
  throw bad(PREFIX + name, value, "Use true or false.");
}

function secureFrom(value: string | undefined): boolean | "auto" {
  return value?.toLowerCase() === "auto" ? "auto" : (flag("SECURE", value) ?? "auto");
}

function sameSite(value: string): SameSite {
  const lower = value.toLowerCase();
  if (lower === "lax") return "Lax";
  if (lower === "strict") return "Strict";
  if (lower === "none") return "None";
  throw bad(`${PREFIX}SAMESITE`, value, "Use Strict, Lax or None.");
}

function refuseContradictions(settings: SessionSettings): void {
  const { name, rememberName, secure } = settings;
  refuseBadName("NAME", name, secure);
  refuseBadName("REMEMBER_NAME", rememberName, secure);
  if (name === rememberName) {
    throw bad(
      `${PREFIX}REMEMBER_NAME`,
      rememberName,
      "The session-id cookie has this name. Use another one.",
    );
  }
  if (settings.sameSite === "None" && secure !== true) {
    throw bad(
      `${PREFIX}SAMESITE`,
      "None",
      `Browsers drop SameSite=None without Secure: set ${PREFIX}SECURE=true, or use Lax.`,
    );
  }
  if (settings.idleTimeoutMs > settings.absoluteTimeoutMs) {
    throw bad(
      `${PREFIX}TTL`,
      settings.idleTimeoutMs / 1000,
      `It is longer than the absolute timeout (${settings.absoluteTimeoutMs / 1000} s): raise absoluteTimeoutSeconds or lower it.`,
    );
  }
}

function refuseBadName(setting: string, name: string, secure: boolean | "auto"): void {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/.test(name)) {
    throw bad(PREFIX + setting, name, "Use letters, digits and - _ . only.");
  }
  if (/^__(?:host|secure)-/i.test(name) && secure !== true) {
    throw bad(PREFIX + setting, name, `Browsers drop this prefix without Secure: set ${PREFIX}SECURE=true.`);
  }
}

function bad(setting: string, value: unknown, remedy: string): SessionError {
  return new SessionError("bad-setting", `${setting} is ${JSON.stringify(value)}. ${remedy}`);
}
