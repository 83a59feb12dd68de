import type { Store } from "../store.ts";
import { databaseStore } from "../stores/sql/database-store.ts";
import { TdsDouble } from "../trial-servers/tds-double.ts";
import { openOnNewTable } from "./sql-records.ts";
import { PATIENT_MS, type TrialBackend } from "./trial-store.ts";

/** On a double of the server, through the real driver: not verified against a real server. */
export async function start(): Promise<TrialBackend> {
  const double = await TdsDouble.start();
  return {
    open: (options) => openOnNewTable("mssql", double.url("keepsake"), { ...options, log: () => {} }),
    stop: () => double.stop(),
    port: double.port,
  };
}

export function storeAt(at: string, options: { readonly timeoutMs?: number } = {}): Store {
  const hash = at.lastIndexOf("#");
  return databaseStore({
    url: at.slice(0, hash),
    table: at.slice(hash + 1),
    timeoutMs: PATIENT_MS,
    log: () => {},
    ...options,
  });
}

export const isRemote = true;
