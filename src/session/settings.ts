import type { SameSite } from "./cookie.ts";
import type { CookieCodec } from "./cookie-held/cookie-codec.ts";
import { withoutKeys } from "./log-without-keys.ts";
import { refuseOtherKinds } from "./option-kinds.ts";
import { plainRecords, type RecordCodec } from "./record-codec.ts";
import { sealedRecords } from "./sealed-records.ts";
import { readSecrets, type Secrets } from "./secrets.ts";
import { badSetting } from "./setting-errors.ts";
import { refuseUnknownOptions, refuseUnknownVariables } from "./setting-names.ts";
import { SettingReader } from "./setting-reader.ts";
import { type BackendSettings, readBackend } from "./settings-backend.ts";
import { refuseCookieContradictions } from "./settings-cookie.ts";
import type { Store } from "./store.ts";

export type { BackendSettings } from "./settings-backend.ts";

/**
 * What `session(options)` and `createApp({ session })` take. Options win over the environment, whose names for
 * them stand in `settings-table.ts`.
 */
export interface SessionOptions {
  /** Where records are kept. Default: what TINA4_SESSION_BACKEND names. */
  readonly store?: Store;
  /**
   * Keeps the session in the cookie itself, in place of a store: `flaskCookie`, `starletteCookie` or
   * `sealedCookie`. See {@link CookieCodec} for what such a session cannot promise.
   */
  readonly cookieHeld?: CookieCodec;
  /**
   * Seals records where they are kept (TINA4_SESSION_ENCRYPTION_KEYS): 32 random bytes each, in base64 or hex,
   * the newest first. "plain" in the list stands for unsealed records, to begin or to end with sealing.
   */
  readonly encryptionKeys?: string | readonly string[];
  /**
   * Signs or seals what is held in cookies (TINA4_SESSION_SECRET, else TINA4_SECRET): 32 bytes or more each,
   * the newest, which signs, first.
   */
  readonly secrets?: string | readonly string[];
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
  /** A user signed in more often is signed out where the id is oldest: login and renewal make a new one. Default: no limit. */
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
  /** The cookie's Path (TINA4_SESSION_COOKIE_PATH, "/"). */
  readonly cookiePath?: string;
  /** The cookie's Domain, which all hosts below it share (TINA4_SESSION_DOMAIN). Default: this host only. */
  readonly domain?: string;
  /** One jar for each site that embeds this one (TINA4_SESSION_PARTITIONED, false). Needs `secure: true`. */
  readonly partitioned?: boolean;
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
  /** How records are written where they are kept. */
  readonly codec: RecordCodec;
  /** Undefined: there are none, and nothing needs them. */
  readonly secrets: Secrets | undefined;
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
  readonly cookiePath: string;
  readonly domain: string | undefined;
  readonly partitioned: boolean;
  readonly permanent: boolean;
  readonly turnWaitMs: number;
  readonly turnLeaseMs: number;
  readonly storeTimeoutMs: number;
  readonly development: boolean;
  readonly nowMs: () => number;
  readonly log: (message: string) => void;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const FOUR_HUNDRED_DAYS_SECONDS = 34_560_000;
/** Longer than any sensible wait, and within what timers can count. */
const A_DAY_MS = 86_400_000;

/**
 * Options over environment over defaults. Throws {@link SessionError} "bad-setting" with the setting, its
 * value and the remedy for what is unknown, malformed or contradictory; values of passwords, keys, secrets and
 * addresses are not shown. An empty variable counts as unset.
 */
export function resolveSettings(options: SessionOptions, environment: Environment): SessionSettings {
  refuseOtherKinds(options);
  refuseUnknownOptions(options);
  refuseUnknownVariables(environment);
  const read = new SettingReader(options, environment);
  const secrets = readSecretsOf(read);
  const backend = readBackend(read, secrets);
  const codec = backend.kind === "cookie" ? backend.codec : undefined;
  const settings: SessionSettings = {
    backend,
    codec: readCodec(read, backend),
    secrets,
    name: read.textOption("name") ?? codec?.cookieName ?? "tina4_session",
    ...readTimes(read),
    maxSessionsPerUser: read.number("maxSessionsPerUser", {
      unit: "",
      least: 1,
      most: 1_000_000,
      fallback: Number.POSITIVE_INFINITY,
    }),
    rememberName: read.textOption("rememberName") ?? "tina4_remember",
    secure: read.secure(),
    httpOnly: read.flag("httpOnly", true),
    sameSite: sameSite(read),
    cookiePath: read.textOption("cookiePath") ?? codec?.path ?? "/",
    // RFC 6265bis §5.6.3: a leading dot is ignored.
    domain: (read.textOption("domain") ?? codec?.domain)?.replace(/^\./, ""),
    partitioned: read.flag("partitioned", false),
    permanent: read.flag("permanent", true),
    development: read.flag("development", environment["NODE_ENV"] !== "production"),
    nowMs: options.nowMs ?? Date.now,
    log: withoutKeys(options.log ?? ((message) => console.error(message))),
  };
  refuseCookieContradictions(settings, read);
  refuseTimeContradictions(settings, read);
  return settings;
}

type Times = Pick<
  SessionSettings,
  | "idleTimeoutMs"
  | "absoluteTimeoutMs"
  | "renewalTimeoutMs"
  | "graceMs"
  | "rememberMs"
  | "turnWaitMs"
  | "turnLeaseMs"
  | "storeTimeoutMs"
>;

function readTimes(read: SettingReader): Times {
  const seconds = { unit: "seconds", least: 1, most: FOUR_HUNDRED_DAYS_SECONDS };
  const milliseconds = { unit: "milliseconds", least: 1, most: A_DAY_MS };
  return {
    idleTimeoutMs: read.number("idleTimeoutSeconds", { ...seconds, fallback: 3600 }) * 1000,
    absoluteTimeoutMs: read.number("absoluteTimeoutSeconds", { ...seconds, fallback: 86_400 }) * 1000,
    renewalTimeoutMs:
      read.number("renewalTimeoutSeconds", { ...seconds, fallback: Number.POSITIVE_INFINITY }) * 1000,
    // Not beyond the time that tombstones stay.
    graceMs: read.number("graceSeconds", { unit: "seconds", least: 0, most: 60, fallback: 30 }) * 1000,
    rememberMs: read.number("rememberSeconds", { ...seconds, fallback: 2_592_000 }) * 1000,
    turnWaitMs: read.number("turnWaitMs", { ...milliseconds, fallback: 5000 }),
    turnLeaseMs: read.number("turnLeaseMs", { ...milliseconds, fallback: 30_000 }),
    storeTimeoutMs: read.number("storeTimeoutMs", { ...milliseconds, fallback: 10_000 }),
  };
}

function readCodec(read: SettingReader, backend: BackendSettings): RecordCodec {
  const { encryptionKeys } = read.options;
  const isOurs = backend.kind !== "given" && backend.kind !== "cookie";
  if (encryptionKeys !== undefined && (!isOurs || backend.kind === "memory")) {
    throw badSetting(
      "encryptionKeys",
      "given",
      backend.kind === "given"
        ? "The store given in code does its own writing: give it codec: sealedRecords(keys)."
        : `A session kept in the ${backend.kind} has no records to seal. Leave it out.`,
    );
  }
  const keys = encryptionKeys ?? (isOurs ? read.text("ENCRYPTION_KEYS") : undefined);
  return keys === undefined ? plainRecords : sealedRecords(keys, read.nameOf("encryptionKeys"));
}

function readSecretsOf(read: SettingReader): Secrets | undefined {
  return (
    readSecrets(read.nameOf("secrets"), read.options.secrets ?? read.text("SECRET")) ??
    readSecrets("TINA4_SECRET", read.foreign("TINA4_SECRET"))
  );
}

function sameSite(read: SettingReader): SameSite {
  const value = read.textOption("sameSite") ?? "Lax";
  const known = (["Strict", "Lax", "None"] as const).find(
    (name) => name.toLowerCase() === value.toLowerCase(),
  );
  if (known !== undefined) return known;
  throw badSetting(read.nameOf("sameSite"), value, "Use Strict, Lax or None.");
}

function refuseTimeContradictions(settings: SessionSettings, read: SettingReader): void {
  const { backend, idleTimeoutMs, absoluteTimeoutMs, renewalTimeoutMs } = settings;
  if (idleTimeoutMs > absoluteTimeoutMs) {
    throw badSetting(
      read.nameOf("idleTimeoutSeconds"),
      idleTimeoutMs / 1000,
      `It is longer than the absolute timeout (${absoluteTimeoutMs / 1000} s): raise ${read.nameBeside("idleTimeoutSeconds", "absoluteTimeoutSeconds")} or lower it.`,
    );
  }
  if (backend.kind === "cookie" && renewalTimeoutMs !== Number.POSITIVE_INFINITY) {
    throw badSetting(
      read.nameOf("renewalTimeoutSeconds"),
      renewalTimeoutMs / 1000,
      "A session held in the cookie has no id that could be renewed. Leave it out.",
    );
  }
  const { maxSessionsPerUser } = settings;
  if (backend.kind === "cookie" && maxSessionsPerUser !== Number.POSITIVE_INFINITY) {
    throw badSetting(
      read.nameOf("maxSessionsPerUser"),
      maxSessionsPerUser,
      "Sessions held in cookies cannot be counted. Keep them in a store, or leave it out.",
    );
  }
  const cannotList = backend.kind === "given" && !backend.store.capabilities.list;
  if (cannotList && maxSessionsPerUser !== Number.POSITIVE_INFINITY) {
    throw badSetting(
      read.nameOf("maxSessionsPerUser"),
      maxSessionsPerUser,
      `The store "${backend.store.name}" cannot list a user's sessions. Take one of this library's, or leave it out.`,
    );
  }
}
