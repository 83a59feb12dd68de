import { RedisStore } from "connect-redis";
import { createClient } from "redis";
import { fromExpressSessionStore } from "../stores/express-session-store.ts";
import { startRedis } from "../trial-servers/redis.ts";
import { dump } from "./redis-backend.ts";
import type { TrialBackend } from "./trial-store.ts";

/** connect-redis on a real Redis behind the façade; its turns hold within one process only. */
export async function start(): Promise<TrialBackend> {
  const server = await startRedis();
  let opened = 0;
  return {
    port: server.port,
    async open(options) {
      opened += 1;
      const prefix = `trial-${opened}:`;
      const client = createClient({ url: server.url });
      // Without a listener, a connection that breaks would end the process.
      client.on("error", () => {});
      await client.connect();
      const redis = new RedisStore({ client, prefix });
      return {
        store: fromExpressSessionStore(redis, options),
        other: fromExpressSessionStore(redis, options),
        collects: false,
        dump: () => dump(server.url, prefix),
        close: async () => client.destroy(),
      };
    },
    stop: () => server.stop(),
  };
}
