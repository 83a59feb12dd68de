import * as words from "../../words/en/drafts.ts";
import { offerUndo } from "../toasts/offer-undo.ts";
import type { Snapshot } from "./draft-store.ts";
import { type FilesBackOptions, filesBack } from "./files-back.ts";

export interface OfferFilesBackOptions extends FilesBackOptions {
  /** Back to a dated draft. */
  readonly bringBack: (snapshot: Snapshot) => unknown;
}

/**
 * Says that all files have been replaced, with an Undo. What was written between that and the Undo is under Drafts then,
 * which is said too.
 */
export function offerFilesBack(text: string, { bringBack, ...options }: OfferFilesBackOptions): void {
  const putBack = filesBack(options);
  offerUndo(text, async () => {
    const done = await putBack();
    const { toast } = await import("../toasts/toast.ts");
    if (done.kind === "not kept") return toast(words.leftAsTheyAre);
    const { newer } = done;
    if (newer === undefined) return;
    toast(words.newerIsKept, { label: words.bringItBack, act: () => bringBack(newer) });
  });
}
