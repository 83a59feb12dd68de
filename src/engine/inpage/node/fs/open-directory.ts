import { nodeError } from "../node-error.ts";
import type { Dirent } from "./stats.ts";

/** What `fs.opendir` gives: the entries, one after another. */
export function openDirectory(path: string, entries: readonly Dirent[]) {
  const rest = [...entries];
  let isOpen = true;
  const requireOpen = () => {
    if (!isOpen) throw nodeError(Error, "ERR_DIR_CLOSED", "Directory handle was closed");
  };
  const readSync = (): Dirent | null => {
    requireOpen();
    return rest.shift() ?? null;
  };
  const closeSync = (): void => {
    requireOpen();
    isOpen = false;
  };
  return {
    path,
    readSync,
    closeSync,
    read: async () => readSync(),
    close: async () => closeSync(),
    async *[Symbol.asyncIterator](): AsyncGenerator<Dirent> {
      for (let entry = readSync(); entry !== null; entry = readSync()) yield entry;
      closeSync();
    },
  };
}
