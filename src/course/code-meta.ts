/** What stands after a code block's language: `file="server.ts" mark="3-5" broken`. A bare word is "". */
export type CodeMeta = ReadonlyMap<string, string>;

export function parseCodeMeta(meta: string | null | undefined): CodeMeta {
  const found = new Map<string, string>();
  for (const [, name, value] of (meta ?? "").matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
    if (name !== undefined) found.set(name, value ?? "");
  }
  return found;
}

/** Line numbers of "1,3-5", counted from one. */
export function parseLineNumbers(ranges: string): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const range of ranges.split(",")) {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    for (let line = first; line <= last; line += 1) lines.add(line);
  }
  return lines;
}

/** What a marked line is about; the colours are those of every screen. */
export const MARKS = ["mark", "cookie", "record", "attacker"] as const;

/** The first attribute that marks a line which the block does not have: `mark="9"`. */
export function misplacedMark(meta: CodeMeta, text: string): string | undefined {
  const count = text.split("\n").length;
  for (const name of MARKS) {
    const ranges = meta.get(name);
    if (ranges === undefined) continue;
    const lines = [...parseLineNumbers(ranges)];
    if (lines.length === 0 || !lines.every((line) => line >= 1 && line <= count))
      return `${name}="${ranges}"`;
  }
  return undefined;
}
