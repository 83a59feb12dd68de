import { describe, expect, it } from "vitest";
import { cookieDifferences } from "./same-cookies.ts";

const url = new URL("http://localhost:7148/shop/enter");
const atMs = Date.UTC(2026, 0, 1);

function differences(
  ours: string | readonly string[],
  theirs: string | readonly string[],
  names?: Map<string, string>,
) {
  return cookieDifferences({ lines: [ours].flat(), url, atMs }, { lines: [theirs].flat(), url, atMs }, names);
}

describe("two programs' cookies", () => {
  it.each([
    ["order and case", "a=1; Path=/; HttpOnly; SameSite=Lax", "a=1; samesite=lax; httponly; path=/"],
    ["a life in seconds or as a date", "a=1; Max-Age=3600", "a=1; Expires=Thu, 01 Jan 2026 01:00:02 GMT"],
    ["two ways to delete", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", 'a=""; Max-Age=0; SameSite=lax'],
    ["the spelling of a value", "a=b%20c%2C", 'a="b c\\054"'],
    ["ids, which are never the same", `a=${"x".repeat(22)}`, `a=${"y".repeat(43)}`],
    ["the path that is meant when none is said", "a=1; Path=/shop", "a=1"],
  ])("are the same whatever %s", (_, ours, theirs) => {
    expect(differences(ours, theirs)).toEqual([]);
  });

  it.each([
    ["a=1; Path=/", "a=1; Path=/shop", "of a, path is /shop, not /"],
    ["a=1; HttpOnly", "a=1", "of a, httpOnly is false, not true"],
    ["a=1", "a=1; SameSite=Lax", "of a, sameSite is lax, not default"],
    ["a=1; Secure", "a=2", "of a, value is 2, not 1, secure is false, not true"],
    ["a=1; Max-Age=3600", "a=1; Max-Age=60", "of a, life is 60, not 3600"],
    ["a=1; Max-Age=3600", "a=1", "of a, life is until the browser closes, not 3600"],
    ["a=1; Domain=shop.test", "a=1", "of a, domain is this host alone, not shop.test"],
    ["a=short", `a=${"y".repeat(43)}`, `of a, value is ${"y".repeat(43)}, not short`],
  ])("differ: %s and %s", (ours, theirs, difference) => {
    expect(differences(ours, theirs)).toEqual([difference]);
  });

  it("name what is missing and what is too many, under our names", () => {
    expect(differences(["a=1", "b=2"], "c=1")).toEqual(["a is missing", "b is missing", "c is too many"]);
    expect(differences("a=1", "c=1", new Map([["c", "a"]]))).toEqual([]);
  });
});
