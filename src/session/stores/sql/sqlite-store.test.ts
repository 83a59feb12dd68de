import { start } from "../../trial-stores/sqlite.ts";
import { storeContract } from "../contract.ts";
import { databaseStore } from "./database-store.ts";

const sqlite = start();

storeContract("sqlite", async () => (await sqlite).open());

storeContract("sqlite in memory", async () => {
  const store = databaseStore("sqlite::memory:");
  return { store, other: undefined, dump: async () => "", close: async () => store.close?.() };
});
