import { redisStore } from "../stores/redis-store.ts";
import { startRedisCluster } from "../trial-servers/redis-cluster.ts";
import { redisBackend } from "./redis-backend.ts";
import { PATIENT_MS, type TrialBackend } from "./trial-store.ts";

export async function start(): Promise<TrialBackend> {
  return redisBackend("redis-cluster", await startRedisCluster(), redisStore);
}

/** "redis+cluster://127.0.0.1:PORT,…/ PREFIX" */
export function storeAt(at: string) {
  const [url = "", prefix = ""] = at.split(" ");
  return redisStore({ url, prefix, timeoutMs: PATIENT_MS });
}
