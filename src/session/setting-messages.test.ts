import { describe, expect, it } from "vitest";
import { badSecretSetting, badSetting } from "./setting-errors.ts";
import { resolveSettings, type SessionOptions } from "./settings.ts";
import { PREFIX } from "./settings-table.ts";
import { MemoryStore } from "./stores/memory-store.ts";

const memory = { store: new MemoryStore() };
const bad = (message: string) => expect.objectContaining({ code: "bad-setting", message });
const prefixed = (environment: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [PREFIX + name, value]));

const NAMES = "Use letters, digits and - _ . only.";
const DOMAINS =
  "Give a host name alone, such as example.com, or leave it out: then the cookie goes to this host only.";
const PATHS = "Give a path that begins with / and has no semicolon.";

describe("a setting that is refused", () => {
  it.each([
    [{ name: "a b" }, `name is "a b". ${NAMES}`],
    [{ name: "n".repeat(257) }, `name is "${"n".repeat(99)}…. ${NAMES}`],
    [{ rememberName: "é" }, `rememberName is "é". ${NAMES}`],
    [
      { name: "a", rememberName: "a" },
      'rememberName is "a". The session-id cookie has this name. Use another one.',
    ],
    [
      { sameSite: "None", secure: false },
      'sameSite is "None". Browsers drop SameSite=None without Secure: set secure: true, or use Lax.',
    ],
    [
      { partitioned: true },
      "partitioned is true. Browsers drop Partitioned without Secure: set secure: true, or take it out.",
    ],
    [{ sameSite: "lux" as "Lax" }, 'sameSite is "lux". Use Strict, Lax or None.'],
    [{ cookiePath: "shop" }, `cookiePath is "shop". ${PATHS}`],
    [{ cookiePath: "x/shop" }, `cookiePath is "x/shop". ${PATHS}`],
    [{ cookiePath: "/a;" }, `cookiePath is "/a;". ${PATHS}`],
    [{ cookiePath: "/".repeat(1025) }, `cookiePath is "${"/".repeat(99)}…. ${PATHS}`],
    ...[
      "",
      "x.com/a",
      "a..com",
      "-a.com",
      "a-.com",
      "com",
      "1.2.3.4",
      `${"a".repeat(64)}.com`,
      "a.com.",
      "a_b.com",
    ].map((domain) => [{ domain }, `domain is ${JSON.stringify(domain)}. ${DOMAINS}`] as const),
    [
      { name: "__Secure-a" },
      'name is "__Secure-a". Browsers drop this prefix without Secure: set secure: true.',
    ],
    [
      { name: "__Http-a", secure: true, httpOnly: false },
      'name is "__Http-a". Browsers drop this prefix without HttpOnly: set httpOnly: true.',
    ],
    [
      { name: "__Host-a", secure: true, domain: "a.test" },
      'name is "__Host-a". Browsers drop this prefix with a Domain: take domain out.',
    ],
    [
      { name: "__Host-a", secure: true, cookiePath: "/x" },
      'name is "__Host-a". Browsers drop this prefix below a path: take cookiePath out.',
    ],
    [
      { rememberName: "__Host-r" },
      'rememberName is "__Host-r". Browsers drop this prefix without Secure: set secure: true.',
    ],
    [
      { idleTimeoutSeconds: 100, absoluteTimeoutSeconds: 99 },
      "idleTimeoutSeconds is 100. It is longer than the absolute timeout (99 s): raise absoluteTimeoutSeconds or lower it.",
    ],
    [{ idleTimeoutSeconds: 0 }, "idleTimeoutSeconds is 0. Give whole seconds, 1 to 34,560,000."],
    [{ idleTimeoutSeconds: 1.5 }, "idleTimeoutSeconds is 1.5. Give whole seconds, 1 to 34,560,000."],
    [
      { absoluteTimeoutSeconds: 34_560_001 },
      "absoluteTimeoutSeconds is 34560001. Give whole seconds, 1 to 34,560,000.",
    ],
    [
      { absoluteTimeoutSeconds: Number.POSITIVE_INFINITY },
      'absoluteTimeoutSeconds is "Infinity". Give whole seconds, 1 to 34,560,000.',
    ],
    [{ renewalTimeoutSeconds: 0 }, "renewalTimeoutSeconds is 0. Give whole seconds, 1 to 34,560,000."],
    [{ rememberSeconds: 0 }, "rememberSeconds is 0. Give whole seconds, 1 to 34,560,000."],
    [{ graceSeconds: -1 }, "graceSeconds is -1. Give whole seconds, 0 to 60."],
    [{ graceSeconds: 61 }, "graceSeconds is 61. Give whole seconds, 0 to 60."],
    [{ maxSessionsPerUser: 0 }, "maxSessionsPerUser is 0. Give a whole number, 1 to 1,000,000."],
    [{ turnWaitMs: 86_400_001 }, "turnWaitMs is 86400001. Give whole milliseconds, 1 to 86,400,000."],
    [{ turnLeaseMs: 0 }, "turnLeaseMs is 0. Give whole milliseconds, 1 to 86,400,000."],
    [{ storeTimeoutMs: 0 }, "storeTimeoutMs is 0. Give whole milliseconds, 1 to 86,400,000."],
    [{ secure: "yes" as "auto" }, 'secure is "yes". Use true, false or auto.'],
    [{ httpOnly: 1 as unknown as boolean }, "httpOnly is 1. Use true or false."],
    [{ cookiePath: 1 as unknown as string }, "cookiePath is 1. Give a string."],
    [
      { encryptionKeys: "k" },
      'encryptionKeys is "given". The store given in code does its own writing: give it codec: sealedRecords(keys).',
    ],
  ] satisfies (readonly [SessionOptions, string])[])("as an option: %j", (options, message) => {
    expect(() => resolveSettings({ ...memory, ...options }, {})).toThrow(bad(message));
  });

  it.each([
    [{ TTL: "1e3" }, 'TINA4_SESSION_TTL is "1e3". Give whole seconds, 1 to 34,560,000.'],
    [{ TTL: "60s" }, 'TINA4_SESSION_TTL is "60s". Give whole seconds, 1 to 34,560,000.'],
    [{ TTL: "-60" }, 'TINA4_SESSION_TTL is "-60". Give whole seconds, 1 to 34,560,000.'],
    [{ TTL: "1".repeat(13) }, 'TINA4_SESSION_TTL is "1111111111111". Give whole seconds, 1 to 34,560,000.'],
    [
      { MAX_PER_USER: "Infinity" },
      'TINA4_SESSION_MAX_PER_USER is "Infinity". Give a whole number, 1 to 1,000,000.',
    ],
    [{ SECURE: "yes" }, 'TINA4_SESSION_SECURE is "yes". Use true, false or auto.'],
    [{ HTTPONLY: "no" }, 'TINA4_SESSION_HTTPONLY is "no". Use true or false.'],
    [{ NAME: "a b" }, `TINA4_SESSION_NAME is "a b". ${NAMES}`],
    [{ REMEMBER_NAME: "a b" }, `TINA4_SESSION_REMEMBER_NAME is "a b". ${NAMES}`],
    [{ SAMESITE: "lux" }, 'TINA4_SESSION_SAMESITE is "lux". Use Strict, Lax or None.'],
    [{ DOMAIN: "x" }, `TINA4_SESSION_DOMAIN is "x". ${DOMAINS}`],
    [{ COOKIE_PATH: "x" }, `TINA4_SESSION_COOKIE_PATH is "x". ${PATHS}`],
  ])("as a variable: %j", (environment, message) => {
    expect(() => resolveSettings(memory, prefixed(environment))).toThrow(bad(message));
  });

  it.each([
    [{ SAMESITE: "None" }, {}, "set TINA4_SESSION_SECURE=true, or use Lax."],
    // The option wins: the variable would change nothing.
    [{ SAMESITE: "None" }, { secure: false }, "set secure: true, or use Lax."],
    [{ NAME: "__Host-a", SECURE: "true", DOMAIN: "a.test" }, {}, "take TINA4_SESSION_DOMAIN out."],
    [{ NAME: "__Host-a", SECURE: "true" }, { domain: "a.test" }, "take domain out."],
    [{ DOMAIN: "a.test" }, { name: "__Host-a", secure: true }, "take TINA4_SESSION_DOMAIN out."],
    [{ COOKIE_PATH: "/x" }, { name: "__Host-a", secure: true }, "take TINA4_SESSION_COOKIE_PATH out."],
    [{ TTL: "100", ABSOLUTE_TTL: "99" }, {}, "raise TINA4_SESSION_ABSOLUTE_TTL or lower it."],
    [{ TTL: "100" }, { absoluteTimeoutSeconds: 99 }, "raise absoluteTimeoutSeconds or lower it."],
  ] as const)(
    "names the other setting where it can be changed: %j and %j",
    (environment, options, remedy) => {
      expect(() => resolveSettings({ ...memory, ...options }, prefixed(environment))).toThrow(
        expect.objectContaining({ code: "bad-setting", message: expect.stringContaining(remedy) }),
      );
    },
  );

  it("shows a value that is no JSON, and not all of a long one", () => {
    expect(badSetting("a", undefined, "Do.")).toEqual(bad("a is undefined. Do."));
    expect(badSetting("a", "x".repeat(98), "Do.")).toEqual(bad(`a is "${"x".repeat(98)}". Do.`));
    expect(badSetting("a", "x".repeat(99), "Do.")).toEqual(bad(`a is "${"x".repeat(99)}…. Do.`));
    expect(badSecretSetting("a", "Do.")).toEqual(bad("a (its value is not shown) cannot be used. Do."));
  });
});

describe("a setting that is taken", () => {
  it.each([
    [{ TTL: " 60 " }, { idleTimeoutMs: 60_000 }],
    [{ SECURE: "1" }, { secure: true }],
    [{ SECURE: "0" }, { secure: false }],
    [{ SECURE: "AUTO" }, { secure: "auto" }],
    [{ SECURE: " " }, { secure: "auto" }],
    [{ HTTPONLY: "FALSE" }, { httpOnly: false }],
    [{ PERMANENT: "True" }, { permanent: true }],
    [{ SAMESITE: "STRICT" }, { sameSite: "Strict" }],
    [{ DOMAIN: ".a.Example" }, { domain: "a.Example" }],
    [{ DOMAIN: `${"a".repeat(63)}.x-1.com` }, { domain: `${"a".repeat(63)}.x-1.com` }],
  ])("as a variable: %j", (environment, settings) => {
    expect(resolveSettings(memory, prefixed(environment))).toMatchObject(settings);
  });

  it.each([
    [{ secure: "auto" }, { secure: "auto" }],
    [{ secure: false }, { secure: false }],
    [{ graceSeconds: 0 }, { graceMs: 0 }],
    [{ graceSeconds: 60 }, { graceMs: 60_000 }],
    [{ idleTimeoutSeconds: 86_400 }, { idleTimeoutMs: 86_400_000 }],
    [{ absoluteTimeoutSeconds: 34_560_000 }, { absoluteTimeoutMs: 34_560_000_000 }],
    [{ maxSessionsPerUser: Number.POSITIVE_INFINITY }, { maxSessionsPerUser: Number.POSITIVE_INFINITY }],
    [{ renewalTimeoutSeconds: Number.POSITIVE_INFINITY }, { renewalTimeoutMs: Number.POSITIVE_INFINITY }],
    [{ turnWaitMs: 86_400_000 }, { turnWaitMs: 86_400_000 }],
    [{ cookiePath: `/${"p".repeat(1023)}` }, { cookiePath: `/${"p".repeat(1023)}` }],
    [{ name: "n".repeat(256) }, { name: "n".repeat(256) }],
    [{ name: "not__Host-a", cookiePath: "/x" }, { name: "not__Host-a" }],
    [{ name: "__Secure-a", secure: true, domain: "a.test", httpOnly: false }, { name: "__Secure-a" }],
    [{ name: "__Http-a", secure: true, domain: "a.test", cookiePath: "/x" }, { name: "__Http-a" }],
    [
      { rememberName: "__Host-Http-r", secure: true, cookiePath: "/x", httpOnly: false },
      { cookiePath: "/x" },
    ],
    [{}, { graceMs: 30_000, rememberMs: 2_592_000_000, rememberName: "tina4_remember" }],
    [{ development: true }, { development: true }],
  ] satisfies [SessionOptions, object][])("as an option: %j", (options, settings) => {
    expect(resolveSettings({ ...memory, ...options }, {})).toMatchObject(settings);
  });

  it("is for development unless NODE_ENV is production", () => {
    expect(resolveSettings(memory, {}).development).toBe(true);
    expect(resolveSettings(memory, { NODE_ENV: "test" }).development).toBe(true);
    expect(resolveSettings(memory, { NODE_ENV: "production" }).development).toBe(false);
    expect(resolveSettings({ ...memory, development: true }, { NODE_ENV: "production" }).development).toBe(
      true,
    );
  });

  it("is the clock and the log that code gives, and else the system's", () => {
    const logged: string[] = [];
    const settings = resolveSettings({ ...memory, nowMs: () => 1, log: (text) => logged.push(text) }, {});
    settings.log("The store is down.");
    expect([settings.nowMs(), logged]).toEqual([1, ["The store is down."]]);
    expect(resolveSettings(memory, {}).nowMs).toBe(Date.now);
  });
});
