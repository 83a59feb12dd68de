import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Something cannot be made as asked. The message says what to do instead. */
export class ScaffoldError extends Error {
  override readonly name = "ScaffoldError";
}

/** Writes files below `root`; paths are relative. Throws when one is there already, and leaves it as it is. */
export async function writeNew(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    try {
      await writeFile(join(root, path), text, { flag: "wx" });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST")
        throw new ScaffoldError(`${path} is there already: choose another name.`);
      throw error;
    }
  }
}
