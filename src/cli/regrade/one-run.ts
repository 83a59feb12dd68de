import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const LOCK = "running";

/** Another run is at work in the same folder. The message says what to do. */
export class RunningError extends Error {
  override readonly name = "RunningError";
}

/** Makes a second name of a file; rejects with EEXIST when it is taken. */
type MakeLink = (path: string, second: string) => Promise<void>;

/** What systems say of a file system without hard links: exFAT, some network shares. EISDIR is Windows's word for it. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"];
/** How often, and how long after one another, a file with nothing in it is read again: it may be about to be written. */
const EMPTY_READS = 20;
const EMPTY_READ_MS = 50;

/**
 * Takes a folder for this process, and gives it back with what is returned. A process that was killed does not hold
 * it. Rejects with a RunningError while another one does.
 */
export async function takeFolder(folder: string, makeLink: MakeLink = link): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  for (;;) {
    if (await isMade(path, makeLink)) return () => rm(path, { force: true });
    const owner = await settledOwnerOf(path);
    if (Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new RunningError(
        `Another run (process ${owner}) is at work in ${folder}. Wait for it, or choose another --out. If there is none, delete the file ${path}.`,
      );
    }
    await clear(path, owner, makeLink);
  }
}

/** Makes the file with this process's number in it: whole from the first moment, since others read it. */
async function isMade(path: string, makeLink: MakeLink): Promise<boolean> {
  const unfinished = `${path}.${randomUUID()}.part`;
  await writeFile(unfinished, String(process.pid), { mode: 0o600 });
  try {
    return await isPlaced(unfinished, path, makeLink);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** False: there is a file. Without hard links the file has nothing in it for a moment, for which others wait. */
async function isPlaced(file: string, path: string, makeLink: MakeLink): Promise<boolean> {
  try {
    await makeLink(file, path).catch(async (error: unknown) => {
      if (!NO_LINKS.some((code) => hasCode(error, code))) throw error;
      await writeFile(path, await readFile(file), { mode: 0o600, flag: "wx" });
    });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function settledOwnerOf(path: string): Promise<number> {
  for (let reads = 1; reads < EMPTY_READS; reads += 1) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== "") break;
    await setTimeout(EMPTY_READ_MS);
  }
  return ownerOf(path);
}

async function ownerOf(path: string): Promise<number> {
  return Number(await readFile(path, "utf8").catch(() => ""));
}

/** Takes the file of a dead process away, and not one that another run has made in its place since. */
async function clear(path: string, dead: number, makeLink: MakeLink): Promise<void> {
  const aside = `${path}.${randomUUID()}.part`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  if (!Object.is(await ownerOf(aside), dead)) await isPlaced(aside, path, makeLink).catch(() => false);
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
