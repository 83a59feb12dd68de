import { lstat, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Something cannot be made as asked. The message says what to do instead. */
export class ScaffoldError extends Error {
  override readonly name = "ScaffoldError";
}

/**
 * Writes files below `root`; paths are relative. Throws before the first is written when one of them, or of `absent`,
 * is there already, and leaves it as it is.
 */
export async function writeNew(
  root: string,
  files: Readonly<Record<string, string>>,
  absent: readonly string[] = [],
): Promise<void> {
  for (const path of [...absent, ...Object.keys(files)]) {
    const found = await lstat(join(root, path)).catch(refuseUnlessMissing(path));
    if (found !== undefined) throw isThere(path);
  }
  for (const [path, text] of Object.entries(files)) {
    try {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text, { flag: "wx" });
    } catch (error) {
      throw codeOf(error) === "EEXIST" ? isThere(path) : cannotWrite(path, error);
    }
  }
}

const refuseUnlessMissing = (path: string) => (error: unknown) => {
  if (codeOf(error) !== "ENOENT") throw cannotWrite(path, error);
  return undefined;
};

function isThere(path: string): ScaffoldError {
  return new ScaffoldError(`${path} is there already: choose another name.`);
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "it lies on what can only be read",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file stands where a folder should be",
  ENAMETOOLONG: "the name is too long, choose a shorter one",
};

function cannotWrite(path: string, error: unknown): unknown {
  const remedy = REMEDIES[codeOf(error) ?? ""];
  return remedy === undefined ? error : new ScaffoldError(`${path} cannot be written: ${remedy}.`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
