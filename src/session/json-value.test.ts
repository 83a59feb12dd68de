import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkKey, snapshot } from "./json-value.ts";

class Money {
  readonly cents = 1;
}

const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;
const holes = [1, 2, 3];
delete holes[1];

/** JSON has no -0. */
function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("snapshot", () => {
  it.each([
    ["undefined", undefined],
    ["a Date", new Date(0)],
    ["a Map", new Map()],
    ["a Set", new Set()],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-0", -0],
    ["a BigInt", 1n],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a class instance", new Money()],
    ["a RegExp", /x/],
    ["a typed array", new Uint8Array(1)],
    ["an Error", new Error("x")],
    ["a boxed string", Object("x")],
    ["a cycle", cycle],
    ["an array with holes", holes],
    ["an array with a named property", Object.assign([1], { name: "x" })],
    ["a toJSON method", { toJSON: () => 1 }],
    ["a symbol as key", { [Symbol("s")]: 1 }],
  ])("check 38: throws for what would not come back the same: %s, also deep inside", (_what, value) => {
    expect(() => snapshot(value, "cart")).toThrow(/Cannot store "cart[".]/);
    expect(() => snapshot({ items: [{ value }] }, "cart")).toThrow(/Cannot store "cart\.items\[0\]\.value/);
  });

  it("check 38: everything else comes back the same", () => {
    fc.assert(
      fc.property(fc.jsonValue().map(withoutMinusZero), (json) => {
        expect(JSON.parse(snapshot(json, "k"))).toEqual(json);
      }),
    );
  });

  const ANYTHING = "Store strings, finite numbers, booleans, null, arrays and plain objects.";
  it.each([
    [new Date(0), "a Date", "Store date.toISOString()."],
    [new Map(), "a Map", "Store [...map]; new Map(list) makes it again."],
    [new Set(), "a Set", "Store [...set]."],
    [1n, "a BigInt", "Store String(value)."],
    [undefined, "undefined", "Store null, or use delete(key)."],
    [-0, "-0", "Store 0."],
    [Number.NaN, "NaN", "Store a finite number or null."],
    [Number.NEGATIVE_INFINITY, "-Infinity", "Store a finite number or null."],
    [() => 1, "a function", ANYTHING],
    [Symbol("s"), "a symbol", ANYTHING],
    [new Money(), "a Money", ANYTHING],
    [new Error("x"), "an Error", ANYTHING],
    [new (class NoEntry {})(), "a NoEntry", ANYTHING],
    [new (class {})(), "an object of a class", ANYTHING],
    [Object.create(Object.create({ constructor: 1 })), "an object of a class", ANYTHING],
    [Object.create(Object.create(Object.create(null))), "an object of a class", ANYTHING],
  ])("says what is wrong, where, and what to store instead: %o", (value, what, remedy) => {
    const message = `Cannot store "login.at[1]" in the session: ${what} would not come back the same from JSON. ${remedy}`;
    expect(() => snapshot({ at: [0, value] }, "login")).toThrow(
      expect.objectContaining({ code: "unstorable-value", message }),
    );
    expect(() => snapshot(value, "login")).toThrow(
      `Cannot store "login" in the session: ${what} would not come back the same from JSON. ${remedy}`,
    );
  });

  it.each([
    [cycle, '"k.self"', "it contains itself. Store a plain copy without the cycle."],
    [holes, '"k"', "the array has holes or named properties. Store a dense array."],
    [{ [Symbol("s")]: 1 }, '"k"', "it has a symbol as a key. Use strings as keys."],
    [
      Object.defineProperty({}, "toJSON", { value: () => 1 }),
      '"k"',
      "it has a toJSON method. Store what the method returns.",
    ],
    [
      Object.defineProperty([1], "toJSON", { value: () => 1 }),
      '"k"',
      "it has a toJSON method. Store what the method returns.",
    ],
  ])("says what is wrong with a shape: %o", (value, where, why) => {
    expect(() => snapshot(value, "k")).toThrow(`Cannot store ${where} in the session: ${why}`);
  });

  it.each([
    [null, "null"],
    [true, "true"],
    [false, "false"],
    [0, "0"],
    [1.5e300, "1.5e+300"],
    ['"', '"\\""'],
    [[], "[]"],
    [Object.create(null), "{}"],
    [{ toJSON: 1, a: [null, false, 0, ""] }, '{"toJSON":1,"a":[null,false,0,""]}'],
    [runInNewContext("({ a: [1] })"), '{"a":[1]}'],
  ])("is the JSON text of %o", (value, json) => {
    expect(snapshot(value, "k")).toBe(json);
  });

  it("refuses what is too deep or too large, and takes what just fits", () => {
    const nested = (depth: number) => {
      let deep: unknown = 1;
      for (let n = 0; n < depth; n += 1) deep = [deep];
      return deep;
    };
    expect(snapshot(nested(64), "k")).toHaveLength(129);
    expect(() => snapshot(nested(65), "k")).toThrow(
      /^Cannot store "k(\[0\]){64}" in the session: it is nested deeper than 64\. Store a flatter value\.$/,
    );
    const limit = 1024 * 1024;
    expect(snapshot("x".repeat(limit - 2), "k")).toHaveLength(limit);
    for (const [value, length] of [
      ["x".repeat(limit - 1), limit + 1],
      [["x".repeat(limit - 3)], limit + 1],
    ] as const) {
      expect(() => snapshot(value, "k")).toThrow(
        expect.objectContaining({
          code: "unstorable-value",
          message: `The value for session key "k" is ${length} characters of JSON; the limit is 1048576. Keep ids in the session and the rest in a database.`,
        }),
      );
    }
  });

  it("takes the same value twice, side by side", () => {
    const shared = { a: 1 };
    expect(snapshot([shared, shared], "k")).toBe('[{"a":1},{"a":1}]');
  });
});

describe("a key", () => {
  it.each([
    ["", "one of 0 characters"],
    ["k".repeat(257), "one of 257 characters"],
    [1, "1"],
    [undefined, "undefined"],
    [null, "null"],
    [{}, "an Object"],
    [true, "a boolean"],
  ])("is refused when it is %j", (key, what) => {
    expect(() => checkKey(key)).toThrow(
      expect.objectContaining({
        code: "bad-key",
        message: `A session key is a string of 1 to 256 characters; this is ${what}.`,
      }),
    );
  });

  it.each(["k", "k".repeat(256), "__proto__", " "])("is taken when it is %j", (key) => {
    expect(() => checkKey(key)).not.toThrow();
  });
});
