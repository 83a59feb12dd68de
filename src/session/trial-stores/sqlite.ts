import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openOnNewTable } from "./sql-records.ts";
import type { TrialBackend } from "./trial-store.ts";

/** In a new file for each store. */
export async function start(): Promise<TrialBackend> {
  return {
    async open(options) {
      const folder = await mkdtemp(join(tmpdir(), "keepsake-sqlite-"));
      const trial = await openOnNewTable("sqlite", `sqlite://${join(folder, "sessions.db")}`, options);
      return {
        ...trial,
        async close() {
          await trial.close();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
    stop: async () => {},
  };
}

export { storeOnTable as storeAt } from "./sql-records.ts";
