import type { TextFiles } from "../../course/load-exercise.ts";
import { type DiffLine, type DiffPart, foldedDiff, lineDiff } from "../../workbench/diff/line-diff.ts";

const marks: Record<DiffLine["kind"], string> = { same: " ", removed: "-", added: "+" };

/** As `diff -u` shows it, file by file; empty when nothing differs. */
export function filesDiff(before: TextFiles, after: TextFiles): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path) => {
    const [old, now] = [before[path], after[path]];
    if (old === now) return [];
    const title = old === undefined ? `${path} (new)` : now === undefined ? `${path} (gone)` : path;
    return [`--- ${title}`, ...foldedDiff(lineDiff(old ?? "", now ?? "")).flatMap(partLines)];
  });
}

function partLines(part: DiffPart): string[] {
  return part.kind === "folded" ? ["  …"] : part.lines.map(({ kind, text }) => `${marks[kind]} ${text}`);
}
