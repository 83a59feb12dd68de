import type { TextFiles } from "../workspace.ts";

/** The learner's text of one file, beside the starter it was made from. */
export interface FileDraft {
  readonly path: string;
  readonly text: string;
  /** The starter's text when the editing began; empty when the learner made the file. */
  readonly base: string;
  readonly savedAtMs: number;
}

/** All files as they were at one moment, to go back to. */
export interface Snapshot {
  readonly id: number;
  readonly files: TextFiles;
  readonly takenAtMs: number;
  readonly reason: SnapshotReason;
}

export type SnapshotReason = "reset" | "restore" | "check" | "pause" | "conflict";

/** Snapshots kept per exercise; the oldest go first. */
export const SNAPSHOT_LIMIT = 30;

/**
 * Where drafts are kept, by the permanent id of the exercise or playground. Every verb rejects when the
 * browser keeps nothing (private mode, quota, storage turned off); nothing is half written then.
 */
export interface DraftStore {
  /** One draft for each file that differs from its starter. Empty when there is none. */
  load(ownerId: string): Promise<readonly FileDraft[]>;
  /** Replaces the drafts of these paths, all or none. */
  save(ownerId: string, drafts: readonly FileDraft[]): Promise<void>;
  /** Removes the drafts of these paths. Absent is fine. */
  remove(ownerId: string, paths: readonly string[]): Promise<void>;
  /** Newest first, at most {@link SNAPSHOT_LIMIT}. */
  snapshots(ownerId: string): Promise<readonly Snapshot[]>;
  /** Keeps a snapshot and drops the oldest beyond the limit. */
  keep(ownerId: string, snapshot: Omit<Snapshot, "id">): Promise<void>;
}
