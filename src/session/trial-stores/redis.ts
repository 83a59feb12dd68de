import { redisStore } from "../stores/redis-store.ts";
import { startRedis, type TrialRedisOptions } from "../trial-servers/redis.ts";
import { redisBackend } from "./redis-backend.ts";
import { PATIENT_MS, type TrialBackend } from "./trial-store.ts";

export async function start(options: TrialRedisOptions = {}): Promise<TrialBackend> {
  return redisBackend("redis", await startRedis(options), redisStore);
}

/** "redis://127.0.0.1:PORT PREFIX" */
export function storeAt(at: string, options: { readonly timeoutMs?: number } = {}) {
  const [url = "", prefix = ""] = at.split(" ");
  return redisStore({ url, prefix, timeoutMs: PATIENT_MS, ...options });
}

export const isRemote = true;
