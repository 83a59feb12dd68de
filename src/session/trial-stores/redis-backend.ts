import { Redis } from "ioredis";
import type { Store } from "../store.ts";
import type { RedisStoreOptions } from "../stores/redis-store.ts";
import { PATIENT_MS, type TrialBackend } from "./trial-store.ts";

let opened = 0;

/** What runs: one server, or several that are one to their users. */
export interface RunningRedis {
  readonly url: string;
  /** Of one server. */
  readonly port?: number;
  /** Each of the servers that hold keys of their own. */
  readonly nodes?: readonly { readonly url: string }[];
  stop(): Promise<void>;
}

/** Stores on a running Redis or Valkey; each has a prefix of its own, so none sees another's records. */
export function redisBackend(
  name: string,
  server: RunningRedis,
  storeOf: (options: RedisStoreOptions) => Store,
): TrialBackend {
  const { url, port, nodes = [server] } = server;
  return {
    ...(port === undefined ? {} : { port }),
    async open(options = {}) {
      opened += 1;
      const prefix = `trial-${process.pid}-${opened}:`;
      const store = storeOf({ url, prefix, timeoutMs: PATIENT_MS, ...options });
      const other = storeOf({ url, prefix, timeoutMs: PATIENT_MS, ...options });
      await Promise.all([store.open?.(), other.open?.()]);
      return {
        store,
        other,
        spec: `${name}:${url} ${prefix}`,
        dump: async () => (await Promise.all(nodes.map((node) => dump(node.url, prefix)))).join("\n"),
        close: async () => {
          await Promise.all([store.close?.(), other.close?.()]);
        },
      };
    },
    stop: () => server.stop(),
  };
}

/** All keys and values with the prefix on one server, as text. */
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
