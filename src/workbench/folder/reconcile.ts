import type { FolderFile } from "../../engine/shared-folder.ts";

/** One file as three know it; `undefined`: not there. */
export interface FileSides {
  /** What page and disk had in common when they last agreed. */
  readonly agreed: string | undefined;
  readonly page: string | undefined;
  readonly disk: FolderFile | undefined;
}

/** What is to be done with it. */
export type FileStep =
  /** Nothing: both have it. It is the new agreement. */
  | { readonly kind: "agree" }
  /** Only the page changed it, or the disk only lost it. */
  | { readonly kind: "to-disk" }
  /** Only the disk changed it, or the page only lost it. */
  | { readonly kind: "to-page"; readonly text: string | undefined }
  /** Both changed it: the learner says which one stays. Until then each keeps its own. */
  | { readonly kind: "ask" }
  /** The disk has what the page cannot show, and the page has nothing new: each keeps its own. */
  | { readonly kind: "leave" };

/** Decides, so that no text is overwritten that the one who overwrites it has not seen. */
export function reconcile({ agreed, page, disk }: FileSides): FileStep {
  if (disk?.kind === "other") return page === agreed ? { kind: "leave" } : { kind: "ask" };
  const onDisk = disk?.text;
  if (page === onDisk) return { kind: "agree" };
  if (onDisk === agreed) return { kind: "to-disk" };
  if (page === agreed) return { kind: "to-page", text: onDisk };
  // One was removed while the other was edited: a removal has nothing to lose.
  if (onDisk === undefined) return { kind: "to-disk" };
  if (page === undefined) return { kind: "to-page", text: onDisk };
  return { kind: "ask" };
}

/**
 * What to take for agreed when page and folder meet without a memory of each other. A starter's text is nobody's
 * edit, so a side that still has it gives way; of a file that only one side has, the other never knew.
 */
export function firstAgreement(
  starter: Readonly<Record<string, string>>,
  disk: Readonly<Record<string, FolderFile>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(starter).filter(([path]) => disk[path] !== undefined));
}
