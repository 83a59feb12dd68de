import { startMariadb } from "../trial-servers/mariadb.ts";
import { openOnNewTable } from "./sql-records.ts";
import type { TrialBackend } from "./trial-store.ts";

export async function start(): Promise<TrialBackend> {
  const server = await startMariadb();
  return {
    open: (options) => openOnNewTable("mariadb", server.url, options),
    stop: () => server.stop(),
    port: server.port,
  };
}

export { storeOnTable as storeAt } from "./sql-records.ts";

export const isRemote = true;
