import { NoStore } from "./cookie-held/no-store.ts";
import { badSetting } from "./setting-errors.ts";
import type { SessionSettings } from "./settings.ts";
import { PREFIX } from "./settings-table.ts";
import type { Store } from "./store.ts";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { mongodbStore } from "./stores/mongodb-store.ts";

/** The store that the settings name. */
export function openStore(settings: SessionSettings): Store {
  const { backend, codec, nowMs, log } = settings;
  const shared = { codec, nowMs, log };
  switch (backend.kind) {
    case "given":
      return backend.store;
    case "cookie":
      return new NoStore(backend.codec.name);
    case "memory":
      return new MemoryStore();
    case "file":
      return new FileStore({ folder: backend.folder, log: settings.log });
    case "mongodb":
      return mongodbStore({ ...backend, ...shared });
    case "redis":
    case "valkey":
    case "database":
      throw badSetting(`${PREFIX}BACKEND`, backend.kind, "This version has not got it yet. Pass a store.");
  }
}
