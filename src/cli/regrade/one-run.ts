import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const LOCK = "running";

/** Another run is at work in the same folder. The message says what to do. */
export class RunningError extends Error {
  override readonly name = "RunningError";
}

/**
 * Takes a folder for this process, and gives it back with what is returned. A process that was killed does not hold
 * it. Rejects with a RunningError while another one does.
 */
export async function takeFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  for (;;) {
    if (await isMade(path)) return () => rm(path, { force: true });
    const owner = await ownerOf(path);
    if (Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new RunningError(
        `Another run (process ${owner}) is at work in ${folder}. Wait for it, or choose another --out. If there is none, delete the file ${path}.`,
      );
    }
    await clear(path, owner);
  }
}

/** Makes the file with this process's number in it: whole from the first moment, since others read it. */
async function isMade(path: string): Promise<boolean> {
  const unfinished = `${path}.${randomUUID()}.part`;
  await writeFile(unfinished, String(process.pid), { mode: 0o600 });
  try {
    await link(unfinished, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function ownerOf(path: string): Promise<number> {
  return Number(await readFile(path, "utf8").catch(() => ""));
}

/** Takes the file of a dead process away, and not one that another run has made in its place since. */
async function clear(path: string, dead: number): Promise<void> {
  const aside = `${path}.${randomUUID()}.part`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  if (!Object.is(await ownerOf(aside), dead)) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}
