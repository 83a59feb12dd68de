import { rename, stat, writeFile } from "node:fs/promises";
import { type ProcessIdentity, processIdentityOf } from "./process-identity.ts";
import { isKnownDead, thisProcess } from "./this-process.ts";
import { codeOf, makeFile, readIfThere, removeFile } from "./whole-file.ts";

/** A lock is held for milliseconds. One that stood unchanged for so long has lost its holder. */
export const LOCK_STALE_MS = 3000;
/** After this a holder makes sure that nobody has taken its lock over before it writes. */
const TRUSTED_MS = 1000;
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 20;

let lastLock = 0;

/** What the holder of a lock is given. */
export interface HeldLock {
  /**
   * The path for the file that is to be renamed into place. Whoever takes this lock over removes it first, and
   * only then reads: a process that stood still just before its rename finds nothing to rename.
   */
  readonly temporary: string;
  /**
   * Throws when the lock was taken over because this process stood still for too long. Ask after the temporary
   * file is written and before it is renamed.
   */
  confirm(): Promise<void>;
}

/**
 * Runs `work` while no other process does so with the same lock file. The file is made exclusively, names its
 * maker, and goes at the end. The lock of a process that is known to be dead is taken over at once; one that
 * nobody can tell about, after {@link LOCK_STALE_MS} without a change. See decisions/file-locks.md for what a
 * process that is stopped and goes on can do, and cannot.
 */
export async function withFileLock<T>(path: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  const own = await thisProcess();
  lastLock += 1;
  const id = `${own.pid}-${Math.round(performance.timeOrigin * 1000).toString(36)}-${lastLock}`;
  const text = JSON.stringify({ ...own, lock: id });
  const { isMine, isTakenOver } = await acquire(path, text, own);
  // Others trust a lock that was taken over no more than they did the one before.
  const isTrusted = () => !isTakenOver && isMine();
  const confirm = async () => {
    if (!isTrusted() && (await readIfThere(path)) !== text) {
      throw new Error("The lock of a session file was lost; nothing was written. Send the request again.");
    }
  };
  try {
    return await work({ temporary: temporaryOf(path, id), confirm });
  } finally {
    if (isTrusted() || (await readIfThere(path)) === text) await removeFile(path);
  }
}

interface Acquired {
  /** Whether so little time has passed that nobody can have taken it over. */
  isMine(): boolean;
  readonly isTakenOver: boolean;
}

async function acquire(path: string, text: string, own: ProcessIdentity): Promise<Acquired> {
  let seen: string | undefined;
  let seenSinceMs = performance.now();
  let pauseMs = FIRST_PAUSE_MS;
  while (true) {
    // From before it is made: who stands still while making it has no time left either.
    const isMine = shortlyAfterNow();
    if (await makeFile(path, text)) return { isMine, isTakenOver: false };
    const standing = await readIfThere(path);
    if (standing === undefined) continue;
    if (standing !== seen) {
      seen = standing;
      seenSinceMs = performance.now();
    }
    if (isDead(standing, own) || performance.now() - seenSinceMs > LOCK_STALE_MS) {
      if (await takeOver(path, standing, text)) return { isMine, isTakenOver: true };
      continue;
    }
    await pause(pauseMs);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/** By both clocks: the one stands still while the machine sleeps, the other one may be set back. */
function shortlyAfterNow(): () => boolean {
  const startMs = performance.now();
  const startWallMs = Date.now();
  return () => performance.now() - startMs < TRUSTED_MS && Date.now() - startWallMs < TRUSTED_MS;
}

/**
 * Puts our lock in the place of the one that was judged, if it still stands there, and removes what its holder
 * meant to rename. Those who would do so go one by one.
 */
async function takeOver(path: string, judged: string, text: string): Promise<boolean> {
  const breaking = `${path}.break`;
  if (!(await makeFile(breaking, ""))) {
    await removeIfOld(breaking);
    await pause(LONGEST_PAUSE_MS);
    return false;
  }
  const next = `${breaking}.tmp`;
  try {
    if ((await readIfThere(path)) !== judged) return false;
    await writeFile(next, text, { mode: 0o600 });
    await rename(next, path);
    const id = lockIdIn(judged);
    if (id !== undefined) await removeFile(temporaryOf(path, id));
    return true;
  } finally {
    await removeFile(next);
    await removeFile(breaking);
  }
}

function temporaryOf(path: string, lockId: string): string {
  return `${path}.${lockId}.tmp`;
}

/** Undefined: made this moment and not yet written; its maker has written nothing else either. */
function lockIdIn(lockText: string): string | undefined {
  const id = parseLock(lockText)?.["lock"];
  return typeof id === "string" && /^[0-9a-z-]{1,80}$/.test(id) ? id : undefined;
}

function isDead(lockText: string, own: ProcessIdentity): boolean {
  const holder = processIdentityOf(parseLock(lockText));
  return holder !== undefined && isKnownDead(holder, own);
}

function parseLock(lockText: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const lock: unknown = JSON.parse(lockText);
    return typeof lock === "object" && lock !== null
      ? (lock as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

async function removeIfOld(path: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > 2 * LOCK_STALE_MS) await removeFile(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
