import {
  type FlaskSessionRedisStoreOptions,
  flaskSessionRedisStore,
} from "../stores/flask-session-redis-store.ts";
import { startRedis } from "../trial-servers/redis.ts";
import { dump } from "./redis-backend.ts";
import { PATIENT_MS, type TrialBackend } from "./trial-store.ts";

let opened = 0;

export async function start(
  format: FlaskSessionRedisStoreOptions["format"] = "pickle-0.3",
): Promise<TrialBackend> {
  const server = await startRedis();
  return {
    port: server.port,
    async open({ nowMs } = {}) {
      opened += 1;
      const keyPrefix = `trial-${process.pid}-${opened}:`;
      const clock = nowMs === undefined ? {} : { nowMs };
      const options = { url: server.url, keyPrefix, format, timeoutMs: PATIENT_MS, ...clock };
      const store = flaskSessionRedisStore(options);
      const other = flaskSessionRedisStore(options);
      return {
        store,
        other,
        spec: `flask-session-redis:${server.url} ${keyPrefix} ${format}`,
        dump: async () =>
          `${await dump(server.url, keyPrefix)}\n${await dump(server.url, `keepsake:devices:${keyPrefix}`)}`,
        close: async () => {
          await Promise.all([store.close?.(), other.close?.()]);
        },
      };
    },
    stop: () => server.stop(),
  };
}

/** "redis://127.0.0.1:PORT PREFIX FORMAT" */
export function storeAt(at: string, options: { readonly timeoutMs?: number } = {}) {
  const [url = "", keyPrefix = "", format = ""] = at.split(" ");
  return flaskSessionRedisStore({
    url,
    keyPrefix,
    format: format as FlaskSessionRedisStoreOptions["format"],
    timeoutMs: PATIENT_MS,
    ...options,
  });
}
