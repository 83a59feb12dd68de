/** A check of session security, and where a test is named after it. */
export interface Check {
  readonly number: number;
  /** On every backend, but for those that `not` gives a reason for. Absent: no backend has to do with it. */
  readonly onBackends?: { readonly not: Readonly<Record<string, string>> };
  /** On sessions that cookies hold: on each codec (see `cookie-held`). */
  readonly onHeldCookies?: true;
  /** Test files beside the backends' that hold it. */
  readonly files?: readonly string[];
}

/** The backends, as their suites are named. */
export const BACKENDS = [
  ...["memory", "file", "redis", "valkey", "sqlite", "postgres", "mariadb", "firebird"],
  ...["mongodb", "mssql", "express-session", "connect-redis"],
] as const;

/** The codecs of sessions that cookies hold. */
export const HELD = ["flask", "starlette", "django", "sealed"] as const;

const everywhere = { not: {} };
const listing = "a store made for express-session cannot list a user's sessions, and says so";
const whereUsersAreListed = { not: { "express-session": listing, "connect-redis": listing } };
const inMemory = "nothing is written down: records stand in the process that has the keys";
const whereRecordsAreWritten = { not: { memory: inMemory } };

/**
 * All 44. What is not on backends is decided before a store is asked (the grammar of cookies, settings, secrets,
 * where requests come from). Of sessions that cookies hold, those that need a store (ids, turns, revocation) are
 * refused with "needs-a-store", which `held-visit.test.ts` shows.
 */
export const CHECKS: readonly Check[] = [
  ...[1, 2, 3, 4, 5, 6].map((number) => ({ number, onBackends: everywhere })),
  { number: 7, onBackends: everywhere },
  { number: 8, onBackends: whereUsersAreListed },
  { number: 9, onBackends: everywhere },
  ...[10, 11, 12, 13, 14, 15, 16].map((number) => ({ number, onBackends: everywhere })),
  ...[17, 18, 19].map((number) => ({ number, onBackends: whereUsersAreListed })),
  { number: 20, onBackends: everywhere },
  { number: 21, onBackends: everywhere, onHeldCookies: true },
  { number: 22, files: ["session/settings.test.ts", "app/cookies.test.ts"] },
  { number: 23, files: ["session/settings.test.ts", "app/cookies.test.ts"] },
  { number: 24, files: ["session/settings.test.ts", "app/cookies.test.ts"] },
  { number: 25, files: ["session/cookie.test.ts", "app/cookies.test.ts"] },
  { number: 26, files: ["session/cookie.test.ts", "app/cookies.test.ts"] },
  { number: 27, files: ["session/cookie.test.ts", "app/cookies.test.ts"] },
  { number: 28, files: ["app/cookies.test.ts"] },
  { number: 29, files: ["session/cookie-settings.test.ts"] },
  { number: 30, onBackends: everywhere, onHeldCookies: true },
  { number: 31, onBackends: everywhere, onHeldCookies: true },
  { number: 32, onBackends: everywhere, onHeldCookies: true },
  {
    number: 33,
    files: [
      ...["session/secrets.test.ts", "app/cookies.test.ts", "app/auth.test.ts"],
      ...["session/cookie-held/sealed-cookie.test.ts", "session/cookie-held/flask-cookie.test.ts"],
    ],
  },
  { number: 34, files: ["session/cookie-held/sealed-cookie.test.ts"] },
  { number: 35, onHeldCookies: true },
  { number: 36, onBackends: whereRecordsAreWritten },
  ...[37, 38].map((number) => ({ number, onBackends: everywhere })),
  { number: 39, files: ["app/csrf.test.ts"] },
  { number: 40, files: ["app/cors.test.ts"] },
  { number: 41, onBackends: whereUsersAreListed },
  ...[42, 43, 44].map((number) => ({ number, onBackends: everywhere })),
];
