import { useMemo } from "preact/hooks";
import * as words from "../../words/en/diff.ts";
import { DiffLines } from "./diff-lines.tsx";
import { lineDiff } from "./line-diff.ts";

export interface FileDiffProps {
  readonly path: string;
  /** `undefined`: there was no such file. */
  readonly before: string | undefined;
  /** `undefined`: it is gone. */
  readonly after: string | undefined;
}

/** What differs in one file, in a box that opens and closes. */
export function FileDiff({ path, before, after }: FileDiffProps) {
  const lines = useMemo(() => lineDiff(before ?? "", after ?? ""), [before, after]);
  const added = lines.filter(({ kind }) => kind === "added").length;
  const removed = lines.filter(({ kind }) => kind === "removed").length;
  return (
    <details class="file-diff" open>
      <summary>
        <code>{path}</code>{" "}
        <span>{sizeText(added, removed, { isNew: before === undefined, isGone: after === undefined })}</span>
      </summary>
      <DiffLines label={words.whatDiffers(path)} lines={lines} />
    </details>
  );
}

function sizeText(
  added: number,
  removed: number,
  is: { readonly isNew: boolean; readonly isGone: boolean },
): string {
  if (is.isNew) return words.newFile(added);
  if (is.isGone) return words.removedFile(removed);
  return words.addedAndRemoved(added, removed);
}
