import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startRedisSentinel, type TrialRedisSentinel } from "../trial-servers/redis-sentinel.ts";
import { redisBackend } from "../trial-stores/redis-backend.ts";
import { recordWith, setting, storeContract } from "./contract.ts";
import { redisStore } from "./redis-store.ts";
import { valkeyStore } from "./valkey-store.ts";

const KEY = "a".repeat(64);

let trial: TrialRedisSentinel;
beforeAll(async () => {
  trial = await startRedisSentinel();
});
afterAll(() => trial.stop());

storeContract("redis (Sentinel)", () =>
  redisBackend(
    "redis-sentinel",
    { url: trial.url, nodes: [trial.master], stop: async () => {} },
    redisStore,
  ).open(),
);

it("goes on with the replica that the Sentinels put in the place of a dead master", async () => {
  const reports: string[] = [];
  const log = (message: string) => reports.push(message);
  const stores = [
    redisStore({ url: trial.url, prefix: "failover:", timeoutMs: 1000, log }),
    valkeyStore({ url: trial.url, prefix: "failover:", timeoutMs: 1000, log }),
  ];
  const [store, other] = stores;
  await store?.create(KEY, recordWith({ before: 1 }));
  await other?.patch(KEY, setting("beside", 2));
  await trial.replicated();
  await trial.master.kill();
  for (const one of stores) {
    await vi.waitFor(async () => one.patch(KEY, setting("after", 3)), { timeout: 60_000, interval: 50 });
    const loaded = await one.load(KEY);
    expect(loaded.found && [...loaded.record.data.keys()].sort()).toEqual(["after", "before", "beside"]);
  }
  expect(reports.join("\n")).toContain("no connection");
  expect(reports.join("\n")).not.toContain(KEY);
  await Promise.all(stores.map(async (one) => one.close?.()));
});
