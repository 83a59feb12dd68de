import realAssert from "node:assert";
import { describe, expect, it } from "vitest";
import { testMachine } from "./test-builtins.ts";

function passes(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

describe("assert.throws", () => {
  it.each<[what: string, thrown: Error, wanted: Error | object]>([
    ["another message", new Error("a"), new Error("b")],
    ["the same message", new Error("a"), new Error("a")],
    ["another kind of error", new TypeError("a"), new Error("a")],
    ["a property that is missing", new Error("a"), Object.assign(new Error("a"), { code: "X" })],
    ["an object's properties", Object.assign(new Error("a"), { code: "X" }), { code: "X" }],
  ])("judges as Node does: %s", async (_, thrown, wanted) => {
    const own = (await testMachine()).load("assert");
    const fail = () => {
      throw thrown;
    };
    expect(passes(() => own.throws(fail, wanted))).toBe(passes(() => realAssert.throws(fail, wanted)));
  });
});
