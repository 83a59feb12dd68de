import { valkeyStore } from "../stores/valkey-store.ts";
import { startRedis } from "../trial-servers/redis.ts";
import { redisBackend } from "./redis-backend.ts";
import { PATIENT_MS, type TrialBackend } from "./trial-store.ts";

export async function start(): Promise<TrialBackend> {
  return redisBackend("valkey", await startRedis({ command: "valkey-server" }), valkeyStore);
}

/** "redis://127.0.0.1:PORT PREFIX" */
export function storeAt(at: string, options: { readonly timeoutMs?: number } = {}) {
  const [url = "", prefix = ""] = at.split(" ");
  return valkeyStore({ url, prefix, timeoutMs: PATIENT_MS, ...options });
}

export const isRemote = true;
