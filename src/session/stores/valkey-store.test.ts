import { afterAll, beforeAll, expect, it } from "vitest";
import { startRedis, type TrialRedis } from "../trial-servers/redis.ts";
import { redisBackend } from "../trial-stores/redis-backend.ts";
import { recordWith, storeContract } from "./contract.ts";
import { redisStore } from "./redis-store.ts";
import { valkeyStore } from "./valkey-store.ts";

let server: TrialRedis;
beforeAll(async () => {
  server = await startRedis({ command: "valkey-server" });
});
afterAll(() => server.stop());

const running = () => ({ url: server.url, port: server.port, stop: async () => {} });

storeContract("valkey", () => redisBackend("valkey", running(), valkeyStore).open());
storeContract("redis (on a Valkey server)", () => redisBackend("redis", running(), redisStore).open());

it("shares its records with the redis store: the two speak one protocol", async () => {
  const [one, other] = [valkeyStore({ url: server.url }), redisStore({ url: server.url })];
  await one.create("a".repeat(64), recordWith({ n: 1 }));
  expect((await other.load("a".repeat(64))).found).toBe(true);
  await Promise.all([one.close?.(), other.close?.()]);
});
