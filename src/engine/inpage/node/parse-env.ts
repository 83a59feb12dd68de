/** The `.env` grammar of Node: `KEY=value`, quotes, comments, `export`. */
export function parseEnv(text: string): Record<string, string> {
  const line =
    /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*("(?:[^"])*"|'(?:[^'])*'|`(?:[^`])*`|[^\n#]*)/gm;
  const found: Record<string, string> = {};
  for (const [, key = "", raw = ""] of text.replaceAll("\r\n", "\n").matchAll(line)) {
    const value = raw.trim();
    const quote = value[0];
    const quoted =
      value.length > 1 && (quote === '"' || quote === "'" || quote === "`") && value.endsWith(quote);
    const inner = quoted ? value.slice(1, -1) : value;
    found[key] = quote === '"' && quoted ? inner.replaceAll("\\n", "\n") : inner;
  }
  return found;
}
