import { NoStore } from "./cookie-held/no-store.ts";
import type { SessionSettings } from "./settings.ts";
import type { Store } from "./store.ts";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { mongodbStore } from "./stores/mongodb-store.ts";
import { redisStore } from "./stores/redis-store.ts";
import { databaseStore } from "./stores/sql/database-store.ts";
import { valkeyStore } from "./stores/valkey-store.ts";

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
      return new FileStore({ folder: backend.folder, durable: backend.durable, codec, log });
    case "mongodb":
      return mongodbStore({ ...backend, ...shared });
    case "redis":
      return redisStore({ ...backend, ...shared });
    case "valkey":
      return valkeyStore({ ...backend, ...shared });
    case "database":
      return databaseStore({ url: backend.url, codec, log });
  }
}
