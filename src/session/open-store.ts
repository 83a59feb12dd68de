import { NoStore } from "./cookie-held/no-store.ts";
import type { SessionSettings } from "./settings.ts";
import type { Store } from "./store.ts";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";

/** The store that the settings name. */
export function openStore(settings: SessionSettings): Store {
  const { backend } = settings;
  switch (backend.kind) {
    case "given":
      return backend.store;
    case "cookie":
      return new NoStore(backend.codec.name);
    case "memory":
      return new MemoryStore();
    case "file":
      return new FileStore({ folder: backend.folder, log: settings.log });
  }
}
