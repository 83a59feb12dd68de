import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { storeContract } from "../contract.ts";
import { databaseStore } from "./database-store.ts";
import { tableSuite } from "./table-suite.ts";

describe("sessions in sqlite", () => {
  const folder = mkdtempSync(join(tmpdir(), "keepsake-sqlite-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  tableSuite("sqlite", () => `sqlite://${folder}/app.db`);

  storeContract("sqlite in memory", async () => {
    const store = databaseStore("sqlite::memory:");
    return { store, other: undefined, dump: async () => "", close: async () => store.close?.() };
  });
});
