import type { Store } from "../store.ts";
import { type MongodbStoreOptions, mongodbStore } from "../stores/mongodb-store.ts";
import { MongodbDouble } from "../trial-servers/mongodb-double.ts";
import { PATIENT_MS, type TrialBackend } from "./trial-store.ts";

/** On a double of the server, through the real driver: not verified against a real server. */
export async function start(): Promise<TrialBackend> {
  const double = await MongodbDouble.start();
  let opened = 0;
  return {
    port: double.port,
    async open(options = {}) {
      opened += 1;
      const database = `trial_${opened}`;
      // Direct: the driver stays with this address, where there may be a proxy, whatever the server says.
      const url = `mongodb://127.0.0.1:${double.port}/${database}?directConnection=true`;
      const store = storeAt(url, options);
      const other = storeAt(url, options);
      await Promise.all([store.open?.(), other.open?.()]);
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

export function storeAt(url: string, options: MongodbStoreOptions = {}): Store {
  return mongodbStore({ url, timeoutMs: PATIENT_MS, ...options, log: () => {} });
}

export const isRemote = true;
