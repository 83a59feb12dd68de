import expressSession from "express-session";
import { describe, expect, it } from "vitest";
import { session } from "./express.ts";
import type { SessionOptions } from "./settings.ts";
import { MemoryStore } from "./stores/memory-store.ts";

const told = (options: unknown) => {
  try {
    session(options as SessionOptions);
  } catch (error) {
    return error;
  }
  return "accepted";
};
const bad = (message: string) =>
  expect.objectContaining({ code: "bad-setting", message: expect.stringContaining(message) });

describe("options that are no such thing, from JavaScript", () => {
  it.each([[null], ["redis"], [[]], [() => ({})], [5]])("is told what session() takes, for %o", (options) => {
    expect(told(options)).toEqual(bad("session() takes an object of options"));
  });

  it("says how a store of express-session is given", () => {
    expect(told({ store: new expressSession.MemoryStore() })).toEqual(
      bad(
        "store is none that session() can use. It looks like a store made for express-session: give fromExpr",
      ),
    );
  });

  it.each([[{}], [null], [MemoryStore], ["redis"], [{ password: "keep me to yourself" }]])(
    "says what a store is, for %o",
    (store) => {
      const error = told({ store });
      expect(error).toEqual(bad("Give what redisStore(), databaseStore(), fileStore() or another"));
      expect(String(error)).not.toContain("keep me");
    },
  );

  it("says that a store was not awaited", () => {
    expect(told({ store: Promise.resolve(new MemoryStore()) })).toEqual(
      bad("It is a promise. Await it first."),
    );
  });

  it.each([
    [{ cookieHeld: {} }, "cookieHeld is none that session() can use. Give what sealedCookie()"],
    [{ cookieHeld: null }, "cookieHeld is none"],
    [{ nowMs: 5 }, "nowMs is 5. Give a function that returns milliseconds"],
    [{ nowMs: null }, "nowMs is null."],
    [{ log: "errors.log" }, 'log is "errors.log". Give a function that takes a message'],
  ])("names the option and what it takes, for %o", (options, message) => {
    expect(told(options)).toEqual(bad(message));
  });

  it("takes what is right", () => {
    expect(told({ store: new MemoryStore(), nowMs: Date.now, log: () => undefined })).toBe("accepted");
    expect(told({ store: undefined, nowMs: undefined, log: undefined, development: false })).toBe("accepted");
  });
});
