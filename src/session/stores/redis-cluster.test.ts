import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedisCluster, type TrialRedisCluster } from "../trial-servers/redis-cluster.ts";
import { dump, type RunningRedis, redisBackend } from "../trial-stores/redis-backend.ts";
import { recordWith, storeContract } from "./contract.ts";
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
});
