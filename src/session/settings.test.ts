import { randomBytes } from "node:crypto";
import { MemoryStore as ExpressMemoryStore } from "express-session";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainRecords } from "./record-codec.ts";
import { resolveSettings, type SessionOptions } from "./settings.ts";
import { CODE_ONLY, PREFIX, SETTINGS } from "./settings-table.ts";
import { fromExpressSessionStore } from "./stores/express-session-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";

const secret = () => randomBytes(32).toString("base64url");

function refusal(options: SessionOptions, environment: Record<string, string>): string {
  try {
    resolveSettings(options, environment);
  } catch (error) {
    expect(error).toMatchObject({ name: "SessionError", code: "bad-setting" });
    return (error as Error).message;
  }
  throw new Error("These settings were taken.");
}

describe("settings", () => {
  it("have the chapters' names and defaults", () => {
    expect(resolveSettings({}, {})).toMatchObject({
      backend: { kind: "file", folder: "data/sessions", durable: false },
      codec: plainRecords,
      secrets: undefined,
      name: "tina4_session",
      idleTimeoutMs: 3_600_000,
      absoluteTimeoutMs: 86_400_000,
      renewalTimeoutMs: Number.POSITIVE_INFINITY,
      maxSessionsPerUser: Number.POSITIVE_INFINITY,
      secure: "auto",
      httpOnly: true,
      sameSite: "Lax",
      cookiePath: "/",
      domain: undefined,
      partitioned: false,
      permanent: true,
      turnWaitMs: 5000,
      turnLeaseMs: 30_000,
      storeTimeoutMs: 10_000,
    });
  });

  it("are read from the environment, and options win", () => {
    const environment = {
      TINA4_SESSION_BACKEND: "memory",
      TINA4_SESSION_TTL: "60",
      TINA4_SESSION_NAME: "myapp_session",
      TINA4_SESSION_SECURE: "true",
      TINA4_SESSION_HTTPONLY: "false",
      TINA4_SESSION_SAMESITE: "none",
      TINA4_SESSION_PATH: "",
      TINA4_SESSION_DOMAIN: ".example.com",
    };
    expect(resolveSettings({ idleTimeoutSeconds: 30 }, environment)).toMatchObject({
      backend: { kind: "memory" },
      idleTimeoutMs: 30_000,
      name: "myapp_session",
      secure: true,
      httpOnly: false,
      sameSite: "None",
      domain: "example.com",
    });
  });

  it("can all be said in the environment, but for what only code can be", () => {
    const environment: Record<string, string> = {
      ABSOLUTE_TTL: "7200",
      RENEWAL_TTL: "600",
      GRACE_SECONDS: "0",
      MAX_PER_USER: "3",
      REMEMBER_TTL: "86400",
      REMEMBER_NAME: "remember",
      NAME: "__Secure-id",
      SECURE: "true",
      SAMESITE: "Strict",
      COOKIE_PATH: "/shop",
      PARTITIONED: "true",
      PERMANENT: "false",
      TURN_WAIT_MS: "100",
      TURN_LEASE_MS: "200",
      STORE_TIMEOUT_MS: "300",
      DEVELOPMENT: "false",
      SECRET: `${secret()},${secret()}`,
    };
    const settings = resolveSettings({}, prefixed(environment));
    expect(settings).toMatchObject({
      absoluteTimeoutMs: 7_200_000,
      renewalTimeoutMs: 600_000,
      graceMs: 0,
      maxSessionsPerUser: 3,
      rememberMs: 86_400_000,
      rememberName: "remember",
      name: "__Secure-id",
      secure: true,
      sameSite: "Strict",
      cookiePath: "/shop",
      partitioned: true,
      permanent: false,
      turnWaitMs: 100,
      turnLeaseMs: 200,
      storeTimeoutMs: 300,
      development: false,
      secrets: environment["SECRET"]?.split(","),
    });
    const options = new Set(SETTINGS.flatMap(({ option }) => option ?? []));
    // Every member of SessionOptions: `satisfies` fails to compile when one is missing here.
    const all = {
      store: 1,
      cookieHeld: 1,
      encryptionKeys: 1,
      secrets: 1,
      name: 1,
      idleTimeoutSeconds: 1,
      absoluteTimeoutSeconds: 1,
      renewalTimeoutSeconds: 1,
      graceSeconds: 1,
      maxSessionsPerUser: 1,
      rememberSeconds: 1,
      rememberName: 1,
      secure: 1,
      httpOnly: 1,
      sameSite: 1,
      cookiePath: 1,
      domain: 1,
      partitioned: 1,
      permanent: 1,
      turnWaitMs: 1,
      turnLeaseMs: 1,
      storeTimeoutMs: 1,
      development: 1,
      nowMs: 1,
      log: 1,
    } satisfies Record<keyof SessionOptions, 1>;
    for (const option of Object.keys(all)) {
      expect(options.has(option as keyof SessionOptions) !== option in CODE_ONLY, option).toBe(true);
    }
  });

  it.each([
    [
      { PATH: "kept", DURABLE: "true" },
      { kind: "file", folder: "kept", durable: true },
    ],
    [{ BACKEND: "redis" }, { kind: "redis", host: "localhost", port: 6379 }],
    [
      { BACKEND: "valkey", HOST: "::1", PORT: "7000", PASSWORD: "pw", DATABASE: "2" },
      { kind: "valkey", host: "::1", port: 7000, password: "pw", database: 2 },
    ],
    [
      { BACKEND: "redis", URL: "rediss://a:1" },
      { kind: "redis", url: "rediss://a:1" },
    ],
    [
      { BACKEND: "mongodb", DATABASE: "tina4_sessions" },
      { kind: "mongodb", host: "localhost", port: 27_017, database: "tina4_sessions" },
    ],
    [
      { BACKEND: "mongodb", URL: "mongodb://a,b/?replicaSet=r" },
      { kind: "mongodb", url: "mongodb://a,b/?replicaSet=r" },
    ],
    [
      { BACKEND: "database", URL: "sqlite:own.db" },
      { kind: "database", url: "sqlite:own.db" },
    ],
    [{ BACKEND: "database" }, { kind: "database", url: "sqlite:app.db" }],
  ])("name a backend and what goes with it: %j", (environment, backend) => {
    const settings = resolveSettings({}, { ...prefixed(environment), DATABASE_URL: "sqlite:app.db" });
    expect(settings.backend).toEqual(backend);
  });

  it.each(["sealed", "flask", "starlette"])("name a cookie that holds the session: %s", (kind) => {
    const environment = { BACKEND: kind, SECRET: secret() };
    expect(resolveSettings({}, prefixed(environment))).toMatchObject({
      backend: { kind: "cookie", codec: { name: kind } },
      name: kind === "sealed" ? "tina4_session" : "session",
    });
    expect(refusal({}, prefixed({ BACKEND: kind }))).toContain("Set TINA4_SESSION_SECRET");
    expect(refusal({}, prefixed({ ...environment, RENEWAL_TTL: "60" }))).toContain("no id that could be");
  });

  it.each([
    [{ TLL: "60" }, 'TINA4_SESSION_TLL is "60". There is no such setting. Did you mean TINA4_SESSION_TTL?'],
    [{ MAX_AGE: "60" }, "Did you mean TINA4_SESSION_TTL?"],
    [
      { WHATEVER_IT_IS: "60" },
      "There is no setting TINA4_SESSION_WHATEVER_IT_IS. There are TINA4_SESSION_BACKEND",
    ],
    [{ TTL: "an hour" }, 'TINA4_SESSION_TTL is "an hour". Give whole seconds'],
    [{ TTL: "0" }, "Give whole seconds, 1 to 34,560,000"],
    [{ TTL: "90000" }, "longer than the absolute timeout (86400 s): raise TINA4_SESSION_ABSOLUTE_TTL"],
    [{ BACKEND: "disk" }, "There are file, memory, redis"],
    [{ BACKEND: "reddis" }, "Did you mean redis?"],
    [{ BACKEND: "postgres" }, "Did you mean database?"],
    [{ SECURE: "yes" }, "Use true, false or auto."],
    [{ HTTPONLY: "yes" }, "Use true or false."],
    [{ SAMESITE: "Strictly" }, "Use Strict, Lax or None."],
    [{ NAME: "my session" }, "Use letters, digits"],
    [{ NAME: "one", REMEMBER_NAME: "one" }, "The session-id cookie has this name."],
    [{ COOKIE_PATH: "shop" }, "begins with /"],
    [{ COOKIE_PATH: "/; Secure" }, "no semicolon"],
    [{ DOMAIN: "https://example.com" }, "Give a host name alone"],
    [{ DOMAIN: "localhost" }, "leave it out"],
    [{ DOMAIN: "127.0.0.1" }, "leave it out"],
    [{ GRACE_SECONDS: "61" }, "0 to 60"],
    [{ HOST: "redis.internal" }, "no BACKEND is set, so it is file. Set TINA4_SESSION_BACKEND"],
    [
      { BACKEND: "file", HOST: "redis.internal" },
      "It goes with redis, valkey or mongodb, and the backend is file.",
    ],
    [{ BACKEND: "redis", PATH: "data" }, "It goes with file, and the backend is redis."],
    [{ BACKEND: "redis", HOST: "a:6379" }, "the port goes into TINA4_SESSION_PORT"],
    [{ BACKEND: "redis", PORT: "70000" }, "1 to 65,535"],
    [{ BACKEND: "redis", DATABASE: "sessions" }, "give a whole number"],
    [{ BACKEND: "redis", USERNAME: "me" }, "It goes with mongodb"],
    [{ BACKEND: "mongodb", USERNAME: "me" }, "It goes with TINA4_SESSION_PASSWORD"],
    [{ BACKEND: "database" }, "DATABASE_URL, which says where the database is, is not set"],
  ] satisfies [Record<string, string>, string][])(
    "are refused at start with setting, value and remedy: %j",
    (environment, message) => {
      expect(refusal({}, prefixed(environment))).toContain(message);
    },
  );

  it.each([
    [{ PASWORD: "hunter2" }, "Did you mean TINA4_SESSION_PASSWORD?"],
    [{ SOMETHING_ELSE: "hunter2" }, "There is no setting TINA4_SESSION_SOMETHING_ELSE"],
    [{ PASSWORD: "hunter2" }, "It goes with redis, valkey or mongodb"],
    [{ BACKEND: "redis", URL: "redis:hunter2" }, "Give an address with its scheme"],
    [{ BACKEND: "redis", URL: "redis://a", PASSWORD: "hunter2" }, "Use one of the two"],
    [{ BACKEND: "redis", URL: "redis://:hunter2@a", PORT: "1" }, "Use one of the two"],
    [{ BACKEND: "redis", HOST: "redis://:hunter2@a" }, "Put it in TINA4_SESSION_URL"],
    [{ BACKEND: "mongodb", PASSWORD: "hunter2" }, "Set TINA4_SESSION_USERNAME"],
    [{ SECRET: "hunter2" }, "TINA4_SESSION_SECRET"],
    [{ ENCRYPTION_KEYS: "hunter2" }, "TINA4_SESSION_ENCRYPTION_KEYS"],
    [{ BACKEND: "memory", ENCRYPTION_KEYS: "hunter2" }, "It goes with file, redis"],
  ] satisfies [Record<string, string>, string][])(
    "are refused without showing what may be a secret: %j",
    (environment, message) => {
      const said = refusal({}, prefixed(environment));
      expect(said).toContain(message);
      expect(said).not.toContain("hunter2");
    },
  );

  it("are refused when the prefix itself is misspelt", () => {
    expect(refusal({}, { TINA4_SESSIONS_TTL: "60" })).toContain("Did you mean TINA4_SESSION_TTL?");
    expect(refusal({}, { TINA4_SESION_TTL: "60" })).toContain("Did you mean TINA4_SESSION_TTL?");
    expect(resolveSettings({}, { TINA4_SECRET: secret(), TINA4_DEBUG: "true" }).secrets).toHaveLength(1);
  });

  it.each([
    [{ ttl: 60 }, 'session() has no option "ttl". Did you mean "idleTimeoutSeconds"?'],
    [{ secret: "x" }, 'called "secrets"'],
    [{ resave: false }, "Leave it out."],
    [{ cookie: { maxAge: 1 } }, "options themselves"],
    [{ samesite: "Lax" }, 'Did you mean "sameSite"?'],
    [{ constructor: 1 }, 'has no option "constructor". There are'],
  ])("are refused as options that there are not: %j", (options, message) => {
    expect(refusal(options as SessionOptions, {})).toContain(message);
  });

  it.each([
    [{ absoluteTimeoutSeconds: 1e9 }, "absoluteTimeoutSeconds is 1000000000"],
    [{ idleTimeoutSeconds: Number.NaN }, 'idleTimeoutSeconds is "NaN"'],
    [{ turnWaitMs: 0 }, "turnWaitMs is 0"],
    [{ turnWaitMs: "5" as unknown as number }, 'turnWaitMs is "5"'],
    [{ permanent: "no" as unknown as boolean }, 'permanent is "no"'],
    [{ name: 5 as unknown as string }, "name is 5. Give a string."],
    [{ sameSite: "None" }, "sameSite is"],
    [{ store: new MemoryStore(), encryptionKeys: secret() }, "give it codec: sealedRecords(keys)"],
  ] satisfies [SessionOptions, string][])(
    "are refused as options, by their names: %j",
    (options, message) => {
      expect(refusal(options, {})).toContain(message);
    },
  );

  it("given in code leave the environment's backend unread", () => {
    const store = new MemoryStore();
    const environment = prefixed({ HOST: "redis.internal", BACKEND: "disk" });
    expect(resolveSettings({ store }, environment).backend).toEqual({ kind: "given", store });
  });

  it("refuse to count sessions in a store that cannot list them", () => {
    const store = fromExpressSessionStore(new ExpressMemoryStore());
    expect(refusal({ store, maxSessionsPerUser: 3 }, {})).toContain("cannot list a user's sessions");
    expect(resolveSettings({ store }, {}).maxSessionsPerUser).toBe(Number.POSITIVE_INFINITY);
  });

  it("check 22: __Host- and __Secure- rules are enforced, case-insensitively", () => {
    const prefix = fc.constantFrom("__Host-", "__Secure-", "__Http-", "__Host-Http-");
    const anyCase = prefix.chain((text) =>
      fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((upper) => [...text].map((c, at) => (upper[at] ? c.toUpperCase() : c.toLowerCase())).join("")),
    );
    fc.assert(
      fc.property(anyCase, (name) => {
        const good = { NAME: `${name}id`, SECURE: "true" };
        expect(resolveSettings({}, prefixed(good)).name).toBe(`${name}id`);
        expect(refusal({}, prefixed({ ...good, SECURE: "auto" }))).toContain("set TINA4_SESSION_SECURE=true");
        const lower = name.toLowerCase();
        if (lower.startsWith("__host-")) {
          expect(refusal({}, prefixed({ ...good, DOMAIN: "a.test" }))).toContain("TINA4_SESSION_DOMAIN");
          expect(refusal({}, prefixed({ ...good, COOKIE_PATH: "/x" }))).toContain(
            "TINA4_SESSION_COOKIE_PATH",
          );
        }
        if (lower.includes("http-")) {
          expect(refusal({}, prefixed({ ...good, HTTPONLY: "false" }))).toContain(
            "TINA4_SESSION_HTTPONLY=true",
          );
        }
      }),
    );
  });

  it("check 23: SameSite=None without Secure is refused at start", () => {
    for (const SECURE of ["auto", "false", ""]) {
      expect(refusal({}, prefixed({ SAMESITE: "none", SECURE }))).toContain("TINA4_SESSION_SECURE=true");
    }
    expect(resolveSettings({ sameSite: "None", secure: true }, {}).sameSite).toBe("None");
  });

  it("check 24: Partitioned without Secure is refused at start", () => {
    for (const secure of ["auto", false] as const) {
      expect(refusal({ partitioned: true, secure }, {})).toContain("partitioned is true.");
    }
    expect(resolveSettings({ partitioned: true, secure: true }, {}).partitioned).toBe(true);
  });
});

function prefixed(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [PREFIX + name, value]));
}
