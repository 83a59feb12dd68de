import * as words from "../../words/en/playground.ts";
import type { DraftKeeper, Replaced } from "../drafts/draft-keeper.ts";
import type { Snapshot } from "../drafts/draft-store.ts";
import { offerFileBack, offerFilesBack } from "../drafts/offer-files-back.ts";
import type { DraftActions } from "../screen/draft-actions.ts";
import type { Workspace } from "../workspace.ts";

/** What can be done with the drafts of a playground, each with an Undo. Where a text cannot be kept first, nothing is done. */
export function playgroundDrafts(
  drafts: DraftKeeper,
  workspace: Workspace,
): DraftActions & { reset(): Promise<void> } {
  const undoable = async (act: () => Promise<Replaced | undefined>, done: string) => {
    const replaced = await act();
    if (replaced !== undefined) offerFilesBack(done, { drafts, replaced, bringBack });
  };
  const bringBack = (snapshot: Snapshot) => undoable(() => drafts.bringBack(snapshot), words.draftIsBack);
  return {
    drafts,
    bringBack,
    async takeNew(path) {
      const replaced = await drafts.takeNew(path);
      if (replaced !== undefined) offerFileBack(words.fileIsNew(path), { drafts, workspace, path, replaced });
    },
    reset: () => undoable(() => drafts.reset(), words.asInLesson),
  };
}
