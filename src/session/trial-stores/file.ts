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
      return {
        store: storeAt(folder, codec),
        other: storeAt(folder, codec),
        spec: `file:${folder}`,
        dump: () => textsIn(folder),
        close: () => rm(folder, { recursive: true, force: true }),
      };
    },
    stop: async () => {},
  };
}

export function storeAt(folder: string, codec?: RecordCodec): FileStore {
  return new FileStore(codec === undefined ? { folder } : { folder, codec });
}

/** Names and contents of all files. */
async function textsIn(folder: string): Promise<string> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return [...names, ...texts].join("\n");
}
