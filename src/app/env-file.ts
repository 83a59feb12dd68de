import { readFileSync } from "node:fs";

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/;

/**
 * The pairs of a `.env` text, as Node's own `util.parseEnv` reads them: one `NAME=value` a line, `#` begins a
 * comment outside quotes, quotes ('…', "…", `…`) keep spaces and may span lines, `\n` is a new line in "…".
 */
export function parseEnvFile(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const match = LINE.exec(lines[at] ?? "");
    const name = match?.[1];
    if (name === undefined) continue;
    const rest = (match?.[2] ?? "").trim();
    const quote = rest[0];
    if (quote === "'" || quote === '"' || quote === "`") {
      let quoted = rest.slice(1);
      let end = quoted.indexOf(quote);
      let last = at;
      while (end < 0 && last + 1 < lines.length) {
        last += 1;
        quoted += `\n${lines[last] ?? ""}`;
        end = quoted.indexOf(quote);
      }
      if (end >= 0) {
        at = last;
        const value = quoted.slice(0, end);
        pairs[name] = quote === '"' ? value.replaceAll("\\n", "\n") : value;
        continue;
      }
    }
    const comment = rest.indexOf("#");
    pairs[name] = (comment < 0 ? rest : rest.slice(0, comment)).trim();
  }
  return pairs;
}

/**
 * Puts the pairs of a `.env` file into `environment`, where a name is not set yet. No file: nothing happens.
 */
export function loadEnvFile(path: string, environment: Record<string, string | undefined>): void {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  for (const [name, value] of Object.entries(parseEnvFile(text))) environment[name] ??= value;
}
