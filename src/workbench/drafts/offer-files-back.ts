import * as words from "../../words/en/drafts.ts";
import { offerUndo } from "../toasts/offer-undo.ts";
import type { Workspace } from "../workspace.ts";
import { sameFiles } from "./dated-drafts.ts";
import type { DraftKeeper, Replaced } from "./draft-keeper.ts";
import type { Snapshot } from "./draft-store.ts";
import { type Back, fileBack, filesBack } from "./files-back.ts";

export interface OfferFilesBackOptions {
  readonly drafts: DraftKeeper;
  readonly replaced: Replaced;
  /** Back to a dated draft. */
  readonly bringBack: (snapshot: Snapshot) => unknown;
}

/**
 * Says that all files have been replaced, with an Undo. What was written between that and the Undo is under Drafts then,
 * which is said too.
 */
export function offerFilesBack(text: string, { drafts, replaced, bringBack }: OfferFilesBackOptions): void {
  // The same zip once more: an Undo would do nothing, and Control Z would take it.
  if (sameFiles(replaced.before, replaced.after)) return void say(text);
  offerUndo(text, async () => {
    await tell(await filesBack(drafts, replaced), words.newerIsKept, bringBack);
  });
}

export interface OfferFileBackOptions {
  readonly drafts: DraftKeeper;
  readonly workspace: Workspace;
  readonly path: string;
  readonly replaced: Replaced;
}

/** Says that one file has been replaced, with an Undo, as `offerFilesBack` does. */
export function offerFileBack(
  text: string,
  { drafts, workspace, path, replaced }: OfferFileBackOptions,
): void {
  offerUndo(text, async () => {
    const done = await fileBack(drafts, workspace, path, replaced);
    await tell(done, words.newerOfFileIsKept(path), async (newer) => {
      const again = await drafts.replaceFile(path, newer, "restore");
      if (again === undefined) return say(words.leftAsTheyAre);
      offerFileBack(words.newerIsBack(path), { drafts, workspace, path, replaced: again });
    });
  });
}

async function tell<Newer>(
  done: Back<Newer>,
  newerIsKept: string,
  bringBack: (newer: Newer) => unknown,
): Promise<void> {
  if (done.kind === "not kept") return say(words.leftAsTheyAre);
  const { newer } = done;
  if (newer === undefined) return;
  const { toast } = await import("../toasts/toast.ts");
  toast(newerIsKept, { label: words.bringItBack, act: () => bringBack(newer) });
}

async function say(text: string): Promise<void> {
  // Without it the thing is done, or not done, all the same.
  const shown = import("../toasts/toast.ts").then(({ toast }) => toast(text));
  await shown.catch(() => undefined);
}
