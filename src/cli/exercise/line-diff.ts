import type { TextFiles } from "../../course/load-exercise.ts";

export interface DiffLine {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

/** Larger files are shown as wholly changed. */
const LINES_AT_MOST = 3_000;
/** Lines shown around a change. */
const CONTEXT_LINES = 2;

/** The lines of both texts in an order that makes the one of the other, with as few changes as can be. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  if (old.length > LINES_AT_MOST || now.length > LINES_AT_MOST)
    return [...old.map((text) => line("gone", text)), ...now.map((text) => line("new", text))];
  // How many lines the rests from here have in common.
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      const [below = 0, right = 0, both = 0] = [common[at + width], common[at + 1], common[at + width + 1]];
      common[at] = old[i] === now[j] ? both + 1 : Math.max(below, right);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const at = i * width + j;
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(line("same", now[j] ?? ""));
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && (common[at + width] ?? 0) >= (common[at + 1] ?? 0))) {
      lines.push(line("gone", old[i] ?? ""));
      i += 1;
    } else {
      lines.push(line("new", now[j] ?? ""));
      j += 1;
    }
  }
  return lines;
}

/** As `diff -u` shows it, file by file; empty when nothing differs. */
export function filesDiff(before: TextFiles, after: TextFiles): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path) => {
    const [old, now] = [before[path], after[path]];
    if (old === now) return [];
    const title = old === undefined ? `${path} (new)` : now === undefined ? `${path} (gone)` : path;
    return [`--- ${title}`, ...withContext(lineDiff(old ?? "", now ?? ""))];
  });
}

function withContext(lines: readonly DiffLine[]): string[] {
  const marks = { same: " ", gone: "-", new: "+" } as const;
  const isNear = (at: number): boolean =>
    lines.slice(Math.max(0, at - CONTEXT_LINES), at + CONTEXT_LINES + 1).some(({ kind }) => kind !== "same");
  const shown: string[] = [];
  let isCut = false;
  for (const [at, { kind, text }] of lines.entries()) {
    if (isNear(at)) shown.push(`${marks[kind]} ${text}`);
    else if (!isCut) shown.push("  …");
    isCut = !isNear(at);
  }
  return shown;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function line(kind: DiffLine["kind"], text: string): DiffLine {
  return { kind, text };
}
