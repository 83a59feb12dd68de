import type { TextFiles, Workspace } from "../workspace.ts";
import { sameFiles } from "./dated-drafts.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import type { Snapshot } from "./draft-store.ts";

export type FilesBack =
  /** What is there could not be kept first, so it stays. */
  | { readonly kind: "not kept" }
  /** `newer`: the dated draft of what was changed meanwhile. `undefined`: nothing was. */
  | { readonly kind: "back"; readonly newer: Snapshot | undefined };

export interface FilesBackOptions {
  readonly workspace: Workspace;
  readonly drafts: Pick<DraftKeeper, "replace" | "snapshots">;
  /** All files, before they were replaced. */
  readonly before: TextFiles;
}

/** Call it when all files have just been replaced. What it returns takes that back, and tells what else goes with it. */
export function filesBack({ workspace, drafts, before }: FilesBackOptions): () => Promise<FilesBack> {
  const after = workspace.files.peek();
  const known = new Set(drafts.snapshots.peek().map(({ id }) => id));
  return async () => {
    if (!(await drafts.replace(before, "restore"))) return { kind: "not kept" };
    const newer = drafts.snapshots
      .peek()
      .find(({ id, files }) => !known.has(id) && !sameFiles(files, after) && !sameFiles(files, before));
    return { kind: "back", newer };
  };
}
