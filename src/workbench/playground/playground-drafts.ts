import * as words from "../../words/en/playground.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import type { Snapshot } from "../drafts/draft-store.ts";
import { offerFilesBack } from "../drafts/offer-files-back.ts";
import type { DraftActions } from "../screen/draft-actions.ts";
import { offerUndo } from "../toasts/offer-undo.ts";
import type { Workspace } from "../workspace.ts";

/** What can be done with the drafts of a playground, each with an Undo. Where a text cannot be kept first, nothing is done. */
export function playgroundDrafts(
  drafts: DraftKeeper,
  workspace: Workspace,
): DraftActions & { reset(): Promise<void> } {
  const undoable = async (act: () => Promise<boolean>, done: string) => {
    const before = workspace.files.peek();
    if (await act()) offerFilesBack(done, { workspace, drafts, before, bringBack });
  };
  const bringBack = (snapshot: Snapshot) => undoable(() => drafts.bringBack(snapshot), words.draftIsBack);
  return {
    drafts,
    bringBack,
    async takeNew(path) {
      const before = workspace.files.peek()[path];
      if (!(await drafts.takeNew(path))) return;
      offerUndo(words.fileIsNew(path), () => drafts.replaceFile(path, before, "restore"));
    },
    reset: () => undoable(() => drafts.reset(), words.asInLesson),
  };
}
