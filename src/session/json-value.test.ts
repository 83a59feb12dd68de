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

  it("says what to store instead", () => {
    expect(() => snapshot({ at: new Date(0) }, "login")).toThrow(
      'Cannot store "login.at" in the session: a Date would not come back the same from JSON. Store date.toISOString().',
    );
  });

  it("refuses what is too deep or too large", () => {
    let deep: unknown = 1;
    for (let n = 0; n < 65; n += 1) deep = [deep];
    expect(() => snapshot(deep, "k")).toThrow("nested deeper than 64");
    expect(() => snapshot("x".repeat(1024 * 1024), "k")).toThrow("the limit is 1048576");
  });

  it("takes the same value twice, side by side", () => {
    const shared = { a: 1 };
    expect(snapshot([shared, shared], "k")).toBe('[{"a":1},{"a":1}]');
  });
});

describe("a key", () => {
  it.each(["", "k".repeat(257), 1, undefined, {}])("is refused when it is %s", (key) => {
    expect(() => checkKey(key)).toThrow("A session key is a string");
  });
});
