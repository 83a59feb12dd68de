import type { DBSchema } from "idb";
import type { AttemptLog } from "./attempts/attempt-log.ts";
import type { FileDraft, Snapshot } from "./drafts/draft-store.ts";
import { openDatabase } from "./open-database.ts";
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

/** Opens the page's database. */
export const keepsakeDatabase = openDatabase<KeepsakeDatabase>({
  name: "keepsake",
  version: 2,
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
});
