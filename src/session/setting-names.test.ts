import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { flaskCookie } from "./cookie-held/flask-cookie.ts";
import { resolveSettings, type SessionOptions } from "./settings.ts";
import { CODE_ONLY, PREFIX, SETTINGS } from "./settings-table.ts";
import { MemoryStore } from "./stores/memory-store.ts";

const SECRET = randomBytes(32).toString("base64url");
const bad = (message: string) => expect.objectContaining({ code: "bad-setting", message });
const refused = (options: object, environment: Record<string, string>, message: string) =>
  expect(() => resolveSettings(options as SessionOptions, environment)).toThrow(bad(message));

describe("a variable's name of another library", () => {
  it.each([
    ["TYPE", "BACKEND"],
    ["STORE", "BACKEND"],
    ["DRIVER", "BACKEND"],
    ["TIMEOUT", "TTL"],
    ["LIFETIME", "TTL"],
    ["MAX_AGE", "TTL"],
    ["MAXAGE", "TTL"],
    ["IDLE_TIMEOUT", "TTL"],
    ["ABSOLUTE_TIMEOUT", "ABSOLUTE_TTL"],
    ["RENEWAL_TIMEOUT", "RENEWAL_TTL"],
    ["FOLDER", "PATH"],
    ["DIR", "PATH"],
    ["USER", "USERNAME"],
    ["DB", "DATABASE"],
    ["COOKIE_NAME", "NAME"],
    ["COOKIE_DOMAIN", "DOMAIN"],
  ])("%s is told ours, %s", (variable, meant) => {
    refused(
      {},
      { [PREFIX + variable]: "v" },
      `${PREFIX}${variable} is "v". There is no such setting. Did you mean ${PREFIX}${meant}?`,
    );
  });

  it.each([
    ["PASS", "PASSWORD"],
    ["KEY", "SECRET"],
    ["SECRET_KEY", "SECRET"],
    ["ENCRYPTION_KEY", "ENCRYPTION_KEYS"],
    ["URLS", "URL"],
    ["USRL", "URL"],
    ["PASWORD", "PASSWORD"],
    ["TOKENS_TTL", undefined],
    ["PATH_TOKEN", undefined],
  ])("%s is told ours without the value, which may be a secret", (variable, meant) => {
    const message =
      meant === undefined
        ? `There is no setting ${PREFIX}${variable}. There are ${SETTINGS.map((row) => PREFIX + row.variable).join(", ")}.`
        : `${PREFIX}${variable}: There is no such setting. Did you mean ${PREFIX}${meant}?`;
    refused({}, { [PREFIX + variable]: "hunter2" }, message);
  });

  it("that only looks like ours is told ours, and one of another part of the application is let be", () => {
    for (const name of ["TINA4SESSION_TTL", "tina4_session_ttl", "TINA4_SESSIO_TTL"]) {
      refused({}, { [name]: "60" }, `There is no setting ${name}. Did you mean TINA4_SESSION_TTL?`);
    }
    const others = {
      TINA4_SERVER: "1",
      TINA4_SEARCH_TTL: "1",
      X_TINA4_SESSIO_TTL: "1",
      XTINA4_SESSION_TTL: "1",
    };
    expect(resolveSettings({ store: new MemoryStore() }, others).idleTimeoutMs).toBe(3_600_000);
  });
});

describe("an option's name of another library", () => {
  const LEAVE = "Leave it out.";
  it.each([
    ["backend", 'Choose backends with TINA4_SESSION_BACKEND, or give "store".'],
    ["secret", `It is called "secrets" here, and only cookies that hold something need it. ${LEAVE}`],
    ["ttl", 'Did you mean "idleTimeoutSeconds"?'],
    ["maxAge", 'Did you mean "idleTimeoutSeconds"? It counts seconds.'],
    [
      "cookie",
      'The cookie\'s attributes are options themselves: "secure", "httpOnly", "sameSite", "domain", …',
    ],
    ["path", 'Did you mean "cookiePath"?'],
    ["key", 'Did you mean "name"?'],
    ["resave", `Nothing is written that did not change. ${LEAVE}`],
    ["saveUninitialized", `A session begins when something is put in it. ${LEAVE}`],
    ["rolling", `The cookie is sent again by itself when a tenth of the idle timeout is over. ${LEAVE}`],
    ["unset", `Use session.destroy(). ${LEAVE}`],
    ["genid", `Ids are 192 random bits. ${LEAVE}`],
    ["proxy", `Express knows whom to trust: app.set("trust proxy", …). ${LEAVE}`],
    ["nam", 'Did you mean "name"?'],
    ["stor", 'Did you mean "store"?'],
    [
      "toString",
      `There are ${[...SETTINGS.flatMap(({ option }) => option ?? []), ...Object.keys(CODE_ONLY)].join(", ")}.`,
    ],
  ])("%s is told what to do", (name, remedy) => {
    refused({ [name]: 1 }, {}, `session() has no option "${name}". ${remedy}`);
  });
});

describe("a backend", () => {
  const codec = flaskCookie({ secretKey: SECRET });
  it("given in code is a store or a cookie that holds the session, and not both", () => {
    expect(resolveSettings({ cookieHeld: codec }, {}).backend).toEqual({ kind: "cookie", codec });
    const store = new MemoryStore();
    refused(
      { store, cookieHeld: codec },
      {},
      'cookieHeld is "flask". The session is kept in the memory store. Give one of the two.',
    );
  });

  it.each([
    ["cookie", { cookieHeld: codec }, {}],
    ["memory", {}, { [`${PREFIX}BACKEND`]: "memory" }],
  ])("has no records to seal in the %s", (where, options, environment) => {
    refused(
      { ...options, encryptionKeys: SECRET },
      environment,
      `encryptionKeys is "given". A session kept in the ${where} has no records to seal. Leave it out.`,
    );
  });

  const cannot = (variable: string, remedy: string) =>
    `${PREFIX}${variable} (its value is not shown) cannot be used. ${remedy}`;
  const BACKENDS = "file, memory, redis, valkey, mongodb, database, sealed, flask, starlette";
  it.each([
    ["mongo", " Did you mean mongodb?"],
    ["filesystem", " Did you mean file?"],
    ["sql", " Did you mean database?"],
    ["sqlite", " Did you mean database?"],
    ["postgres", " Did you mean database?"],
    ["postgresql", " Did you mean database?"],
    ["mysql", " Did you mean database?"],
    ["mariadb", " Did you mean database?"],
    ["mssql", " Did you mean database?"],
    ["firebird", " Did you mean database?"],
    ["cookie", " Did you mean sealed?"],
    ["reddis", " Did you mean redis?"],
    ["something-else", ""],
    ["constructor", ""],
  ])("that there is not, %s, is told those that there are", (name, question) => {
    refused(
      {},
      { [`${PREFIX}BACKEND`]: name },
      `${PREFIX}BACKEND is "${name}". There are ${BACKENDS}.${question}`,
    );
  });

  it.each([
    [
      { PATH: "x", BACKEND: "memory" },
      `${PREFIX}PATH is "x". It goes with file, and the backend is memory. Set ${PREFIX}BACKEND, or take it out.`,
    ],
    [
      { PORT: "1" },
      `${PREFIX}PORT is "1". It goes with redis, valkey or mongodb, and no BACKEND is set, so it is file. Set ${PREFIX}BACKEND, or take it out.`,
    ],
    [
      { PASSWORD: "x" },
      cannot(
        "PASSWORD",
        `It goes with redis, valkey or mongodb, and no BACKEND is set, so it is file. Set ${PREFIX}BACKEND, or take it out.`,
      ),
    ],
    [
      { BACKEND: "redis", URL: "a:1" },
      cannot(
        "URL",
        "Give an address with its scheme: redis://HOST:PORT, mongodb://HOST:PORT, postgres://HOST/NAME.",
      ),
    ],
    [
      { BACKEND: "redis", URL: "x redis://a" },
      cannot(
        "URL",
        "Give an address with its scheme: redis://HOST:PORT, mongodb://HOST:PORT, postgres://HOST/NAME.",
      ),
    ],
    ...["HOST", "PORT", "USERNAME", "PASSWORD"].map(
      (variable) =>
        [
          { BACKEND: "mongodb", URL: "mongodb://a", [variable]: "1" },
          cannot(variable, `${PREFIX}URL says where the server is and who signs in. Use one of the two.`),
        ] as const,
    ),
    [
      { BACKEND: "redis", HOST: "redis://a" },
      cannot("HOST", `This is a whole address. Put it in ${PREFIX}URL.`),
    ],
    ...["a:1", "a b", "[a b]", "::1 x", "a:b:c:x", "é"].map(
      (HOST) =>
        [
          { BACKEND: "redis", HOST },
          `${PREFIX}HOST is "${HOST}". Give a name or an address alone; the port goes into ${PREFIX}PORT.`,
        ] as const,
    ),
    ...["0", "65536", "1e3", "x1", "1x", "123456"].map(
      (PORT) =>
        [
          { BACKEND: "redis", PORT },
          `${PREFIX}PORT is "${PORT}". Give a whole number, 1 to 65,535.`,
        ] as const,
    ),
    ...["x1", "1x", "123456", "-1"].map(
      (DATABASE) =>
        [
          { BACKEND: "redis", DATABASE },
          `${PREFIX}DATABASE is "${DATABASE}". Redis and Valkey number their databases: give a whole number, most often 0 to 15.`,
        ] as const,
    ),
    [
      { BACKEND: "mongodb", USERNAME: "ann" },
      `${PREFIX}USERNAME is "ann". It goes with ${PREFIX}PASSWORD. Set it, too.`,
    ],
    [
      { BACKEND: "mongodb", PASSWORD: "x" },
      cannot("PASSWORD", `MongoDB signs in with a name, too. Set ${PREFIX}USERNAME.`),
    ],
    ...["a b", "a.b", "n".repeat(64)].map(
      (DATABASE) =>
        [
          { BACKEND: "mongodb", DATABASE },
          `${PREFIX}DATABASE is "${DATABASE}". Give a database's name: letters, digits, - and _.`,
        ] as const,
    ),
    [
      { BACKEND: "database" },
      `${PREFIX}BACKEND is "database". DATABASE_URL, which says where the database is, is not set. Set it, such as sqlite:data/app.db or postgres://NAME:PASSWORD@HOST/DATABASE.`,
    ],
    [
      { BACKEND: "flask" },
      `${PREFIX}BACKEND is "flask". It needs a secret to protect the cookie with. Set ${PREFIX}SECRET to 32 random bytes. Make one with: node -e "console.log(require('node:crypto').randomBytes(32).toString('base64url'))"`,
    ],
    [
      { BACKEND: "flask", SECRET, MAX_PER_USER: "3" },
      `${PREFIX}MAX_PER_USER is 3. Sessions held in cookies cannot be counted. Keep them in a store, or leave it out.`,
    ],
    [
      { BACKEND: "flask", SECRET, RENEWAL_TTL: "60" },
      `${PREFIX}RENEWAL_TTL is 60. A session held in the cookie has no id that could be renewed. Leave it out.`,
    ],
  ] satisfies (readonly [Record<string, string>, string])[])(
    "is refused what does not go with it: %j",
    (environment, message) => {
      refused({}, prefixed(environment), message);
    },
  );

  it.each([
    [{}, { kind: "file", folder: "data/sessions", durable: false }],
    [{ PATH: "x" }, { kind: "file", folder: "x", durable: false }],
    [{ BACKEND: "MEMORY" }, { kind: "memory" }],
    [
      { BACKEND: "redis", PORT: "1" },
      { kind: "redis", host: "localhost", port: 1 },
    ],
    [
      { BACKEND: "redis", PORT: "65535", HOST: "[::1]" },
      { kind: "redis", host: "::1", port: 65_535 },
    ],
    [
      { BACKEND: "redis", HOST: "fe80::1%eth0" },
      { kind: "redis", host: "fe80::1%eth0", port: 6379 },
    ],
    [
      { BACKEND: "redis", HOST: "a_b-c.D1" },
      { kind: "redis", host: "a_b-c.D1", port: 6379 },
    ],
    [
      { BACKEND: "redis", DATABASE: "12345" },
      { kind: "redis", host: "localhost", port: 6379, database: 12_345 },
    ],
    [
      { BACKEND: "redis", URL: "R+1.x-y://h" },
      { kind: "redis", url: "R+1.x-y://h" },
    ],
    [
      { BACKEND: "mongodb", USERNAME: "ann", PASSWORD: "x", DATABASE: "n".repeat(63) },
      {
        kind: "mongodb",
        host: "localhost",
        port: 27_017,
        username: "ann",
        password: "x",
        database: "n".repeat(63),
      },
    ],
    [
      { BACKEND: "database", URL: "sqlite:a" },
      { kind: "database", url: "sqlite:a" },
    ],
  ])("is what the variables say: %j", (environment, backend) => {
    expect(resolveSettings({}, prefixed(environment)).backend).toStrictEqual(backend);
  });
});

function prefixed(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [PREFIX + name, value]));
}
