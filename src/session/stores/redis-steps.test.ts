import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY_PATCH, type Patch } from "../patch.ts";
import type { Store } from "../store.ts";
import { startRedis, type TrialRedis } from "../trial-servers/redis.ts";
import { recordWith } from "./contract.ts";
import { redisStore } from "./redis-store.ts";

const KEYS = Array.from({ length: 100 }, (_, n) => String(n).padStart(64, "0"));
const ASK = { route: "POST /here", leaseMs: 10_000, waitMs: 2000 };
const ADD_ONE: Patch = {
  ...EMPTY_PATCH,
  changes: new Map([["n", { kind: "increment", by: 1, json: "1" } as const]]),
};

describe.each([
  ["one server", []],
  ["a server that shards behind one address", ["--cluster-enabled", "yes"]],
] as const)("steps of one moment, on %s,", (_name, args) => {
  let server: TrialRedis;
  let admin: Redis;
  let store: Store;

  beforeAll(async () => {
    server = await startRedis({ args });
    admin = new Redis(server.url);
    if (args.length > 0) {
      await admin.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
      await vi.waitFor(
        async () => expect(await admin.call("CLUSTER", "INFO")).toContain("cluster_state:ok"),
        10_000,
      );
    }
    store = redisStore({ url: server.url });
  });
  afterAll(async () => {
    await store?.close?.();
    admin?.disconnect();
    await server?.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
    await Promise.all(KEYS.map(async (key, n) => store.create(key, recordWith({ n }))));
  });

  const n = async (key: string) => {
    const loaded = await store.load(key);
    return loaded.found ? loaded.record.data.get("n") : "none";
  };

  it("each gets its own record, turn and write", async () => {
    const turns = await Promise.all(KEYS.map(async (key) => store.takeTurn(key, ASK)));
    const patched = await Promise.all(
      turns.map(async (turn, at) => {
        if (turn.outcome !== "taken") throw new Error(`No turn: ${turn.outcome}`);
        expect(turn.record.data.get("n")).toBe(String(at));
        return store.patch(KEYS[at] ?? "", ADD_ONE, { turn: turn.token, release: true });
      }),
    );
    expect(new Set(patched.map(({ outcome }) => outcome))).toEqual(new Set(["patched"]));
    expect(await Promise.all(KEYS.map(n))).toEqual(KEYS.map((_key, at) => String(at + 1)));
  });

  it("one that the server refuses, and one that finds nothing, do not touch the others", async () => {
    const [wrong = "", gone = "", ...others] = KEYS;
    const bases = await Promise.all(KEYS.map(async (key) => store.load(key)));
    for (const key of [wrong, gone]) await admin.del(`tina4_session:{${key}}`);
    await admin.lpush(`tina4_session:{${wrong}}`, "a list");
    const outcomes = await Promise.allSettled(
      bases.map(async (base, at) => {
        if (!base.found) throw new Error("There is no record.");
        return (await store.patch(KEYS[at] ?? "", ADD_ONE, { base: base.record })).outcome;
      }),
    );
    const [refused, missing, ...done] = outcomes;
    expect(refused).toMatchObject({ reason: { message: expect.stringContaining("WRONGTYPE") } });
    expect(JSON.stringify(refused)).not.toContain(wrong);
    expect(missing).toEqual({ status: "fulfilled", value: "gone" });
    expect(new Set(done.map((each) => JSON.stringify(each)))).toHaveLength(1);
    expect(await Promise.all(others.map(n))).toEqual(others.map((_key, at) => String(at + 3)));
  });
});

it("as many steps as come in at one moment are one command for the server, or two when they are many", async () => {
  const server = await startRedis();
  const admin = new Redis(server.url);
  const store = redisStore({ url: server.url });
  const calls = async (command: string) =>
    Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await admin.info("commandstats"))?.[1] ?? 0);
  try {
    await Promise.all(KEYS.map(async (key) => store.create(key, recordWith({ n: 0 }))));
    await admin.config("RESETSTAT");
    await Promise.all(KEYS.map(async (key) => store.load(key)));
    expect([await calls("mget"), await calls("get")]).toEqual([2, 0]);
    await Promise.all(KEYS.map(async (key) => store.takeTurn(key, ASK)));
    // And once more, since the server did not know the script.
    expect(await calls("evalsha")).toBeLessThanOrEqual(3);
    await store.load(KEYS[0] ?? "");
    expect(await calls("mget")).toBe(2);
  } finally {
    await store.close?.();
    admin.disconnect();
    await server.stop();
  }
});
