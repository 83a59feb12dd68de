import { storeContract } from "./contract.ts";
import { MemoryStore } from "./memory-store.ts";

storeContract("memory", async () => {
  const store = new MemoryStore();
  const key = "a".repeat(64);
  return {
    store,
    other: undefined,
    dump: async () => JSON.stringify(store.load(key)),
    close: async () => {},
  };
});
