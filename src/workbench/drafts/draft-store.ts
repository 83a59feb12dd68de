import type { TextFiles } from "../workspace.ts";

/** The learner's text of one file, beside the starter it was made from. */
export interface FileDraft {
  readonly path: string;
  readonly text: string;
  /** The starter's text that the learner last knew of; empty when the learner made the file. */
  readonly base: string;
  /** Later than that of any draft of this file that the writer knew: the later one counts, see `isLater`. */
  readonly savedAtMs: number;
}

/**
 * Files as they were at one moment, to go back to. A file of the starter that is not among them was as the starter
 * has it.
 */
export interface Snapshot {
  readonly id: number;
  readonly files: TextFiles;
  readonly takenAtMs: number;
  readonly reason: SnapshotReason;
}

export const snapshotReasons = [
  "reset",
  "restore",
  "check",
  "pause",
  "conflict",
  "tab",
  "course",
  "solution",
  "import",
  "link",
  "zip",
  "terminal",
] as const;

export type SnapshotReason = (typeof snapshotReasons)[number];

/** Snapshots kept per exercise; the oldest go first. */
export const SNAPSHOT_LIMIT = 30;

/**
 * Where drafts are kept, by the permanent id of the exercise or playground. Every verb rejects when the
 * browser keeps nothing (private mode, quota, storage turned off); nothing is half written then.
 */
export interface DraftStore {
  /** One draft for each file that differs from its starter. Empty when there is none. */
  load(ownerId: string): Promise<readonly FileDraft[]>;
  /** Replaces the drafts of these paths, all or none; one that is kept and later stays. Safe from a power cut once settled. */
  save(ownerId: string, drafts: readonly FileDraft[]): Promise<void>;
  /** Removes the drafts of these paths but those that are later than an empty one of `atMs`. Absent is fine. */
  remove(ownerId: string, paths: readonly string[], atMs: number): Promise<void>;
  /** Newest first, at most {@link SNAPSHOT_LIMIT}. */
  snapshots(ownerId: string): Promise<readonly Snapshot[]>;
  /** Keeps a snapshot and drops the oldest beyond the limit. */
  keep(ownerId: string, snapshot: Omit<Snapshot, "id">): Promise<void>;
}

/** Which of two drafts of a file counts, the same in every tab: of two of one moment, the one that sorts later. */
export function isLater(
  one: Pick<FileDraft, "text" | "savedAtMs">,
  other: Pick<FileDraft, "text" | "savedAtMs">,
): boolean {
  return one.savedAtMs > other.savedAtMs || (one.savedAtMs === other.savedAtMs && one.text > other.text);
}

/** The draft of each file that counts. */
export function newest<Draft extends FileDraft>(drafts: readonly Draft[]): Draft[] {
  const byPath = new Map<string, Draft>();
  for (const draft of drafts) {
    const known = byPath.get(draft.path);
    if (known === undefined || isLater(draft, known)) byPath.set(draft.path, draft);
  }
  return [...byPath.values()];
}
