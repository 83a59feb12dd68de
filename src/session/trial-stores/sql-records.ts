import { randomBytes } from "node:crypto";
import type { Store } from "../store.ts";
import type { StoreOnTrial } from "../stores/contract.ts";
import { type DatabaseStoreOptions, databaseStore } from "../stores/sql/database-store.ts";
import { engineOf } from "../stores/sql/sql-engine.ts";
import { SqlPool } from "../stores/sql/sql-pool.ts";
import { PATIENT_MS, type TrialOptions } from "./trial-store.ts";

/** Two stores on a new table of one database. `name` is the trial store's, for specs. */
export async function openOnNewTable(
  name: string,
  url: string,
  options: TrialOptions & Pick<DatabaseStoreOptions, "log"> = {},
): Promise<StoreOnTrial> {
  const table = `t${randomBytes(6).toString("hex")}`;
  const store = databaseStore({ url, table, timeoutMs: PATIENT_MS, ...options });
  const other = databaseStore({ url, table, timeoutMs: PATIENT_MS, ...options });
  // Before the test's own clock runs.
  await oneAtATime(async () => store.open?.());
  const pool = new SqlPool(engineOf(url));
  return {
    store,
    other,
    spec: `${name}:${url}#${table}`,
    async dump() {
      const { rows } = await pool.query({ text: `SELECT * FROM ${table}` });
      return JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value));
    },
    async close() {
      await Promise.all([store.close?.(), other.close?.()]);
      await oneAtATime(async () => {
        for (const made of [table, `${table}_schema`]) await pool.query({ text: `DROP TABLE ${made}` });
      });
      await pool.close();
    },
  };
}

let lastChange: Promise<void> = Promise.resolve();

/** Of two changes of tables at once Firebird refuses one, or lets both wait for ten seconds. */
function oneAtATime(change: () => Promise<void>): Promise<void> {
  const done = lastChange.then(change);
  lastChange = done.catch(() => {});
  return done;
}

/** The store on what {@link openOnNewTable} made, in another process. */
export function storeOnTable(at: string, options: { readonly timeoutMs?: number } = {}): Store {
  const hash = at.lastIndexOf("#");
  return databaseStore({
    url: at.slice(0, hash),
    table: at.slice(hash + 1),
    timeoutMs: PATIENT_MS,
    ...options,
  });
}
