import { Redis } from "ioredis";
import type { Store } from "../store.ts";
import type { RedisStoreOptions } from "../stores/redis-store.ts";
import type { TrialRedis } from "../trial-servers/redis.ts";
import type { TrialBackend } from "./trial-store.ts";

let opened = 0;

/** Stores on a running Redis or Valkey; each has a prefix of its own, so none sees another's records. */
export function redisBackend(
  name: "redis" | "valkey",
  server: TrialRedis,
  storeOf: (options: RedisStoreOptions) => Store,
): TrialBackend {
  const { url, port } = server;
  return {
    port,
    async open(options = {}) {
      opened += 1;
      const prefix = `trial-${process.pid}-${opened}:`;
      const store = storeOf({ url, prefix, timeoutMs: 1000, ...options });
      const other = storeOf({ url, prefix, timeoutMs: 1000, ...options });
      await Promise.all([store.open?.(), other.open?.()]);
      return {
        store,
        other,
        spec: `${name}:${url} ${prefix}`,
        dump: () => dump(url, prefix),
        close: async () => {
          await Promise.all([store.close?.(), other.close?.()]);
        },
      };
    },
    stop: () => server.stop(),
  };
}

/** All keys and values with the prefix, as text. */
export async function dump(url: string, prefix: string): Promise<string> {
  const client = new Redis(url);
  try {
    const lines: string[] = [];
    for (const key of await client.keys(`${prefix}*`)) {
      const isText = (await client.type(key)) === "string";
      const value = isText ? await client.get(key) : await client.zrange(key, 0, "-1");
      lines.push(`${key} = ${String(value)}`);
    }
    return lines.join("\n");
  } finally {
    client.disconnect();
  }
}
