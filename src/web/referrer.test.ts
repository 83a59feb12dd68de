import { describe, expect, it } from "vitest";
import { originFor, refererFor } from "./referrer.ts";
import { metaReferrerPolicy, parseReferrerPolicy, type ReferrerPolicy } from "./referrer-policy.ts";

const page = new URL("https://user:pw@shop.test/cart?x=1#top");
const same = new URL("https://shop.test/other");
const other = new URL("https://evil.test/");
const plain = new URL("http://evil.test/");
const full = "https://shop.test/cart?x=1";
const origin = "https://shop.test/";

describe("Referer", () => {
  const table: readonly (readonly [
    ReferrerPolicy,
    string | undefined,
    string | undefined,
    string | undefined,
  ])[] = [
    ["no-referrer", undefined, undefined, undefined],
    ["no-referrer-when-downgrade", full, full, undefined],
    ["origin", origin, origin, origin],
    ["origin-when-cross-origin", full, origin, origin],
    ["same-origin", full, undefined, undefined],
    ["strict-origin", origin, origin, undefined],
    ["strict-origin-when-cross-origin", full, origin, undefined],
    ["unsafe-url", full, full, full],
  ];
  it.each(table)("%s: same origin %s, another %s, a downgrade %s", (policy, toSame, toOther, toPlain) => {
    expect(refererFor(page, same, policy)).toBe(toSame);
    expect(refererFor(page, other, policy)).toBe(toOther);
    expect(refererFor(page, plain, policy)).toBe(toPlain);
  });

  it("is the origin alone when it would be longer than 4096", () => {
    expect(refererFor(new URL(`https://shop.test/${"a".repeat(5000)}`), same, "unsafe-url")).toBe(origin);
  });
});

describe("Origin of an unsafe request", () => {
  it.each([
    ["no-referrer", same, "null"],
    ["same-origin", other, "null"],
    ["same-origin", same, "https://shop.test"],
    ["strict-origin-when-cross-origin", plain, "null"],
    ["strict-origin-when-cross-origin", other, "https://shop.test"],
    ["origin", plain, "https://shop.test"],
  ] as const)("%s to %s: %s", (policy, to, expected) => {
    expect(originFor(page, to, policy)).toBe(expected);
  });
});

it("the last known policy of a list counts", () => {
  expect(parseReferrerPolicy("no-referrer, unheard-of, Origin, nonsense")).toBe("origin");
  expect(parseReferrerPolicy("nonsense")).toBeUndefined();
  expect(parseReferrerPolicy(undefined)).toBeUndefined();
});

it.each([
  ["origin", "origin"],
  [" Never ", "no-referrer"],
  ["always", "unsafe-url"],
  ["origin-when-crossorigin", "origin-when-cross-origin"],
  ["none", undefined],
  ["", undefined],
])("a page that says %j means %s", (content, policy) => {
  expect(metaReferrerPolicy(content)).toBe(policy);
});
