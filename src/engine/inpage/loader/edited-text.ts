import type { Edit } from "./compiled.ts";

/** Applies `edits`, which are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let done = 0;
  for (const edit of edits) {
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done);
}

/** Merges two lists that are in order; what stands at the same place keeps the order of the arguments. */
export function mergeEdits(first: readonly Edit[], second: readonly Edit[]): readonly Edit[] {
  if (second.length === 0) return first;
  return [...first, ...second].sort((a, b) => a.start - b.start);
}

/** Finds positions of a text in the text that it was edited from. Lines are the same in both. */
export class PositionMap {
  readonly #edits: readonly Edit[];
  readonly #lineStarts: readonly number[];

  constructor(text: string, edits: readonly Edit[]) {
    this.#edits = edits;
    this.#lineStarts = lineStarts(text);
  }

  /**
   * The column in the source (from 1) of `column` in the edited text; `undefined` inside of text that an
   * insertion at the start of the text brought in.
   */
  sourceColumn(line: number, column: number): number | undefined {
    const lineStart = this.#lineStarts[line - 1];
    if (lineStart === undefined) return column;
    const lineEnd = this.#lineStarts[line] ?? Number.POSITIVE_INFINITY;
    let shift = 0;
    for (const edit of this.#edits) {
      if (edit.start < lineStart) continue;
      if (edit.start >= lineEnd) break;
      const from = edit.start - lineStart + 1 + shift;
      if (column < from) break;
      if (column < from + edit.text.length) {
        if (edit.start === 0 && edit.end === 0) return undefined;
        return edit.start - lineStart + 1;
      }
      shift += edit.text.length - (edit.end - edit.start);
    }
    return column - shift;
  }
}

/** Offsets at which the lines of `text` start, by JavaScript's own line terminators. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  return starts;
}

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const starts = lineStarts(before);
  return { line: starts.length, column: offset - (starts.at(-1) ?? 0) + 1 };
}
