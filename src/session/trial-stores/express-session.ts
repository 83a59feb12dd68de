import { MemoryStore } from "express-session";
import { fromExpressSessionStore } from "../stores/express-session-store.ts";
import type { TrialBackend } from "./trial-store.ts";

/** express-session's own MemoryStore behind the façade; not shared between processes. */
export async function start(): Promise<TrialBackend> {
  return {
    async open(options) {
      const memory = new MemoryStore();
      return {
        store: fromExpressSessionStore(memory, options),
        other: fromExpressSessionStore(memory, options),
        collects: false,
        dump: async () => JSON.stringify(Reflect.get(memory, "sessions")),
        close: async () => {},
      };
    },
    stop: async () => {},
  };
}
