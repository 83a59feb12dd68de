import { startPostgres } from "../trial-servers/postgres.ts";
import { openOnNewTable } from "./sql-records.ts";
import type { TrialBackend } from "./trial-store.ts";

export async function start(): Promise<TrialBackend> {
  const server = await startPostgres();
  return {
    open: (options) => openOnNewTable("postgres", server.url, options),
    stop: () => server.stop(),
    port: server.port,
  };
}

export { storeOnTable as storeAt } from "./sql-records.ts";

export const isRemote = true;
