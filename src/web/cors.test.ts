import { describe, expect, it } from "vitest";
import {
  corsRefusal,
  isForbiddenHeader,
  needsPreflight,
  preflightRefusal,
  readableHeaders,
  unsafeHeaderNames,
} from "./cors.ts";
import type { HeaderPair } from "./http.ts";

const page = "http://evil.test";
const allow = (origin: string, ...more: HeaderPair[]): HeaderPair[] => [
  ["Access-Control-Allow-Origin", origin],
  ...more,
];
const credentials: HeaderPair = ["Access-Control-Allow-Credentials", "true"];

describe("reading a response", () => {
  it.each([
    ["nothing said", [], false, "no Access-Control-Allow-Origin"],
    ["a star", allow("*"), false, undefined],
    ["a star, with credentials", allow("*", credentials), true, "* is not enough"],
    ["the origin", allow(page), false, undefined],
    ["another origin", allow("http://shop.test"), false, "and the page is of http://evil.test"],
    [
      "two lines that both name the origin",
      [...allow(page), ...allow(page)],
      false,
      `is ${page}, ${page}, and the page is of`,
    ],
    ["credentials allowed twice", allow(page, credentials, credentials), true, "no Access-Control"],
    ["the origin, credentials not allowed", allow(page), true, "no Access-Control-Allow-Credentials"],
    ["the origin, credentials allowed", allow(page, credentials), true, undefined],
    [
      "credentials not quite allowed",
      allow(page, ["Access-Control-Allow-Credentials", "True"]),
      true,
      "no Access-Control",
    ],
  ] as const)("%s", (_what, headers, withCredentials, refusal) => {
    const said = corsRefusal(headers, page, withCredentials);
    if (refusal === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(refusal);
  });

  it("shows a page the plain headers and the exposed ones, never Set-Cookie", () => {
    const headers: HeaderPair[] = [
      ["Content-Type", "text/plain"],
      ["X-One", "1"],
      ["X-Two", "2"],
      ["Set-Cookie", "a=1"],
    ];
    const names = (list: readonly HeaderPair[]) => list.map(([name]) => name);
    const exposing = (value: string): HeaderPair[] => [...headers, ["Access-Control-Expose-Headers", value]];
    expect(names(readableHeaders(headers, "cors", false))).toEqual(["Content-Type"]);
    expect(names(readableHeaders(exposing("x-two, set-cookie"), "cors", true))).toEqual([
      "Content-Type",
      "X-Two",
    ]);
    expect(names(readableHeaders(exposing("*"), "cors", false))).toContain("X-One");
    expect(names(readableHeaders(exposing("*"), "cors", true))).toEqual(["Content-Type"]);
    expect(names(readableHeaders(headers, "basic", true))).toEqual(["Content-Type", "X-One", "X-Two"]);
  });
});

describe("asking first", () => {
  it.each([
    ["GET", [], false],
    ["POST", [["Content-Type", "text/plain;charset=UTF-8"]], false],
    ["POST", [["Content-Type", "application/json"]], true],
    ["PUT", [], true],
    ["GET", [["X-Own", "1"]], true],
    ["GET", [["Accept", "a".repeat(129)]], true],
    ["GET", [["Range", "bytes=0-9"]], false],
    ["GET", [["Range", "bytes=-9"]], true],
    ["GET", [["Range", "bytes=5-"]], false],
    ["GET", [["Range", "bytes=5-5"]], false],
    ["GET", [["Range", "bytes=5-3"]], true],
    ["GET", [["Range", "bytes=10000000000000000001-10000000000000000000"]], true],
    ["GET", [["Accept", "text/html;q=0.9,*/*;q=0.8"]], false],
    ["GET", [["Accept", 'text/html;x="{}"']], true],
    ["GET", [["Accept", "text/{}"]], true],
    ["GET", [["Accept", "a\tb"]], false],
    ["GET", [["Accept", "a\x7f"]], true],
    ["GET", [["Accept-Language", "en-GB,en;q=0.5,*"]], false],
    ["GET", [["Accept-Language", 'en;q="x"']], true],
    ["GET", [["Content-Language", "de_DE"]], true],
    ["POST", [["Content-Type", "multipart/form-data; boundary=x"]], false],
    ["POST", [["Content-Type", 'multipart/form-data; boundary="x"']], true],
    ["POST", [["Content-Type", 'text/plain; charset="utf-8"']], true],
  ] as const)("%s with %j: %s", (method, headers, asked) => {
    expect(needsPreflight(method, headers)).toBe(asked);
  });

  it("names each unsafe header once, sorted", () => {
    const headers: HeaderPair[] = [
      ["X-B", "1"],
      ["x-b", "2"],
      ["Accept", "*/*"],
      ["Authorization", "x"],
    ];
    expect(unsafeHeaderNames(headers)).toEqual(["authorization", "x-b"]);
  });

  it("asks for simple headers too when they are over 1024 bytes together", () => {
    const eight: HeaderPair[] = Array.from({ length: 8 }, () => ["Accept", "a".repeat(128)]);
    expect(unsafeHeaderNames(eight)).toEqual([]);
    expect(unsafeHeaderNames([...eight, ["Accept-Language", "e"]])).toEqual(["accept", "accept-language"]);
  });

  it.each([
    ["X-HTTP-Method-Override", "TRACE", true],
    ["x-method-override", "PUT, track", true],
    ["X-HTTP-Method", "connect", true],
    ["X-HTTP-Method", '"a,TRACE,b"', false],
    ["X-HTTP-Method-Override", "DELETE", false],
    ["X-Own", "TRACE", false],
  ] as const)("lets no page say %s: %s (%s)", (name, value, forbidden) => {
    expect(isForbiddenHeader(name, value)).toBe(forbidden);
  });

  const put = {
    method: "PUT",
    headers: [
      ["Authorization", "x"],
      ["X-Own", "1"],
    ] as const,
  };
  const names = (methods: string, headers: string): HeaderPair[] => [
    ["Access-Control-Allow-Methods", methods],
    ["Access-Control-Allow-Headers", headers],
  ];
  it.each([
    ["all named", 204, allow(page, ...names("GET, PUT", "authorization, x-own")), false, undefined],
    ["stars", 200, allow("*", ...names("*", "*, Authorization")), false, undefined],
    [
      "a star does not name Authorization",
      200,
      allow("*", ...names("*", "*")),
      false,
      "does not name authorization",
    ],
    [
      "stars are plain names with credentials",
      200,
      allow(page, credentials, ...names("*", "authorization, x-own")),
      true,
      "does not name PUT",
    ],
    ["a header is missing", 200, allow(page, ...names("PUT", "authorization")), false, "does not name x-own"],
    ["not 2xx", 404, allow(page, ...names("PUT", "authorization, x-own")), false, "answered 404"],
    ["no origin", 200, names("PUT", "authorization, x-own"), false, "no Access-Control-Allow-Origin"],
  ] as const)("%s", (_what, status, headers, withCredentials, refusal) => {
    const said = preflightRefusal({ status, headers }, put, page, withCredentials);
    if (refusal === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(refusal);
  });
});
