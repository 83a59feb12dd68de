import { describe, expect, it } from "vitest";
import { nearest } from "./did-you-mean.ts";

describe("the nearest name", () => {
  it.each([
    ["a letter too many", "naame", "name"],
    ["a letter too few", "nme", "name"],
    ["another letter", "mame", "name"],
    ["two neighbours swapped", "anme", "name"],
    ["two neighbours swapped at the end", "naem", "name"],
    ["capitals", "NAME", "name"],
    ["two mistakes in a long name", "permanant", "permanent"],
    ["the better of two, whichever comes first", "pert", "part"],
  ])("is found in spite of %s", (_what, name, meant) => {
    const known = ["name", "permanent", "part", "port"];
    expect(nearest(name, known)).toBe(meant);
    if (meant !== "part") expect(nearest(name, [...known].reverse())).toBe(meant);
  });

  it.each([
    ["nothing near", "zebra", ["name", "permanent"]],
    ["a short name with two mistakes", "ab", ["cd", "xabx"]],
    ["a swap of letters that are not neighbours", "abc", ["cba"]],
    ["letters that are no swap, but half of one", "ab", ["xa", "bx"]],
    ["three mistakes", "permanant", ["pormonint"]],
    ["three mistakes, the last a swap", "bermonetn", ["permanent"]],
    ["nothing known", "name", []],
    ["the empty name", "", ["a"]],
  ])("is none: %s", (_what, name, known) => {
    expect(nearest(name, known)).toBeUndefined();
  });

  it("is the one with fewer mistakes", () => {
    expect(nearest("sameSit", ["sameSiteX", "sameSite"])).toBe("sameSite");
    expect(nearest("abcd", ["abdc", "abce"])).toBe("abdc");
    expect(nearest("cart", ["dart", "cart"])).toBe("cart");
  });
});
