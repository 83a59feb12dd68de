import * as draftWords from "../../words/en/drafts.ts";
import * as words from "../../words/en/share-panel.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import type { Snapshot } from "../drafts/draft-store.ts";
import { offerFilesBack } from "../drafts/offer-files-back.ts";
import type { Workspace } from "../workspace.ts";
import { readZip, ZIP_BYTES_AT_MOST } from "./read-zip.ts";
import type { Shared } from "./share-actions.ts";

/** What it needs of the exercise's screen. */
export interface ZipTaker {
  readonly bench: { readonly workspace: Workspace };
  readonly drafts: DraftKeeper;
  readonly exercise: { readonly readonly: readonly string[] };
  /** Back to a dated draft. */
  bringBack(snapshot: Snapshot): unknown;
}

/** Puts the files of a zip in place of the learner's, which become a draft first and can be had back; or says why not. */
export async function takeZip(zip: File, taker: ZipTaker): Promise<Shared> {
  const { drafts, exercise } = taker;
  const { workspace } = taker.bench;
  // Of a large one nothing is read: it might be more than the page has room for.
  if (zip.size > ZIP_BYTES_AT_MOST) return { sentence: words.zipTooLarge, failed: true };
  const { starter } = workspace;
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const read = readZip(bytes, { starter, files: workspace.files.peek(), readonly: exercise.readonly });
  if (read.kind === "refused") return { sentence: read.sentence, failed: true };
  const replaced = await drafts.replace(read.files, "zip");
  if (replaced === undefined) return { sentence: draftWords.leftAsTheyAre, failed: true };
  offerFilesBack(words.zipTakenFrom(zip.name), {
    drafts,
    replaced,
    bringBack: (snapshot) => taker.bringBack(snapshot),
  });
  if (read.left.length === 0) {
    return { sentence: words.zipTaken, failed: false };
  }
  return {
    sentence: words.zipTakenInPart(read.left.join(", ")),
    failed: false,
  };
}
