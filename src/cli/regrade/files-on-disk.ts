import { lstat, open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { GivenFile, Trouble } from "../../gradebook/index.ts";
import { fileSource } from "./file-source.ts";

const DEPTH_LIMIT = 12;

/**
 * All files that paths name and that lie below folders, in the order of their names. Links are not followed; what is
 * left out is put into `troubles`. Rejects when a given path cannot be read at all.
 */
export async function* filesOnDisk(
  paths: readonly string[],
  troubles: Trouble[],
): AsyncGenerator<GivenFile, void, undefined> {
  const leave = (where: string, message: string): void => {
    troubles.push({ kind: "not-read", where, message });
  };
  for (const path of paths)
    yield* filesAt({ real: path, where: basename(path), path: "", batch: basename(path) }, 0, leave);
}

interface Place extends Pick<GivenFile, "where" | "path" | "batch"> {
  /** Where it lies on the disk. */
  readonly real: string;
}

async function* filesAt(
  { real, where, path, batch }: Place,
  depth: number,
  leave: (where: string, message: string) => void,
): AsyncGenerator<GivenFile, void, undefined> {
  const status = await lstat(real);
  if (status.isSymbolicLink()) return leave(where, "It is a link to another place, and was not followed.");
  if (status.isDirectory()) {
    if (depth >= DEPTH_LIMIT) return leave(where, "The folders go too deep here.");
    for (const name of (await readdir(real)).sort()) {
      const below = path === "" ? name : `${path}/${name}`;
      yield* filesAt(
        { real: join(real, name), where: `${where}/${name}`, path: below, batch },
        depth + 1,
        leave,
      );
    }
    return;
  }
  if (!status.isFile()) return leave(where, "It is no ordinary file.");
  yield {
    ...{ where, path: path === "" ? basename(real) : path, batch },
    atMs: Math.floor(status.mtimeMs / 1000) * 1000,
    sizeBytes: status.size,
    async lend(use) {
      const file = await open(real);
      try {
        return await use(await fileSource(file));
      } finally {
        await file.close();
      }
    },
  };
}
