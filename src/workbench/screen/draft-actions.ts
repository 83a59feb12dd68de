import type { CompareWith } from "../compare/comparisons.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import type { Snapshot } from "../drafts/draft-store.ts";

/** What can be done with drafts where they are shown. */
export interface DraftActions {
  readonly drafts: DraftKeeper;
  /** Lays the learner's files beside others. Absent: there is no place for that. */
  compare?(other: CompareWith, path?: string): void;
  /** Back to a dated draft, which can be taken back. */
  bringBack(snapshot: Snapshot): Promise<void>;
  /** An outdated file becomes the course's own, which can be taken back. */
  takeNew(path: string): Promise<void>;
}
