import { rename, stat, writeFile } from "node:fs/promises";
import { type MadeFile, madeFile } from "./made-file.ts";
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
const STARTED = Math.round(performance.timeOrigin * 1000).toString(36);

/** Who holds a lock: this process, and which of its locks. */
export interface LockWriter extends ProcessIdentity {
  readonly lock: string;
}

/** What the holder of a lock is given. */
export interface HeldLock {
  /** For the JSON that is written under the lock: its member `writer`. */
  readonly writer: LockWriter;
  /**
   * Writes the file that {@link renameTo} puts into place. The lock is a second name of that file, so others see the
   * text where they look for the lock's holder: it says who that is in its member `writer`. Once, and last.
   */
  write(text: string, options?: { readonly durable?: boolean }): Promise<void>;
  /** Writes that file for now, for those who look for the lock's holder and for who takes the lock over. */
  note(text: string): void;
  /** Whether nobody has taken the lock over because this process stood still for too long. */
  isHeld(): Promise<boolean>;
  /**
   * Throws when the lock was taken over because this process stood still for too long. Ask after the file is written
   * and before it is renamed.
   */
  confirm(): Promise<void>;
  /**
   * Whoever takes this lock over removes the file first, and only then reads: a process that stood still just before
   * its rename finds nothing to rename.
   */
  renameTo(path: string): Promise<void>;
  /** The path for any other file that is to be renamed into place: it goes in the same way, after `confirm`. */
  readonly temporary: string;
  /** The lock goes, with what was not renamed. Once. */
  release(): Promise<void>;
}

export interface FileLockOptions {
  /**
   * Where the file of a holder that lives and stands still is kept when its lock is taken over, by what is in it.
   * Undefined: it is removed.
   */
  readonly keptAs?: (text: string) => string | undefined;
}

/** Runs `work` with a lock: see {@link takeFileLock}. */
export async function withFileLock<T>(path: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  const lock = await takeFileLock(path);
  try {
    return await work(lock);
  } finally {
    await lock.release();
  }
}

/**
 * Waits until no other process has the same lock file, and takes it. A file that names its maker is given that name
 * too, unless another has it; and the name goes when it is released. The lock of a process that is known to be dead is
 * taken over at once; one that nobody can tell about, after {@link LOCK_STALE_MS} without a change. See
 * decisions/file-locks.md for what a process that is stopped and goes on can do, and cannot.
 */
export async function takeFileLock(path: string, options: FileLockOptions = {}): Promise<HeldLock> {
  const own = await thisProcess();
  lastLock += 1;
  const writer: LockWriter = { ...own, lock: `${own.pid}-${STARTED}-${lastLock}` };
  const file = await madeFile(ownFileOf(path, writer.lock), JSON.stringify({ writer }));
  try {
    const { isMine, isTakenOver } = await acquire(path, file, own, options);
    // Others trust a lock that was taken over no more than they did the one before.
    const isHeld = async () =>
      (!isTakenOver && isMine()) || lockIdIn((await readIfThere(path)) ?? "") === writer.lock;
    return {
      writer,
      temporary: temporaryOf(path, writer.lock),
      note: (text) => file.note(text),
      write: (text, how) => file.rewrite(text, how),
      renameTo: (target) => file.renameTo(target),
      isHeld,
      confirm: async () => {
        if (await isHeld()) return;
        throw new Error("The lock of a session file was lost; nothing was written. Send the request again.");
      },
      release: async () => {
        try {
          if (await isHeld()) await removeFile(path);
        } finally {
          await file.discard();
        }
      },
    };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

interface Acquired {
  /** Whether so little time has passed that nobody can have taken it over. */
  isMine(): boolean;
  readonly isTakenOver: boolean;
}

async function acquire(
  path: string,
  file: MadeFile,
  own: ProcessIdentity,
  { keptAs }: FileLockOptions,
): Promise<Acquired> {
  let seen: string | undefined;
  let seenSinceMs = performance.now();
  let pauseMs = FIRST_PAUSE_MS;
  while (true) {
    // From before it is made: who stands still while making it has no time left either.
    const isMine = shortlyAfterNow();
    if (await file.linkTo(path)) return { isMine, isTakenOver: false };
    const standing = await readIfThere(path);
    if (standing === undefined) continue;
    if (standing !== seen) {
      seen = standing;
      seenSinceMs = performance.now();
    }
    const isOfDead = isDead(standing, own);
    if (isOfDead || performance.now() - seenSinceMs > LOCK_STALE_MS) {
      const kept = isOfDead ? undefined : keptAs?.(standing);
      if (await takeOver(path, standing, file.text, kept)) return { isMine, isTakenOver: true };
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
 * meant to rename, or gives it the name under which it is `kept`. Those who would do so go one by one.
 */
async function takeOver(
  path: string,
  judged: string,
  text: string,
  kept: string | undefined,
): Promise<boolean> {
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
    if (id !== undefined) {
      if (kept !== undefined) await renameIfThere(ownFileOf(path, id), kept);
      for (const meant of [ownFileOf(path, id), temporaryOf(path, id)]) await removeFile(meant);
    }
    return true;
  } finally {
    await removeFile(next);
    await removeFile(breaking);
  }
}

function ownFileOf(path: string, lockId: string): string {
  return `${path}.${lockId}.own.tmp`;
}

function temporaryOf(path: string, lockId: string): string {
  return `${path}.${lockId}.tmp`;
}

/** Undefined: it is being written this moment. */
function lockIdIn(lockText: string): string | undefined {
  const id = writerIn(lockText)?.["lock"];
  return typeof id === "string" && /^[0-9a-z-]{1,80}$/.test(id) ? id : undefined;
}

function isDead(lockText: string, own: ProcessIdentity): boolean {
  const holder = processIdentityOf(writerIn(lockText));
  return holder !== undefined && isKnownDead(holder, own);
}

function writerIn(lockText: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const lock: unknown = JSON.parse(lockText);
    return isObject(lock) && isObject(lock["writer"]) ? lock["writer"] : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

async function renameIfThere(path: string, next: string): Promise<void> {
  try {
    await rename(path, next);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
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
