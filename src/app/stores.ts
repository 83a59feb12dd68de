import { FileStore, type FileStoreOptions, MemoryStore, type Store } from "../session/index.ts";

/** Sessions in this process's memory: `session({ store: memoryStore() })`. */
export function memoryStore(): Store {
  return new MemoryStore();
}

/** Sessions in files of one folder: `session({ store: fileStore({ folder: "data/sessions" }) })`. */
export function fileStore(options?: FileStoreOptions): Store {
  return new FileStore(options);
}
