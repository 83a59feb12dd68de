import type { Workspace } from "../workspace.ts";
import { sameFiles } from "./dated-drafts.ts";
import type { DraftKeeper, Replaced } from "./draft-keeper.ts";
import type { Snapshot } from "./draft-store.ts";

/** `Newer`: what was written between a change and its Undo. */
export type Back<Newer> =
  /** What is there could not be kept first, so it stays. */
  | { readonly kind: "not kept" }
  /** `newer`, which is in a dated draft now; `undefined`: nothing was written. */
  | { readonly kind: "back"; readonly newer: Newer | undefined };

type Drafts = Pick<DraftKeeper, "replace" | "replaceFile" | "snapshots">;

/** Takes back that all files were replaced. Newer is the dated draft of what was changed since. */
export async function filesBack(drafts: Drafts, { before, after, dated }: Replaced): Promise<Back<Snapshot>> {
  if (!(await drafts.replace(before, "restore"))) return { kind: "not kept" };
  // Not by its id: one that only the page had gets another when it is kept.
  const isKnown = (one: Snapshot) =>
    dated.some(({ takenAtMs, files }) => takenAtMs === one.takenAtMs && sameFiles(files, one.files));
  const newer = drafts.snapshots
    .peek()
    .find((one) => !isKnown(one) && !sameFiles(one.files, after) && !sameFiles(one.files, before));
  return { kind: "back", newer };
}

/** Takes back that one file was replaced; the others stay. Newer is the text that was written in it since. */
export async function fileBack(
  drafts: Drafts,
  workspace: Workspace,
  path: string,
  { before, after }: Replaced,
): Promise<Back<string>> {
  const undone = await drafts.replaceFile(path, before[path], "restore");
  if (undone === undefined) return { kind: "not kept" };
  const text = undone.before[path];
  const isNewer = text !== after[path] && text !== before[path] && text !== workspace.starter[path];
  return { kind: "back", newer: isNewer ? text : undefined };
}
