import * as words from "../../words/en/share-panel.ts";
import type { WorkbenchModel } from "../screen/workbench-model.ts";
import { readZip } from "./read-zip.ts";
import type { Shared } from "./share-actions.ts";

/** Puts the files of a zip in place of the learner's, which become a draft first; or says why not. */
export async function takeZip(
  zip: File,
  { bench: { workspace }, drafts, exercise }: WorkbenchModel,
): Promise<Shared> {
  const { starter } = workspace;
  const read = readZip(new Uint8Array(await zip.arrayBuffer()), { starter, readonly: exercise.readonly });
  if (read.kind === "refused") return { sentence: read.sentence, failed: true };
  await drafts.keep("zip");
  workspace.replace(read.files);
  await drafts.save();
  if (read.left.length === 0) {
    return { sentence: words.zipTaken, failed: false };
  }
  return {
    sentence: words.zipTakenInPart(read.left.join(", ")),
    failed: false,
  };
}
