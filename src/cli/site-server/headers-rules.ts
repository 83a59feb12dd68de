/** A path of `_headers` with what goes with it. A `*` at the end stands for anything. */
export interface HeadersRule {
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Reads the text of a `_headers` file. Throws, naming the line, for a header that belongs to no path. */
export function parseHeadersRules(text: string): HeadersRule[] {
  const rules: { path: string; headers: [string, string][] }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (!/^\s/.test(line)) {
      rules.push({ path: line.trim(), headers: [] });
      continue;
    }
    const [, name, value] = /^\s+([\w-]+):\s*(.*)$/.exec(line) ?? [];
    const rule = rules.at(-1);
    if (name === undefined || value === undefined || rule === undefined) {
      throw new Error(`_headers, line ${index + 1}: "${line}" is neither a path nor a header of one.`);
    }
    rule.headers.push([name, value]);
  }
  return rules;
}

/** What hosts send with a path: the headers of every rule that fits. Of the same name, the values of all, by commas. */
export function headersFor(rules: readonly HeadersRule[], path: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const rule of rules) {
    if (!fits(rule.path, path)) continue;
    for (const [name, value] of rule.headers) {
      const earlier = found.get(name);
      found.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
    }
  }
  return found;
}

function fits(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
