import type { Stats } from "node:fs";
import { access, constants, lstat, open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { type GivenFile, NotReadable, type Trouble } from "../../gradebook/index.ts";
import { calledApart } from "./called-apart.ts";
import { fileSource } from "./file-source.ts";
import { reading } from "./reading.ts";

const DEPTH_LIMIT = 12;

/**
 * All files that paths name and that lie below folders, in the order of their names. Links are not followed; what is
 * left out, or cannot be read, is put into `troubles`. Rejects when a given path cannot be read at all.
 */
export async function* filesOnDisk(
  paths: readonly string[],
  troubles: Trouble[],
): AsyncGenerator<GivenFile, void, undefined> {
  const leave = (where: string, message: string): void => {
    troubles.push({ kind: "not-read", where, message });
  };
  for (const [real, called] of calledApart(paths)) {
    await access(real, constants.R_OK);
    yield* filesAt({ real, where: called, path: "", batch: called }, 0, leave);
  }
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
  const seen = await lookAt(real);
  if (typeof seen === "string") return leave(where, seen);
  const { status, names } = seen;
  if (status.isSymbolicLink()) return leave(where, "It is a link to another place, and was not followed.");
  if (status.isDirectory()) {
    if (depth >= DEPTH_LIMIT) return leave(where, "The folders go too deep here.");
    for (const name of names) {
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
      const file = await reading(() => open(real));
      try {
        return await use(await fileSource(file));
      } finally {
        await file.close();
      }
    },
  };
}

/** What a path is, and the names in it when it is a folder; a sentence when it cannot be read. */
async function lookAt(real: string): Promise<{ status: Stats; names: string[] } | string> {
  try {
    const status = await reading(() => lstat(real));
    const names = status.isDirectory() ? await reading(() => readdir(real)) : [];
    return { status, names: names.sort() };
  } catch (error) {
    if (error instanceof NotReadable) return error.message;
    throw error;
  }
}
