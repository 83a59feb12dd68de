import type { SessionOptions } from "./settings.ts";

/** What every variable of the session's settings begins with. */
export const PREFIX = "TINA4_SESSION_";

/** The values of TINA4_SESSION_BACKEND. */
export const BACKENDS = [
  "file",
  "memory",
  "redis",
  "valkey",
  "mongodb",
  "database",
  "sealed",
  "flask",
  "starlette",
] as const;
export type BackendName = (typeof BACKENDS)[number];

/** The backends that keep the session in the cookie. */
export type CookieBackend = Extract<BackendName, "sealed" | "flask" | "starlette">;
const SERVERS = ["redis", "valkey", "mongodb"] as const satisfies readonly BackendName[];
const KEPT_SOMEWHERE = ["file", ...SERVERS, "database"] as const satisfies readonly BackendName[];

export interface SettingRow {
  /** Without {@link PREFIX}. */
  readonly variable: string;
  /** The option that says the same in code; absent: a store or codec given in code says it. */
  readonly option?: keyof SessionOptions;
  /** As it is said in the documentation. */
  readonly fallback: string;
  readonly what: string;
  /** Absent: it goes with every backend. */
  readonly backends?: readonly BackendName[];
  /** Its value is in no message. */
  readonly isSecret?: true;
}

/** Every setting that the environment can say. The documentation's table is made of it. */
export const SETTINGS: readonly SettingRow[] = [
  {
    variable: "BACKEND",
    fallback: "file",
    what: `Where sessions are kept: ${BACKENDS.join(", ")}. The last three hold them in the cookie.`,
  },
  {
    variable: "PATH",
    fallback: "data/sessions",
    what: "The folder of the session files.",
    backends: ["file"],
  },
  {
    variable: "DURABLE",
    fallback: "false",
    what: "true: a write is answered when it stands on the disk, so that a power cut loses nothing either.",
    backends: ["file"],
  },
  { variable: "HOST", fallback: "localhost", what: "The server's name or address.", backends: SERVERS },
  { variable: "PORT", fallback: "6379; mongodb: 27017", what: "The server's port.", backends: SERVERS },
  {
    variable: "USERNAME",
    fallback: "none",
    what: "MongoDB's user; goes with PASSWORD. Redis and Valkey take theirs in URL.",
    backends: ["mongodb"],
  },
  {
    variable: "PASSWORD",
    fallback: "none",
    what: "The server's password.",
    backends: SERVERS,
    isSecret: true,
  },
  {
    variable: "DATABASE",
    fallback: "0; mongodb: tina4_sessions",
    what: "The database: a number on Redis and Valkey, a name on MongoDB.",
    backends: SERVERS,
  },
  {
    variable: "URL",
    fallback: "database: DATABASE_URL",
    what: "In place of HOST, PORT, USERNAME and PASSWORD: one address that also says TLS, Cluster, Sentinel or a replica set.",
    backends: [...SERVERS, "database"],
    isSecret: true,
  },
  {
    variable: "ENCRYPTION_KEYS",
    option: "encryptionKeys",
    fallback: "none: records are kept as plain JSON",
    what: "Seals records where they are kept: 32 random bytes each, in base64 or hex, the newest first. The word plain in the list stands for unsealed records.",
    backends: KEPT_SOMEWHERE,
    isSecret: true,
  },
  {
    variable: "SECRET",
    option: "secrets",
    fallback: "TINA4_SECRET",
    what: "Signs or seals what is held in cookies. Several with commas between them: the newest, which signs, first.",
    isSecret: true,
  },
  {
    variable: "TTL",
    option: "idleTimeoutSeconds",
    fallback: "3600",
    what: "Seconds without a request after which a session ends.",
  },
  {
    variable: "ABSOLUTE_TTL",
    option: "absoluteTimeoutSeconds",
    fallback: "86400",
    what: "Seconds after which a session ends, whatever comes.",
  },
  {
    variable: "RENEWAL_TTL",
    option: "renewalTimeoutSeconds",
    fallback: "never",
    what: "Seconds after which a session gets a new id.",
  },
  {
    variable: "GRACE_SECONDS",
    option: "graceSeconds",
    fallback: "30",
    what: "Seconds for which the id before a timed renewal can still read, 0 to 60.",
  },
  {
    variable: "MAX_PER_USER",
    option: "maxSessionsPerUser",
    fallback: "no limit",
    what: "How many sessions one user may have; the one whose id is oldest ends. Login and renewal make a new id.",
  },
  {
    variable: "REMEMBER_TTL",
    option: "rememberSeconds",
    fallback: "2592000",
    what: "Seconds for which a remembered login lasts.",
  },
  {
    variable: "REMEMBER_NAME",
    option: "rememberName",
    fallback: "tina4_remember",
    what: "The name of the remember-me cookie.",
  },
  {
    variable: "NAME",
    option: "name",
    fallback: "tina4_session; flask and starlette: session",
    what: "The cookie's name. __Host- before it is the safest on https.",
  },
  {
    variable: "SECURE",
    option: "secure",
    fallback: "auto",
    what: "true, false, or auto: on for https, and for what a trusted proxy says was https.",
  },
  { variable: "HTTPONLY", option: "httpOnly", fallback: "true", what: "Hides the cookie from scripts." },
  {
    variable: "SAMESITE",
    option: "sameSite",
    fallback: "Lax",
    what: "Strict, Lax or None. None needs SECURE=true.",
  },
  { variable: "COOKIE_PATH", option: "cookiePath", fallback: "/", what: "The cookie's Path." },
  {
    variable: "DOMAIN",
    option: "domain",
    fallback: "none: this host only",
    what: "The cookie's Domain, which all hosts below it then share.",
  },
  {
    variable: "PARTITIONED",
    option: "partitioned",
    fallback: "false",
    what: "One cookie jar for each site that embeds this one. Needs SECURE=true.",
  },
  {
    variable: "PERMANENT",
    option: "permanent",
    fallback: "true",
    what: "false: cookies have no Max-Age and go with the browser's window.",
  },
  {
    variable: "TURN_WAIT_MS",
    option: "turnWaitMs",
    fallback: "5000",
    what: "Milliseconds that a request waits for its session's turn before 503.",
  },
  {
    variable: "TURN_LEASE_MS",
    option: "turnLeaseMs",
    fallback: "30000",
    what: "Milliseconds of a turn's lease; it is renewed while its request lives.",
  },
  {
    variable: "STORE_TIMEOUT_MS",
    option: "storeTimeoutMs",
    fallback: "10000",
    what: "Milliseconds after which a store that has not answered has failed: 503.",
  },
  {
    variable: "DEVELOPMENT",
    option: "development",
    fallback: "NODE_ENV is not production",
    what: "Reports copies that were changed and never set.",
  },
];

/** Options that only code can say, and why no variable can. */
export const CODE_ONLY: Readonly<Partial<Record<keyof SessionOptions, string>>> = {
  store: "A store made in code; BACKEND and what goes with it are then not read.",
  cookieHeld: "A cookie codec made in code, in place of a store.",
  nowMs: "The clock.",
  log: "Where messages go.",
};

/** The table of the documentation, in Markdown. */
export function settingsMarkdown(): string {
  const rows = SETTINGS.map(({ variable, option, fallback, what, backends }) => {
    const only = backends === undefined ? "" : ` (${backends.join(", ")})`;
    return `| \`${PREFIX}${variable}\` | ${option === undefined ? "" : `\`${option}\``} | ${fallback} | ${what}${only} |`;
  });
  const codeOnly = Object.entries(CODE_ONLY).map(([option, what]) => `| | \`${option}\` | | ${what} |`);
  return [
    "| variable | option | default | what it says (with which backends) |",
    "|---|---|---|---|",
    ...rows,
    ...codeOnly,
    "",
  ].join("\n");
}
