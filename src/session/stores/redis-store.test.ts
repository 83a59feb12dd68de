import { Redis } from "ioredis";
import { Redis as Valkey } from "iovalkey";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Store } from "../store.ts";
import { startRedis, type TrialRedis } from "../trial-servers/redis.ts";
import { dump, redisBackend } from "../trial-stores/redis-backend.ts";
import { recordWith, setting, storeContract } from "./contract.ts";
import { loadRedisDriver } from "./redis-connection.ts";
import { type RedisStoreOptions, redisStore } from "./redis-store.ts";

const KEY = "a".repeat(64);
const NEW_KEY = "b".repeat(64);
const OWNER = "c".repeat(64);
const SIGN_IN = { owner: OWNER, authenticatedAtMs: 1 };
const ASK = { route: "POST /here", leaseMs: 10_000, waitMs: 2000 };

let server: TrialRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

storeContract("redis", () => redisBackend("redis", { ...server, stop: async () => {} }, redisStore).open());

describe("the redis store", () => {
  let admin: Redis;
  let stores: Store[];

  beforeAll(() => {
    admin = new Redis(server.url);
    stores = [];
  });
  beforeEach(() => admin.flushall());
  afterEach(async () => {
    await Promise.all(stores.splice(0).map(async (store) => store.close?.()));
  });
  afterAll(() => admin.disconnect());

  const open = (options: RedisStoreOptions = {}): Store => {
    const store = redisStore({ url: server.url, ...options });
    stores.push(store);
    return store;
  };

  it("keeps a session's keys in one hash slot, and the record as JSON to be read", async () => {
    const store = open();
    await store.create(KEY, recordWith({ n: 1 }));
    await store.takeTurn(KEY, ASK);
    const keys = (await admin.keys("*")).sort();
    expect(keys).toEqual([`tina4_session:{${KEY}}`, `tina4_session:{${KEY}}:turn`]);
    const [first, json] = (await admin.get(keys[0] ?? ""))?.split("\n") ?? [];
    expect(first).toMatch(/^r1 \S+ 1700000001000$/);
    expect(JSON.parse(json ?? "")).toMatchObject({ data: { n: 1 } });
  });

  it("lets Redis forget records five minutes after their end, tombstones after one, and turns", async () => {
    const nowMs = recordWith({}).createdAtMs;
    const store = open({ nowMs: () => nowMs });
    await store.create(
      KEY,
      recordWith({}, { idleDeadlineMs: nowMs + 60_000, absoluteDeadlineMs: nowMs + 90_000 }),
    );
    const key = `tina4_session:{${KEY}}`;
    const within = (ms: number) => ({ min: ms - 5000, max: ms });
    const expectTtl = async (name: string, { min, max }: { min: number; max: number }) => {
      const ttl = await admin.pttl(name);
      expect(ttl).toBeGreaterThan(min);
      expect(ttl).toBeLessThanOrEqual(max);
    };
    await expectTtl(key, within(360_000));
    await store.touch(KEY, nowMs + 80_000);
    await expectTtl(key, within(380_000));
    await store.takeTurn(KEY, ASK);
    await expectTtl(`${key}:turn`, within(70_000));
    await store.destroy(KEY);
    await expectTtl(key, within(60_000));
    expect(await admin.exists(`${key}:turn`)).toBe(0);
  });

  it("hides what it keeps from a store with another prefix, and collects its own only", async () => {
    const [one, other] = [open({ prefix: "one[a*]:" }), open({ prefix: "onea:" })];
    await one.create(KEY, recordWith({}));
    await other.create(KEY, recordWith({}));
    expect(await one.collect(Number.MAX_SAFE_INTEGER)).toBe(1);
    expect((await one.load(KEY)).found).toBe(false);
    expect((await other.load(KEY)).found).toBe(true);
  });

  it("collects no session whose turn somebody has", async () => {
    const store = open();
    await store.create(KEY, recordWith({}));
    const taken = await store.takeTurn(KEY, ASK);
    expect(await store.collect(Number.MAX_SAFE_INTEGER)).toBe(0);
    await store.releaseTurn(KEY, taken.outcome === "taken" ? taken.token : 0);
    expect(await store.collect(Number.MAX_SAFE_INTEGER)).toBe(1);
  });

  it("asks Redis for nothing to collect while clocks agree", async () => {
    const store = open();
    await store.create(KEY, recordWith({}));
    await admin.config("RESETSTAT");
    expect(await store.collect(Date.now())).toBe(0);
    expect(await admin.info("commandstats")).not.toContain("cmdstat_scan");
  });

  it("finds every session of an owner, and takes out of the index what is long gone", async () => {
    const store = open();
    await store.create(KEY, recordWith({}, SIGN_IN));
    await store.create(NEW_KEY, recordWith({}, SIGN_IN));
    const index = `tina4_session:owner:{${OWNER}}`;
    await admin.zadd(
      index,
      Date.now() - 120_000,
      KEY,
      Date.now() - 120_000,
      "gone long ago",
      Date.now(),
      "comes at once",
    );
    expect((await store.listByOwner(OWNER)).map(({ key }) => key).sort()).toEqual([KEY, NEW_KEY]);
    expect((await admin.zrange(index, "0", "-1")).sort()).toEqual([KEY, NEW_KEY, "comes at once"].sort());
    expect(await admin.pttl(index)).toBeGreaterThan(0);
  });

  it("writes the index when the owner changes, and not at every write", async () => {
    const store = open();
    await store.create(KEY, recordWith({}));
    await store.patch(KEY, { ...setting("a", 1), signIn: SIGN_IN });
    await admin.del(`tina4_session:owner:{${OWNER}}`);
    await store.patch(KEY, setting("a", 2));
    expect(await store.listByOwner(OWNER)).toEqual([]);
  });

  it("counts what is damaged as absent and reports it without its key", async () => {
    const reports: string[] = [];
    const store = open({ log: (message) => reports.push(message) });
    for (const text of ["r1 x 1\n{", "", "rubbish", "r", "t"]) {
      await admin.set(`tina4_session:{${KEY}}`, text);
      expect((await store.load(KEY)).found).toBe(false);
      expect((await store.patch(KEY, setting("a", 1))).outcome).toBe("gone");
      expect((await store.takeTurn(KEY, ASK)).outcome).toBe("absent");
    }
    expect(reports.join()).toContain("damaged");
    expect(reports.join()).not.toContain(KEY);
  });

  it("says that Redis refused, and never with what", async () => {
    const store = open();
    await admin.lpush(`tina4_session:{${KEY}}`, "a list");
    const refused = (async () => store.load(KEY))();
    await expect(refused).rejects.toThrow("WRONGTYPE");
    await expect(refused).rejects.not.toThrow(KEY);
  });

  it("takes turns by the server's clock, whatever clock the process has", async () => {
    const store = open();
    await store.create(KEY, recordWith({}));
    vi.spyOn(Date, "now").mockReturnValue(0);
    try {
      await store.takeTurn(KEY, ASK);
      expect((await open().takeTurn(KEY, { ...ASK, waitMs: 30 })).outcome).toBe("timed-out");
    } finally {
      vi.restoreAllMocks();
    }
  });

  it("brings with a turn the record that another process wrote, and none that this one has", async () => {
    const [store, other] = [open(), open()];
    const long = "é🙂".repeat(10_000);
    await store.create(KEY, recordWith({ long }));
    const turn = async (from: Store) => {
      const taken = await from.takeTurn(KEY, ASK);
      if (taken.outcome !== "taken") throw new Error(`No turn: ${taken.outcome}`);
      return taken;
    };
    const sentBytes = async () =>
      Number(/total_net_output_bytes:(\d+)/.exec(await admin.info("stats"))?.[1] ?? Number.NaN);
    const first = await turn(store);
    await store.patch(KEY, setting("n", 1), { turn: first.token, release: true });
    const before = await sentBytes();
    const second = await turn(store);
    expect(await sentBytes()).toBeLessThan(before + 20_000);
    expect(Object.fromEntries(second.record.data)).toEqual({ long: JSON.stringify(long), n: "1" });
    await store.releaseTurn(KEY, second.token);

    const third = await turn(other);
    await other.patch(KEY, setting("n", 2), { turn: third.token, release: true });
    expect((await turn(store)).record.data.get("n")).toBe("2");
  });

  it.each([
    ["ioredis", () => new Redis(server.url), (client: Redis) => client.disconnect()],
    ["iovalkey", () => new Valkey(server.url), (client: Valkey) => client.disconnect()],
    [
      "redis (node-redis)",
      () => createClient({ url: server.url }),
      (client: ReturnType<typeof createClient>) => client.destroy(),
    ],
  ] as const)("works on a client of yours, of %s, and leaves it open", async (_package, make, end) => {
    const client = make();
    const store = redisStore({ client: client as RedisStoreOptions["client"] & {} });
    await store.open?.();
    await store.create(KEY, recordWith({ n: 1 }, SIGN_IN));
    const taken = await store.takeTurn(KEY, ASK);
    const turn = taken.outcome === "taken" ? { turn: taken.token, release: true } : {};
    await admin.script("FLUSH");
    expect((await store.patch(KEY, setting("n", 2), turn)).outcome).toBe("patched");
    expect(await store.listByOwner(OWNER)).toHaveLength(1);
    expect(await store.collect(Number.MAX_SAFE_INTEGER)).toBe(1);
    await store.close?.();
    expect(await admin.ping()).toBe("PONG");
    (end as (client: unknown) => void)(client);
  });

  it.each([
    [{ prefix: "a{b" }, "without braces"],
    [{ client: new Redis({ lazyConnect: true }), host: "a" }, "Give one or the other"],
    [{ client: new Redis({ lazyConnect: true, keyPrefix: "x:" }) }, "give the store its prefix"],
    [{ url: "http://a" }, "none that Redis"],
  ])("refuses options that cannot be, %#", (options, message) => {
    expect(() => redisStore(options as RedisStoreOptions)).toThrow(message);
  });

  it("says which package to install when it is not there", async () => {
    await expect(loadRedisDriver("ioredis-that-nobody-made" as "ioredis")).rejects.toThrow(
      "npm install ioredis-that-nobody-made",
    );
  });

  it("keeps no process from ending, and refuses what comes after its close", async () => {
    const store = open();
    await store.create(KEY, recordWith({}));
    await store.close?.();
    await expect((async () => store.load(KEY))()).rejects.toThrow("was closed");
    expect(await dump(server.url, "tina4")).toContain(KEY);
  });
});
