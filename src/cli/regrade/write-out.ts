import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes files below a folder, each whole or not at all, for the owner alone. Paths are relative. */
export async function writeOut(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    // Not by the name itself, which may be as long as a file system takes.
    const unfinished = join(dirname(target), `${randomUUID()}.part`);
    await writeFile(unfinished, text, { mode: 0o600 });
    await rename(unfinished, target);
  }
}

/** Takes out of a folder what is not among these names: what an earlier run wrote for who is no longer there. */
export async function keepOnly(folder: string, names: ReadonlySet<string>): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  await Promise.all(
    present.filter((name) => !names.has(name)).map((name) => rm(join(folder, name), { force: true })),
  );
}
