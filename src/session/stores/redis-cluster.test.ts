import { Cluster } from "ioredis";
import { createCluster } from "redis";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startRedisCluster, type TrialRedisCluster } from "../trial-servers/redis-cluster.ts";
import { dump, type RunningRedis, redisBackend } from "../trial-stores/redis-backend.ts";
import { recordWith, setting, storeContract } from "./contract.ts";
import type { GivenRedisClient } from "./redis-link.ts";
import { redisStore } from "./redis-store.ts";
import { valkeyStore } from "./valkey-store.ts";

let cluster: TrialRedisCluster;
let running: RunningRedis;
beforeAll(async () => {
  cluster = await startRedisCluster();
  running = cluster;
});
afterAll(() => cluster.stop());

storeContract("redis (Cluster)", () => redisBackend("redis-cluster", running, redisStore).open());
storeContract("valkey (Cluster, by iovalkey)", () =>
  redisBackend("valkey-cluster", running, valkeyStore).open(),
);

describe("a store on a Cluster", () => {
  it("spreads sessions over all servers, and lists and collects them wherever they are", async () => {
    const trial = await redisBackend("redis-cluster", running, redisStore).open();
    const owner = "c".repeat(64);
    const signIn = { owner, authenticatedAtMs: 1 };
    const keys = Array.from({ length: 60 }, (_, n) => n.toString(16).padStart(64, "0"));
    await Promise.all(keys.map(async (key) => trial.store.create(key, recordWith({}, signIn))));
    const dumps = await Promise.all(
      cluster.nodes.map(({ url }) => dump(url, trial.spec?.split(" ")[1] ?? "")),
    );
    expect(dumps.map((text) => text.includes("r1 "))).toEqual([true, true, true]);
    expect(await trial.store.listByOwner(owner)).toHaveLength(60);
    expect(await trial.store.collect(recordWith({}).absoluteDeadlineMs)).toBe(60);
    expect(await trial.store.listByOwner(owner)).toEqual([]);
    await trial.close();
  });

  it.each([
    ["ioredis", () => new Cluster(cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port })))],
    ["redis (node-redis)", () => createCluster({ rootNodes: cluster.nodes.map(({ url }) => ({ url })) })],
  ])("works on a client of yours for a Cluster, of %s", async (_package, make) => {
    const client = make();
    const store = redisStore({
      client: client as GivenRedisClient,
      prefix: `given ${_package}:`.replaceAll(" ", "-"),
    });
    await store.open?.();
    const owner = "d".repeat(64);
    const keys = Array.from({ length: 30 }, (_, n) => n.toString(16).padStart(64, "0"));
    for (const key of keys) {
      await store.create(key, recordWith({ n: 0 }, { owner, authenticatedAtMs: 1 }));
      const taken = await store.takeTurn(key, { route: "POST /", leaseMs: 30_000, waitMs: 30_000 });
      const turn = taken.outcome === "taken" ? { turn: taken.token, release: true } : {};
      expect((await store.patch(key, setting("n", 1), turn)).outcome).toBe("patched");
    }
    expect(await store.listByOwner(owner)).toHaveLength(30);
    expect(await store.collect(recordWith({}).absoluteDeadlineMs)).toBe(30);
    await store.close?.();
    if (client instanceof Cluster) client.disconnect();
    else (client as { destroy(): void }).destroy();
  });

  it.each([
    ["redis", redisStore],
    ["valkey", valkeyStore],
  ])(
    "answers in bounded time while one of the servers is gone, and goes on when it is back (%s)",
    async (name, storeOf) => {
      const reports: string[] = [];
      const log = (message: string) => reports.push(message);
      const store = storeOf({
        url: cluster.url,
        prefix: `one gone ${name}:`.replaceAll(" ", "-"),
        timeoutMs: 2000,
        log,
      });
      const keys = Array.from({ length: 12 }, (_, n) => n.toString(16).padStart(64, "0"));
      await Promise.all(keys.map(async (key) => store.create(key, recordWith({ n: 0 }))));
      await cluster.nodes[1]?.kill();
      const outcomes = await Promise.allSettled(keys.map(async (key) => store.patch(key, setting("n", 1))));
      expect(outcomes.some(({ status }) => status === "rejected")).toBe(true);
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") expect(String(outcome.reason)).not.toMatch(/[0-9a-f]{64}/);
      }
      await cluster.nodes[1]?.restart();
      // A create that failed may have happened all the same, so each try has a key of its own.
      let tries = 0;
      for (const key of keys) {
        const another = await vi.waitFor(
          async () => {
            tries += 1;
            const fresh = `${key.slice(0, 40)}${tries.toString(16).padStart(24, "f")}`;
            await store.create(fresh, recordWith({}));
            return fresh;
          },
          { timeout: 15_000, interval: 50 },
        );
        expect((await store.patch(another, setting("n", 2))).outcome).toBe("patched");
      }
      await store.close?.();
    },
    30_000,
  );
});
