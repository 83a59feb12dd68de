import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordCodec } from "../record-codec.ts";
import { FileStore } from "../stores/file-store.ts";
import type { TrialBackend } from "./trial-store.ts";

export async function start(): Promise<TrialBackend> {
  return {
    async open({ codec } = {}) {
      const folder = await mkdtemp(join(tmpdir(), "keepsake-store-"));
      const store = fileStore(folder, codec);
      const other = fileStore(folder, codec);
      return {
        store,
        other,
        spec: `file:${folder}`,
        dump: async () => {
          await Promise.all([store.close(), other.close()]);
          return textsIn(folder);
        },
        close: () => rm(folder, { recursive: true, force: true }),
      };
    },
    stop: async () => {},
  };
}

export function storeAt(folder: string): FileStore {
  return fileStore(folder, undefined);
}

function fileStore(folder: string, codec: RecordCodec | undefined): FileStore {
  return new FileStore(codec === undefined ? { folder } : { folder, codec });
}

/** Names and contents of all files. */
async function textsIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map((path) => readFile(path, "utf8")));
  return [...files, ...texts].join("\n");
}
