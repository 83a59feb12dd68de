import cookieParser from "cookie-parser";
import { describe, expect, it } from "vitest";
import { readJsonValue, signValue, unsignValue } from "./signed-value.ts";

const secrets = ["newest secret", "older secret"];

describe("a signed value", () => {
  it.each(["ann", "", "a.b.c", "s:x", "é ✓", "1==", "x".repeat(1000)])(
    "is cookie-parser's, which reads it as we do: %s",
    (value) => {
      const signed = signValue(value, "newest secret");
      expect(signed).toMatch(/^s:.*\.[A-Za-z0-9+/]{43}$/s);
      expect(cookieParser.signedCookie(signed, secrets)).toBe(value);
      expect(unsignValue(signed, secrets)).toBe(value);
    },
  );

  it("is read with each of the secrets, and with no other", () => {
    const signed = signValue("ann", "older secret");
    expect(unsignValue(signed, secrets)).toBe("ann");
    expect(unsignValue(signed, ["newest secret"])).toBe(false);
    expect(unsignValue(signed, [])).toBe(false);
  });

  const good = signValue("ann", "newest secret");
  it.each([
    "",
    "s:",
    "s:.",
    ".",
    "ann",
    "s:ann",
    "s:ann.",
    `x${good.slice(1)}`,
    good.slice(2),
    `${good}=`,
    good.slice(0, -1),
    good.replace("ann", "bob"),
    good.replace("ann", "ann."),
  ])("is none: %s", (text) => {
    expect(unsignValue(text, secrets)).toBe(false);
  });

  it("may be the empty text", () => {
    expect(signValue("", "newest secret").indexOf(".")).toBe(2);
  });
});

describe("a JSON value", () => {
  it.each([
    ['j:{"a":1}', { a: 1 }],
    ["j:[1]", [1]],
    ["j:false", false],
    ['j:""', ""],
    ["j:null", "j:null"],
    ["j:{", "j:{"],
    ["j:", "j:"],
    ["1", "1"],
    ['xj:{"a":1}', 'xj:{"a":1}'],
    ["", ""],
  ])("is read as cookie-parser reads it: %s", (text, value) => {
    expect(readJsonValue(text)).toEqual(value);
    expect(cookieParser.JSONCookie(text) ?? text).toEqual(value);
  });
});
