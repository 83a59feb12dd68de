import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cookiesOf,
  MAX_AGE_LIMIT_SECONDS,
  parseCookieHeader,
  readCookie,
  type SetCookie,
  serializeSetCookie,
} from "./cookie.ts";

describe("serializeSetCookie", () => {
  it("writes all attributes", () => {
    expect(
      serializeSetCookie({
        name: "__Host-id",
        value: "abc",
        path: "/",
        maxAgeSeconds: 60,
        expiresMs: 0,
        httpOnly: true,
        secure: true,
        sameSite: "None",
        partitioned: true,
      }),
    ).toBe(
      "__Host-id=abc; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None; Partitioned",
    );
  });

  it("check 25: name plus value over 4096 bytes throws; an attribute over 1024 throws", () => {
    const name = "n".repeat(96);
    expect(serializeSetCookie({ name, value: "v".repeat(4000) })).toHaveLength(4097);
    expect(() => serializeSetCookie({ name, value: "v".repeat(4001) })).toThrow("4097 bytes");
    expect(serializeSetCookie({ name, value: "", path: `/${"p".repeat(1023)}` })).toContain("Path=");
    expect(() => serializeSetCookie({ name, value: "", path: `/${"p".repeat(1024)}` })).toThrow("1025 bytes");
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_AGE_LIMIT_SECONDS + 1])(
    "check 26: Max-Age is an integer of seconds, at most 34,560,000 (%s is not)",
    (maxAgeSeconds) => {
      expect(() => serializeSetCookie({ name: "a", value: "b", maxAgeSeconds })).toThrow("Max-Age is");
      const longest = serializeSetCookie({ name: "a", value: "b", maxAgeSeconds: MAX_AGE_LIMIT_SECONDS });
      expect(longest).toBe("a=b; Max-Age=34560000");
    },
  );

  it("check 27: CR, LF and ; injection is refused, wherever it stands", () => {
    const bad = fc.tuple(fc.string(), fc.constantFrom("\r", "\n", ";", "\0", "\x7f"), fc.string());
    fc.assert(
      fc.property(bad, (parts) => {
        const text = parts.join("");
        expect(() => serializeSetCookie({ name: text, value: "" })).toThrow();
        expect(() => serializeSetCookie({ name: "a", value: text })).toThrow();
        expect(() => serializeSetCookie({ name: "a", value: "", path: text })).toThrow();
        expect(() => serializeSetCookie({ name: "a", value: "", domain: text })).toThrow();
      }),
    );
  });

  it.each([
    ["__Host-a without Secure", { name: "__Host-a", value: "", path: "/" }],
    ["__host-a with a Domain", { name: "__host-a", value: "", path: "/", domain: "a.test", secure: true }],
    ["__HOST-a below a path", { name: "__HOST-a", value: "", path: "/x", secure: true }],
    ["__Secure-a without Secure", { name: "__Secure-a", value: "" }],
    ["SameSite=None without Secure", { name: "a", value: "", sameSite: "None" }],
    ["Partitioned without Secure", { name: "a", value: "", partitioned: true }],
  ] as const)("refuses %s", (_what, cookie) => {
    expect(() => serializeSetCookie(cookie)).toThrow("cannot be sent");
  });

  const LONG = "n".repeat(61);
  const plain = { name: "a", value: "b" };
  it.each([
    [{ ...plain, name: "a b" }, '"a b"', "the name is not a token. Use letters, digits and - _ . only."],
    [{ ...plain, name: "" }, '""', "the name is not a token. Use letters, digits and - _ . only."],
    [
      { ...plain, value: "a,b" },
      '"a"',
      "the value holds a control character, a space, a comma, a semicolon, a backslash or a letter beyond ASCII. Encode it with encodeURIComponent.",
    ],
    [
      { name: LONG, value: "v".repeat(4036) },
      `"${"n".repeat(60)}…"`,
      "name and value are 4097 bytes, and browsers drop more than 4096. Keep the data in the session and only an id in the cookie.",
    ],
    [
      { name: "__Secure-a", value: "" },
      '"__Secure-a"',
      "the prefix __Secure- needs the Secure attribute. Set it.",
    ],
    [
      { name: "__Host-a", value: "", path: "/" },
      '"__Host-a"',
      "the prefix __Host- needs Secure, Path=/ and no Domain. Set them so.",
    ],
    [{ ...plain, sameSite: "None" }, '"a"', "SameSite=None needs the Secure attribute. Set it, or use Lax."],
    [{ ...plain, partitioned: true }, '"a"', "Partitioned needs the Secure attribute. Set it."],
    [
      { ...plain, name: LONG.slice(1), path: "/;" },
      `"${LONG.slice(1)}"`,
      "Path holds a semicolon or a control character. Take it out.",
    ],
    [{ ...plain, domain: "a;" }, '"a"', "Domain holds a semicolon or a control character. Take it out."],
    [
      { ...plain, domain: "d".repeat(1025) },
      '"a"',
      "Domain is 1025 bytes, and browsers ignore more than 1024. Shorten it.",
    ],
    [
      { ...plain, maxAgeSeconds: 0.5 },
      '"a"',
      "Max-Age is 0.5. Give whole seconds, at most 34560000 (400 days).",
    ],
    ...[-11_644_473_600_001, 253_402_300_800_000, Number.NaN].map(
      (expiresMs) =>
        [
          { ...plain, expiresMs },
          '"a"',
          "Expires is not a date between 1601 and 9999. Give milliseconds since 1970.",
        ] as const,
    ),
  ] satisfies (readonly [SetCookie, string, string])[])(
    "says what is wrong and what to do: %j",
    (cookie, shown, why) => {
      expect(() => serializeSetCookie(cookie)).toThrow(
        expect.objectContaining({ code: "bad-cookie", message: `Cookie ${shown} cannot be sent: ${why}` }),
      );
    },
  );

  it.each([
    [plain, "a=b"],
    [{ ...plain, value: '"bc"' }, 'a="bc"'],
    [{ ...plain, value: '""' }, 'a=""'],
    [{ ...plain, domain: "a.test", path: "/x y" }, "a=b; Domain=a.test; Path=/x y"],
    [{ ...plain, path: "p".repeat(1024) }, `a=b; Path=${"p".repeat(1024)}`],
    [{ ...plain, secure: false, httpOnly: false, partitioned: false }, "a=b"],
    [{ ...plain, sameSite: "Strict" }, "a=b; SameSite=Strict"],
    [{ ...plain, maxAgeSeconds: -1 }, "a=b; Max-Age=-1"],
    [{ ...plain, expiresMs: -11_644_473_600_000 }, "a=b; Expires=Mon, 01 Jan 1601 00:00:00 GMT"],
    [{ ...plain, expiresMs: 253_402_300_799_999 }, "a=b; Expires=Fri, 31 Dec 9999 23:59:59 GMT"],
    [{ name: "__Secure-a", value: "", secure: true, path: "/x" }, "__Secure-a=; Path=/x; Secure"],
    [{ name: "not__Host-a", value: "" }, "not__Host-a="],
    [{ name: "not__Secure-a", value: "" }, "not__Secure-a="],
  ] satisfies [SetCookie, string][])("writes %j", (cookie, header) => {
    expect(serializeSetCookie(cookie)).toBe(header);
  });

  it.each(['b"', '"b', '"a"b"', "b\\", "é", " "])("refuses the value %j", (value) => {
    expect(() => serializeSetCookie({ name: "a", value })).toThrow("Encode it with encodeURIComponent.");
  });

  it("writes only what is read back the same", () => {
    const value = fc.string({ maxLength: 50 }).map(encodeURIComponent);
    fc.assert(
      fc.property(fc.stringMatching(/^[\w.-]{1,20}$/), value, (name, text) => {
        const pair = serializeSetCookie({ name, value: text });
        expect(readCookie(`x=1; ${pair}; y=2`, name)).toBe(name === "x" ? "1" : text);
      }),
    );
  });
});

describe("a Cookie header", () => {
  it("is read as RFC 6265bis §5.8.3 sends it: the most specific of two first", () => {
    const header = "id=specific; other=1; id=general";
    expect(readCookie(header, "id")).toBe("specific");
    expect(cookiesOf(header)["id"]).toBe("specific");
  });

  it.each([
    ["", []],
    ["a=1", [["a", "1"]]],
    [
      " a = 1 ;b=2;; c ;=x; d=",
      [
        ["a", "1"],
        ["b", "2"],
        ["d", ""],
      ],
    ],
    ["a=b=c", [["a", "b=c"]]],
    ["a; b=1", [["b", "1"]]],
    ["a;=1", []],
    ["abc", []],
    [
      "a=1;b=2;c",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ['q="x y"', [["q", '"x y"']]],
  ])("is parsed leniently: %s", (header, pairs) => {
    expect(parseCookieHeader(header)).toEqual(pairs);
  });

  it.each([
    ["id=1", "1"],
    ["id=1;", "1"],
    ["x=1;\t id= 2 ;y=3", "2"],
    ["id", undefined],
    ["id; x=id=2", undefined],
    ["xid=1", undefined],
    ["x id=1", undefined],
    ["x\u00a0id=1", undefined],
    ["ididid=1; id=2", "2"],
    ["", undefined],
  ])("has one cookie of a name or none: %j", (header, value) => {
    expect(readCookie(header, "id")).toBe(value);
  });

  it("gives the same by scanning for one name as by parsing all", () => {
    const pair = fc.tuple(
      fc.constantFrom("id", "xid", "id2", "i", " id"),
      fc.constantFrom("1", "id=2", "", " 3 "),
    );
    fc.assert(
      fc.property(fc.array(pair), fc.constantFrom("id", "i"), (pairs, name) => {
        const header = pairs.map(([key, value]) => `${key}=${value}`).join(";");
        const parsed = parseCookieHeader(header).find(([key]) => key === name)?.[1];
        expect(readCookie(header, name)).toBe(parsed);
      }),
    );
  });

  it("is shown decoded, with keys that are inert and values that cannot be decoded as they are", () => {
    const cookies = cookiesOf('a=%C3%A9; b=%; __proto__=x; q="z"');
    expect(Object.entries(cookies)).toEqual([
      ["a", "é"],
      ["b", "%"],
      ["__proto__", "x"],
      ["q", "z"],
    ]);
    expect("toString" in cookies).toBe(false);
    expect(cookiesOf('a="; b="x; c=x"; d=""; e="%22"')).toEqual({ a: '"', b: '"x', c: 'x"', d: "", e: '"' });
    expect(Object.keys(cookiesOf(undefined))).toEqual([]);
  });
});
