import { useMemo } from "preact/hooks";
import * as words from "../../words/en/diff.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { type DiffLine, foldedDiff, lineDiff } from "./line-diff.ts";

export interface FileDiffProps {
  readonly path: string;
  /** `undefined`: there was no such file. */
  readonly before: string | undefined;
  /** `undefined`: it is gone. */
  readonly after: string | undefined;
}

/** What a reader hears before a line; what the eye sees is its mark and ground. */
const spoken: Record<DiffLine["kind"], string> = {
  same: "",
  removed: words.removedLine,
  added: words.addedLine,
};
const marks: Record<DiffLine["kind"], string> = { same: " ", removed: "−", added: "+" };

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
      <ScrollBox class="diff-lines" label={words.whatDiffers(path)}>
        {foldedDiff(lines).map((part, index) =>
          part.kind === "folded" ? (
            <p class="diff-folded" key={`fold ${index}`}>
              {words.equalLines(part.count)}
            </p>
          ) : (
            part.lines.map((line) => <Line key={`${line.kind} ${line.number}`} line={line} />)
          ),
        )}
      </ScrollBox>
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

function Line({ line }: { readonly line: DiffLine }) {
  return (
    <div class="diff-line" data-kind={line.kind}>
      <span class="diff-number" aria-hidden="true">
        {line.number}
      </span>
      <span class="diff-mark" aria-hidden="true">
        {marks[line.kind]}
      </span>
      <code>
        <span class="visually-hidden">{spoken[line.kind]}</span>
        {line.text}
      </code>
    </div>
  );
}
