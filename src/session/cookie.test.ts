import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cookiesOf,
  MAX_AGE_LIMIT_SECONDS,
  parseCookieHeader,
  readCookie,
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
    ['q="x y"', [["q", '"x y"']]],
  ])("is parsed leniently: %s", (header, pairs) => {
    expect(parseCookieHeader(header)).toEqual(pairs);
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
  });
});
