import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { type ProcessIdentity, processIdentityOf } from "./process-identity.ts";
import { isKnownDead, thisProcess } from "./this-process.ts";

/** A lock is held for milliseconds. One that stood unchanged for so long has lost its holder. */
export const LOCK_STALE_MS = 3000;
/** After this a holder makes sure that nobody has broken its lock before it writes. */
const TRUSTED_MS = 1000;
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 20;

let lastLock = 0;

/** What the holder of a lock is given. */
export interface HeldLock {
  /** Throws when the lock was broken because this process stood still for too long. Ask before a write. */
  confirm(): Promise<void>;
}

/**
 * Runs `work` while no other process does so with the same lock file. The file is made exclusively, names its
 * maker, and goes at the end. The lock of a process that is known to be dead is broken at once; one that
 * nobody can tell about, after {@link LOCK_STALE_MS} without a change.
 */
export async function withFileLock<T>(path: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  const own = await thisProcess();
  lastLock += 1;
  const text = JSON.stringify({ ...own, lock: `${own.pid}.${performance.timeOrigin}.${lastLock}` });
  await acquire(path, text, own);
  const takenMs = performance.now();
  const confirm = async () => {
    if (performance.now() - takenMs < TRUSTED_MS) return;
    if ((await readIfThere(path)) !== text)
      throw new Error(`The lock ${path} was lost; nothing was written.`);
  };
  try {
    return await work({ confirm });
  } finally {
    if (performance.now() - takenMs < TRUSTED_MS || (await readIfThere(path)) === text) {
      await rm(path, { force: true });
    }
  }
}

async function acquire(path: string, text: string, own: ProcessIdentity): Promise<void> {
  let seen: string | undefined;
  let seenSinceMs = performance.now();
  let pauseMs = FIRST_PAUSE_MS;
  while (!(await makeFile(path, text))) {
    const standing = await readIfThere(path);
    if (standing === undefined) continue;
    if (standing !== seen) {
      seen = standing;
      seenSinceMs = performance.now();
    }
    if (isDead(standing, own) || performance.now() - seenSinceMs > LOCK_STALE_MS) {
      await breakLock(path, standing);
      continue;
    }
    await pause(pauseMs);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/** Removes the lock if it still is the one that was judged. Those who would break it do so one by one. */
async function breakLock(path: string, judged: string): Promise<void> {
  const breaking = `${path}.break`;
  if (!(await makeFile(breaking, ""))) {
    await removeIfOld(breaking);
    await pause(LONGEST_PAUSE_MS);
    return;
  }
  try {
    if ((await readIfThere(path)) === judged) await rm(path, { force: true });
  } finally {
    await rm(breaking, { force: true });
  }
}

async function removeIfOld(path: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > 2 * LOCK_STALE_MS) await rm(path, { force: true });
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

function isDead(lockText: string, own: ProcessIdentity): boolean {
  let owner: ProcessIdentity | undefined;
  try {
    owner = processIdentityOf(JSON.parse(lockText));
  } catch {
    // Made this moment and not yet written: its maker lives.
    return false;
  }
  return owner !== undefined && isKnownDead(owner, own);
}

/** False: it was there. */
export async function makeFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Undefined: it is not there. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
