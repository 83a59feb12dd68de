import * as words from "../../words/en/diff.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { type DiffLine, foldedDiff } from "./line-diff.ts";

/** What a reader hears before a line; what the eye sees is its mark and ground. */
const spoken: Record<DiffLine["kind"], string> = {
  same: "",
  removed: words.removedLine,
  added: words.addedLine,
};
const marks: Record<DiffLine["kind"], string> = { same: " ", removed: "−", added: "+" };

export interface DiffLinesProps {
  /** Names the box that they scroll in. */
  readonly label: string;
  readonly lines: readonly DiffLine[];
}

/** The lines near what differs, in one column. */
export function DiffLines({ label, lines }: DiffLinesProps) {
  return (
    <ScrollBox class="diff-lines" label={label}>
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
  );
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
