import type { Store } from "../store.ts";
import { mongodbStore } from "../stores/mongodb-store.ts";
import { MongodbDouble } from "../trial-servers/mongodb-double.ts";
import type { TrialBackend } from "./trial-store.ts";

/** On a double of the server, through the real driver: not verified against a real server. */
export async function start(): Promise<TrialBackend> {
  const double = await MongodbDouble.start();
  let opened = 0;
  return {
    port: double.port,
    async open({ codec } = {}) {
      opened += 1;
      const database = `trial_${opened}`;
      // Direct: the driver stays with this address, where there may be a proxy, whatever the server says.
      const url = `mongodb://127.0.0.1:${double.port}/${database}?directConnection=true`;
      const store = storeAt(url, codec === undefined ? {} : { codec });
      const other = storeAt(url, codec === undefined ? {} : { codec });
      return {
        store,
        other,
        spec: `mongodb:${url}`,
        dump: async () => double.dump(database),
        async close() {
          await Promise.all([store.close?.(), other.close?.()]);
          double.forget(database);
        },
      };
    },
    stop: () => double.stop(),
  };
}

export function storeAt(url: string, options: Parameters<typeof mongodbStore>[0] = {}): Store {
  return mongodbStore({ url, ...options, log: () => {} });
}
