/** The stored columns of a table, by the statement that made it. */
export interface Columns {
  readonly names: readonly string[];
  /** The column that is the row's own number, and of which the row itself holds nothing. */
  readonly rowIdColumn: number | undefined;
}

/** Text, a name in quotes, a comment, a word, a bracket or a comma. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[\w$\u0080-\uffff.]+|[^\s]/g;
const CONSTRAINT = /^(?:constraint|primary|unique|check|foreign)$/i;
/** Exactly this type, then the key, perhaps behind other constraints. */
const ROW_ID =
  /^integer (?:(?:constraint \S+|not null|null|unique|on conflict \w+|default \S+|collate \S+) )*primary key\b(?! desc)/i;

/** Reads `CREATE TABLE …`. SQLite keeps it as it was typed. */
export function columnsOf(createTable: string): Columns {
  const names: string[] = [];
  let rowIdColumn: number | undefined;
  const types: string[] = [];
  for (const words of definitions(createTable)) {
    const [first = "", type = ""] = words;
    if (CONSTRAINT.test(first)) {
      const [, key] = /primary key \( ([^,]+?)(?: asc| desc)? \)/i.exec(words.join(" ")) ?? [];
      const at = names.findIndex((name) => name.toLowerCase() === plainName(key ?? "").toLowerCase());
      if (/^integer$/i.test(types[at] ?? "")) rowIdColumn = at;
      continue;
    }
    const rest = words.slice(1).join(" ");
    // Computed when it is read, so it lies nowhere.
    if (/\bas \(/i.test(rest) && !/\bstored\b/i.test(rest)) continue;
    if (ROW_ID.test(rest)) rowIdColumn = names.length;
    names.push(plainName(first));
    types.push(type);
  }
  return { names, rowIdColumn };
}

/** The words of each column and constraint, between the outermost brackets. */
function definitions(sql: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  let depth = 0;
  for (const [word] of sql.matchAll(TOKEN)) {
    if (word.startsWith("--") || word.startsWith("/*")) continue;
    if (word === ")") depth -= 1;
    if (depth === 0 && word === ")") break;
    if (depth === 1 && word === ",") found.push([]);
    else if (depth > 0) found.at(-1)?.push(word);
    if (word === "(" && depth === 0) found.push([]);
    if (word === "(") depth += 1;
  }
  return found.filter((words) => words.length > 0);
}

function plainName(word: string): string {
  const [quote = ""] = word;
  if (quote === "[") return word.slice(1, -1);
  return /["'`]/.test(quote) ? word.slice(1, -1).replaceAll(quote + quote, quote) : word;
}
