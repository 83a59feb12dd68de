import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { AttemptLog } from "./attempts/attempt-log.ts";
import type { FileDraft, Snapshot } from "./drafts/draft-store.ts";
import type { ExerciseProgress } from "./progress.ts";

/** What the page keeps on the learner's machine. */
export interface KeepsakeDatabase extends DBSchema {
  drafts: { key: [ownerId: string, path: string]; value: FileDraft & { readonly ownerId: string } };
  snapshots: {
    key: number;
    value: Omit<Snapshot, "id"> & { readonly id?: number; readonly ownerId: string };
    indexes: { owner: string };
  };
  progress: { key: string; value: ExerciseProgress };
  /** Since version 2. */
  attempts: { key: string; value: AttemptLog };
}

/**
 * Settles when all of a transaction is kept. Rejects with what ended it (a full disk), not with the requests that
 * ended because of that.
 */
export async function untilKept(
  transaction: { readonly done: Promise<void>; readonly error: DOMException | null },
  requests: readonly Promise<unknown>[],
): Promise<void> {
  try {
    await Promise.all([...requests, transaction.done]);
  } catch (error) {
    throw transaction.error ?? error;
  }
}

const NAME = "keepsake";
/** Each version only adds to the one before, so that an older page can go on with a newer database. */
const VERSION = 2;
let opening: Promise<IDBPDatabase<KeepsakeDatabase>> | undefined;

/** Opens the page's database, once. Rejects when the browser refuses; the next call tries again. */
export function keepsakeDatabase(): Promise<IDBPDatabase<KeepsakeDatabase>> {
  opening ??= open(VERSION).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "VersionError") return open(undefined);
    throw error;
  });
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

function open(version: number | undefined): Promise<IDBPDatabase<KeepsakeDatabase>> {
  return openDB<KeepsakeDatabase>(NAME, version, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore("drafts", { keyPath: ["ownerId", "path"] });
        database
          .createObjectStore("snapshots", { keyPath: "id", autoIncrement: true })
          .createIndex("owner", "ownerId");
        database.createObjectStore("progress", { keyPath: "exerciseId" });
      }
      if (from < 2) database.createObjectStore("attempts", { keyPath: "exerciseId" });
    },
    // A newer page in another tab wants to upgrade: let it, and open again at the next use.
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      opening = undefined;
    },
    terminated() {
      opening = undefined;
    },
  });
}
