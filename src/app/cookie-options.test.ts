import { describe, expect, it } from "vitest";
import { type AppCookieOptions, asSetCookie, expressOptions } from "./cookie-options.ts";

describe("options of res.cookie", () => {
  const expires = new Date(0);
  const encode = String;
  it.each([
    [{}, {}],
    [
      { max_age: 60, httponly: true, samesite: "lax" },
      { maxAge: 60_000, httpOnly: true, sameSite: "lax" },
    ],
    [{ max_age: 34_560_000 }, { maxAge: 34_560_000_000 }],
    [{ max_age: 0 }, { maxAge: 0 }],
    [{ max_age: -1 }, { maxAge: -1000 }],
    [{ maxAge: 1000 }, { maxAge: 1000 }],
    [{ maxAge: 0 }, { maxAge: 0 }],
    [{ maxAge: -1 }, { maxAge: -1 }],
    [{ maxAge: undefined, httpOnly: null as unknown as boolean }, {}],
    [{ sameSite: true }, { sameSite: "strict" }],
    [{ sameSite: "Strict" }, { sameSite: "strict" }],
    [
      { sameSite: "None", secure: true },
      { sameSite: "none", secure: true },
    ],
    [{ sameSite: false }, {}],
    [
      { expires, path: "/", domain: "a.test", secure: true, signed: true, partitioned: true },
      { expires, path: "/", domain: "a.test", secure: true, signed: true, partitioned: true },
    ],
    [
      { encode, priority: "high", httpOnly: false },
      { encode, priority: "high", httpOnly: false },
    ],
  ] satisfies [AppCookieOptions, object][])("are Express's after %j", (given, options) => {
    expect(expressOptions("a", given)).toStrictEqual(options);
  });

  it.each([
    [
      { maxage: 1 },
      'there is no option "maxage". There are maxAge, expires, path, domain, secure, httpOnly, sameSite, signed, encode, priority, partitioned, max_age, httponly, samesite.',
    ],
    [{ max_age: 1, maxAge: 1000 }, "maxAge is given twice, in two spellings. Keep one of them."],
    [
      { max_age: 34_560_001 },
      "max_age is 34560001 seconds. Browsers keep a cookie 34560000 seconds (400 days) at most; milliseconds go into maxAge.",
    ],
    [{ max_age: 1.5 }, "max_age is 1.5. Give whole seconds."],
    [{ max_age: "60" }, "max_age is 60. Give whole seconds."],
    [{ maxAge: "60" }, "maxAge is 60. Give milliseconds."],
    [{ maxAge: Number.NaN }, "maxAge is NaN. Give milliseconds."],
    ...[1, 999].map(
      (maxAge) =>
        [
          { maxAge },
          `maxAge is ${maxAge} milliseconds, less than the second that a cookie's lifetime is counted in. Give milliseconds: an hour is 3600000. 0 deletes the cookie.`,
        ] as const,
    ),
    [{ expires: "tomorrow" }, "expires is not a valid Date. Give a Date, or better maxAge."],
    [{ expires: new Date(Number.NaN) }, "expires is not a valid Date. Give a Date, or better maxAge."],
    [{ sameSite: "no" }, 'sameSite is "no". Use "Strict", "Lax" or "None".'],
    [{ path: "shop" }, "its path does not begin with /. Browsers would ignore it: give an absolute path."],
    [{ path: 1 }, "its path does not begin with /. Browsers would ignore it: give an absolute path."],
  ] satisfies (readonly [object, string])[])(
    "are refused with what is wrong and what to do: %j",
    (given, why) => {
      expect(() => expressOptions("a", given as AppCookieOptions)).toThrow(
        expect.objectContaining({ code: "bad-cookie", message: `Cookie "a" cannot be sent: ${why}` }),
      );
    },
  );

  it.each([
    ["n".repeat(60), "n".repeat(60)],
    ["n".repeat(61), `${"n".repeat(60)}…`],
  ])("show no more of a name than helps: %s", (name, shown) => {
    expect(() => expressOptions(name, { max_age: 1.5 })).toThrow(`Cookie "${shown}" cannot be sent`);
  });
});

describe("what the grammar of cookies checks", () => {
  const flags = { secure: false, httpOnly: false, partitioned: false };
  const expires = new Date(5000);
  it.each([
    [{}, { path: "/", ...flags }],
    [{ maxAge: 1999 }, { path: "/", maxAgeSeconds: 1, ...flags }],
    [
      { maxAge: 1000, expires },
      { path: "/", maxAgeSeconds: 1, ...flags },
    ],
    [{ expires }, { path: "/", expiresMs: 5000, ...flags }],
    [
      { path: "/x", domain: "a.test", secure: true, httpOnly: true, partitioned: true, sameSite: "none" },
      {
        path: "/x",
        domain: "a.test",
        secure: true,
        httpOnly: true,
        partitioned: true,
        sameSite: "None",
      },
    ],
    [{ sameSite: "lax" }, { path: "/", sameSite: "Lax", ...flags }],
    [{ sameSite: true }, { path: "/", sameSite: "Strict", ...flags }],
    [{ sameSite: false }, { path: "/", ...flags }],
  ] as const)("is made of Express's options %j", (options, cookie) => {
    expect(asSetCookie("a", "b", options)).toStrictEqual({ name: "a", value: "b", ...cookie });
  });
});
