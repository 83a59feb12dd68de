import { describe, expect, it } from "vitest";
import { databaseStore } from "./database-store.ts";

describe("the database store", () => {
  it.each([
    ["connections", 0],
    ["connections", 1.5],
    ["connections", Number.NaN],
    ["timeoutMs", 0],
    ["timeoutMs", -1],
    // A timer would run out at once.
    ["timeoutMs", Number.POSITIVE_INFINITY],
    ["timeoutMs", 2 ** 31],
    ["longestRecord", 0],
  ])("refuses %s: %d, and says what can be", (option, value) => {
    const open = () => databaseStore({ url: "sqlite::memory:", [option]: value });
    expect(open).toThrow(
      expect.objectContaining({
        code: "bad-setting",
        message: expect.stringContaining(`The database store's ${option} is ${value}. Use a whole number`),
      }),
    );
  });

  it("takes what can be", async () => {
    const limits = { connections: 1, timeoutMs: 2 ** 31 - 1, longestRecord: 1 };
    const store = databaseStore({ url: "sqlite::memory:", ...limits });
    expect(await store.load("a".repeat(64))).toEqual({ found: false });
    await store.close?.();
  });
});
