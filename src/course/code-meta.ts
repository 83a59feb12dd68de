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
