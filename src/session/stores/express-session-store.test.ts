import { MemoryStore } from "express-session";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EMPTY_PATCH } from "../patch.ts";
import * as onMemory from "../trial-stores/express-session.ts";
import * as onRedis from "../trial-stores/express-session-redis.ts";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { recordWith, setting, storeContract } from "./contract.ts";
import { fromExpressSessionStore } from "./express-session-store.ts";

const KEY = "a".repeat(64);

storeContract("express-session MemoryStore behind the façade", async () => (await onMemory.start()).open());

describe("connect-redis", () => {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await onRedis.start();
  });
  afterAll(() => backend.stop());
  storeContract("connect-redis behind the façade", () => backend.open());

  it("ends a session by Redis's own time", async () => {
    const trial = await backend.open({ nowMs: () => 1_700_000_000_000 });
    await trial.store.create(KEY, recordWith({}));
    const text = await trial.dump();
    await trial.close();
    expect(text).toMatch(new RegExp(`^trial-\\d+:${KEY} = .*"originalMaxAge":301000`));
  });
});

describe("the façade for express-session stores", () => {
  it("says what it cannot promise, and refuses to list", async () => {
    const store = fromExpressSessionStore(new MemoryStore());
    expect(store.capabilities).toEqual({ turns: false, merge: false, revoke: true, list: false });
    await expect(store.listByOwner("c".repeat(64))).rejects.toThrow("cannot list");
  });

  it("has the store keep a session as long as it may live, and no longer", async () => {
    const memory = new MemoryStore();
    const nowMs = 1_700_000_000_000;
    await fromExpressSessionStore(memory, { nowMs: () => nowMs }).create(KEY, recordWith({ a: 1 }));
    const [text] = Object.values(Reflect.get(memory, "sessions") as Record<string, string>);
    const { cookie } = JSON.parse(text ?? "") as { cookie: { expires: string; originalMaxAge: number } };
    expect(cookie.originalMaxAge).toBe(1000 + 300_000);
    expect(Math.abs(Date.parse(cookie.expires) - Date.now() - cookie.originalMaxAge)).toBeLessThan(60_000);
  });

  it("leaves a tombstone that other processes see too", async () => {
    const memory = new MemoryStore();
    const store = fromExpressSessionStore(memory);
    await store.create(KEY, recordWith({ a: 1 }));
    await store.rotate(KEY, "b".repeat(64), EMPTY_PATCH, { because: "renewed" });
    // As another process has it: the same sessions, nothing else of ours.
    const elsewhere = new MemoryStore();
    Reflect.set(elsewhere, "sessions", Reflect.get(memory, "sessions"));
    expect(await fromExpressSessionStore(elsewhere).load(KEY)).toEqual({
      found: false,
      tombstone: { because: "renewed", successor: "b".repeat(64) },
    });
  });

  it("does not take sessions of express-session itself for its own", async () => {
    const memory = new MemoryStore();
    memory.set(KEY, { cookie: { originalMaxAge: null }, user: 1 } as never);
    expect(await fromExpressSessionStore(memory).load(KEY)).toEqual({ found: false });
  });

  it.each([
    ["calls back with an error", (callback: (error: unknown) => void) => callback(new Error("on purpose"))],
    ["calls back with a text", (callback: (error: unknown) => void) => callback("on purpose")],
    [
      "throws",
      () => {
        throw new Error("on purpose");
      },
    ],
    ["rejects", () => Promise.reject(new Error("on purpose"))],
  ])("fails when the store %s", async (_how, get) => {
    const store = fromExpressSessionStore({
      get: (_id, callback) => get(callback),
      set: () => {},
      destroy: () => {},
    });
    await expect(store.load(KEY)).rejects.toThrow("on purpose");
  });

  it("takes ENOENT for an absent session, as express-session does", async () => {
    const store = fromExpressSessionStore({
      get: (_id, callback) => callback(Object.assign(new Error("no file"), { code: "ENOENT" })),
      set: () => {},
      destroy: () => {},
    });
    expect(await store.load(KEY)).toEqual({ found: false });
  });

  it("fails when the store never calls back, and then goes on", async () => {
    const memory = new MemoryStore();
    let answers = true;
    const store = fromExpressSessionStore(
      {
        get: (id, callback) => memory.get(id, callback),
        set: (id, session, callback) => {
          if (answers) memory.set(id, session as never, callback);
        },
        destroy: (id, callback) => memory.destroy(id, callback),
      },
      { timeoutMs: 500 },
    );
    await store.create(KEY, recordWith({}));
    answers = false;
    await expect(store.patch(KEY, setting("a", 1))).rejects.toThrow("did not call back within 500 ms");
    answers = true;
    expect((await store.patch(KEY, setting("a", 1))).outcome).toBe("patched");
  });

  it("refuses what is not such a store", () => {
    expect(() => fromExpressSessionStore({ get: () => {} } as never)).toThrow("without set()");
  });
});
