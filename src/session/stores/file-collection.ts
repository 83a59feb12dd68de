import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, namesIn } from "./whole-file.ts";

const RECORD_FILE = /^([0-9a-f]{64})\.json$/;
const TURN_FILE = /^([0-9a-f]{64}\.json)\.turn$/;
/** A temporary file lives for milliseconds, a turn goes before its session; one so old was left by a process that died. */
const LEFT_BEHIND_MS = 3_600_000;

/** Offers every session file of the folder to `collect`, and removes what dead processes left; how many files went. */
export async function collectFiles(
  folder: string,
  collect: (key: string) => Promise<boolean>,
): Promise<number> {
  let collected = 0;
  const names = new Set(await namesIn(folder));
  for (const name of names) {
    const key = RECORD_FILE.exec(name)?.[1];
    const session = TURN_FILE.exec(name)?.[1];
    const mayGo = name.endsWith(".tmp") || (session !== undefined && !names.has(session));
    if (key !== undefined ? await collect(key) : mayGo && (await removeLeftBehind(folder, name)))
      collected += 1;
  }
  return collected;
}

async function removeLeftBehind(folder: string, name: string): Promise<boolean> {
  const path = join(folder, name);
  try {
    if (Date.now() - (await stat(path)).mtimeMs < LEFT_BEHIND_MS) return false;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
  await rm(path, { force: true });
  return true;
}
