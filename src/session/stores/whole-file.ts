import { close, closeSync, open, readFileSync, writeFileSync } from "node:fs";
import { readdir, unlink, writeFile } from "node:fs/promises";
import process from "node:process";

/**
 * Small files, read and written whole. Names are looked up and made through the thread pool, since that is where a
 * disk or a network makes one wait. The few hundred bytes then go between memory and the open file at once: three
 * more trips through the pool cost ten times what they carry, and under load they are what one waits for.
 */

const PRIVATE = 0o600;

/** Undefined: it is not there. */
export async function readIfThere(path: string): Promise<string | undefined> {
  const file = await openIfThere(path);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/** A file that was read and may be replaced by another under its name. */
export interface ReplaceableFile {
  readonly text: string;
  /** Once. `wasReplaced`: the other is in its place. Nothing waits for it. */
  letGo(wasReplaced: boolean): void;
}

/**
 * Undefined: it is not there. The file stays open until it is let go, so that whoever replaces it does not wait for
 * it: a system that removes the last of a file waits until the disk has what was written to it a moment ago, which is
 * milliseconds. So that wait is for its closing, in the thread pool, when the answer is on its way. Windows replaces
 * no file that is open: there it is closed at once.
 */
export async function readReplaceable(path: string): Promise<ReplaceableFile | undefined> {
  if (process.platform === "win32") {
    const text = await readIfThere(path);
    return text === undefined ? undefined : { text, letGo: () => {} };
  }
  const file = await openIfThere(path);
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(file, "utf8");
    const letGo = (wasReplaced: boolean) => {
      if (wasReplaced) closeInLine(file);
      else closeSync(file);
    };
    return { text, letGo };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Replaced files that are still open, the first of them being closed. */
const inLine: number[] = [];
/** A process may have some thousand files open. */
const LONGEST_LINE = 256;

/** One at a time: a slow disk would otherwise keep all threads of the pool at it, and every write waiting for one. */
function closeInLine(file: number): void {
  if (inLine.length >= LONGEST_LINE) {
    close(file, () => {});
    return;
  }
  inLine.push(file);
  if (inLine.length === 1) closeFirst(file);
}

function closeFirst(file: number): void {
  // It was only read: whatever closing it says, nothing is lost.
  close(file, () => {
    inLine.shift();
    const [next] = inLine;
    if (next !== undefined) closeFirst(next);
  });
}

/**
 * False: it was there. One that cannot be written, as on a full disk, is not left there for others to wait for.
 * `durable`: it stands on the disk when this settles.
 */
export async function makeFile(
  path: string,
  text: string,
  options: { readonly durable?: boolean } = {},
): Promise<boolean> {
  if (options.durable === true) return makeDurableFile(path, text);
  let file: number;
  try {
    file = await opened(path, "wx");
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync(file, text);
    return true;
  } catch (error) {
    await removeFile(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

async function makeDurableFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx", mode: PRIVATE, flush: true });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    await removeFile(path);
    throw error;
  }
}

/** Absent is fine. `rm` would look twice at what it removes. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** What is in a folder; nothing where there is none. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** For writing. Rejects where the name is taken. */
export function openNew(path: string): Promise<number> {
  return opened(path, "wx");
}

async function openIfThere(path: string): Promise<number | undefined> {
  try {
    return await opened(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function opened(path: string, flags: "r" | "wx"): Promise<number> {
  return new Promise((resolve, reject) => {
    open(path, flags, PRIVATE, (error, file) => {
      if (error) reject(error);
      else resolve(file);
    });
  });
}
