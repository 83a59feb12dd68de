import { useMemo } from "preact/hooks";
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
const spoken: Record<DiffLine["kind"], string> = { same: "", removed: "removed: ", added: "added: " };
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
      <ScrollBox class="diff-lines" label={`What differs in ${path}`}>
        {foldedDiff(lines).map((part, index) =>
          part.kind === "folded" ? (
            <p class="diff-folded" key={`fold ${index}`}>
              {part.count === 1 ? "1 equal line" : `${part.count} equal lines`}
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
  if (is.isNew) return added === 1 ? "new file, 1 line" : `new file, ${added} lines`;
  if (is.isGone) return removed === 1 ? "removed file, 1 line" : `removed file, ${removed} lines`;
  return `${added} added, ${removed} removed`;
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
