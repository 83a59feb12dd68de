/** A line of two texts laid over each other. */
export interface DiffLine {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
  /** Counted from one, in the text that has it; in the later one when both have. */
  readonly number: number;
}

/** A stretch of lines, or how many equal ones are left out there. */
export type DiffPart =
  | { readonly kind: "lines"; readonly lines: readonly DiffLine[] }
  | { readonly kind: "folded"; readonly count: number };

/** Equal lines shown before and after a change. */
const CONTEXT_LINES = 3;
/** Comparing line by line takes as many steps as the product of both lengths; beyond, all of one text goes for all of the other. */
const STEPS_AT_MOST = 4_000_000;

/** What turns one text into the other, line by line: as few lines removed and added as can be. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const one = linesOf(before);
  const other = linesOf(after);
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const middle = changes(one.slice(start, one.length - end), other.slice(start, other.length - end));
  const same = (text: string, index: number): DiffLine => ({ kind: "same", text, number: index + 1 });
  return [
    ...other.slice(0, start).map(same),
    ...middle.map((line) => ({ ...line, number: line.number + start })),
    ...other.slice(other.length - end).map((text, index) => same(text, other.length - end + index)),
  ];
}

/** The same, with what is far from any change left out. Empty when nothing differs. */
export function foldedDiff(lines: readonly DiffLine[]): DiffPart[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === "same") continue;
    for (let at = index - CONTEXT_LINES; at <= index + CONTEXT_LINES; at++) near.add(at);
  }
  const parts: DiffPart[] = [];
  let from = 0;
  while (near.size > 0 && from < lines.length) {
    const isNear = near.has(from);
    let to = from + 1;
    while (to < lines.length && near.has(to) === isNear) to++;
    parts.push(
      isNear ? { kind: "lines", lines: lines.slice(from, to) } : { kind: "folded", count: to - from },
    );
    from = to;
  }
  return parts;
}

/** The lines of a text, whichever way it ends them; the end of the last one begins no other. */
function linesOf(text: string): string[] {
  if (text === "") return [];
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}

/** By the longest common subsequence. */
function changes(one: readonly string[], other: readonly string[]): DiffLine[] {
  const removed = (index: number): DiffLine => ({
    kind: "removed",
    text: one[index] ?? "",
    number: index + 1,
  });
  const added = (index: number): DiffLine => ({ kind: "added", text: other[index] ?? "", number: index + 1 });
  if (one.length * other.length > STEPS_AT_MOST) {
    return [...one.map((_, index) => removed(index)), ...other.map((_, index) => added(index))];
  }
  const width = other.length + 1;
  // common[i * width + j]: how many lines the rests from i and from j have in common.
  const common = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      common[i * width + j] =
        one[i] === other[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && one[i] === other[j]) {
      lines.push({ kind: "same", text: one[i] ?? "", number: j + 1 });
      i++;
      j++;
    } else if (
      i < one.length &&
      (j === other.length || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push(removed(i++));
    } else lines.push(added(j++));
  }
  return lines;
}
