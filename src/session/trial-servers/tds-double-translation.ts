/**
 * Statements of Transact-SQL as SQLite has them. Only the shapes that our shelf sends; what else there may be is
 * undefined, and so is what SQLite would take but SQL Server would not.
 */
export function translate(text: string): string | undefined {
  const statement = text.replace(/\s+/g, " ").trim();
  if (FOREIGN.test(statement)) return undefined;
  for (const [shape, rewrite] of SHAPES) {
    const match = shape.exec(statement);
    if (match !== null) return expressions(rewrite(match));
  }
  return undefined;
}

/** Words and signs of SQLite and others that Transact-SQL does not have, and what ends a statement. */
const FOREIGN =
  /\b(?:LIMIT|RETURNING|CONFLICT|ROWID|PRAGMA|GLOB|AUTOINCREMENT|NOW|EPOCH|EXTRACT|TRUE|FALSE|BOOLEAN)\b|INSERT OR|\bIF NOT EXISTS\b|\|\||[?`";:$]|--|\/\*/i;

type Shape = readonly [shape: RegExp, rewrite: (match: RegExpExecArray) => string];

const SHAPES: readonly Shape[] = [
  [
    /^SELECT (1 AS \w+) FROM sys\.indexes WHERE name = '(\w+)' AND object_id = OBJECT_ID\('(\w+)'\)$/i,
    ([, found, index, table]) =>
      `SELECT ${found} FROM sqlite_master WHERE type = 'index' AND name = '${index}' AND tbl_name = '${table}'`,
  ],
  [/^SELECT .+ FROM \w+(?: WHERE .+)?$/i, ([all]) => all],
  [/^INSERT INTO \w+ \([\w, ]+\) VALUES \(.+\)$/i, ([all]) => all],
  [
    /^UPDATE (\w+) SET (.+?) OUTPUT ((?:INSERTED\.\w+(?:, )?)+) WHERE (.+)$/i,
    ([, table, changes, output = "", condition]) =>
      `UPDATE ${table} SET ${changes} WHERE ${condition} RETURNING ${output.replace(/INSERTED\./gi, "")}`,
  ],
  [/^UPDATE \w+ SET (?!.* OUTPUT ).+ WHERE .+$/i, ([all]) => all],
  [
    /^DELETE TOP \((\d+)\) FROM (\w+) WHERE (.+)$/i,
    ([, count, table, condition]) =>
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${count})`,
  ],
  [/^DELETE FROM \w+ WHERE .+$/i, ([all]) => all],
  [
    /^CREATE TABLE (\w+) \((.+)\)$/i,
    ([, table, columns = ""]) => `CREATE TABLE ${table} (${columnsOf(columns)})`,
  ],
  [/^DROP TABLE \w+$/i, ([all]) => all],
  [/^CREATE INDEX \w+ ON \w+ \(\w+\)$/i, ([all]) => all],
];

/** SQLite has no bare words as arguments. */
function expressions(text: string): string {
  return text.replace(/\b(DATEDIFF_BIG)\((MILLISECOND),/gi, "$1('$2',");
}

/** Types stay, since answers tell them; SQLite does not hold texts to their lengths, so that is said in words. */
function columnsOf(columns: string): string {
  return columns
    .split(/,(?![^(]*\))/)
    .map((column) => {
      const [, name, type, rest = ""] = /^ ?(\w+) ([A-Z]+(?:\((?:\d+|MAX)\))?)(.*)$/i.exec(column) ?? [];
      if (name === undefined || type === undefined) return column;
      const length = /\((\d+)\)/.exec(type)?.[1];
      const check = length === undefined ? "" : ` CHECK (length(${name}) <= ${length})`;
      return `${name} ${type.replace(/\(MAX\)/i, "")}${rest.replace(/COLLATE Latin1_General_100_BIN2/i, "")}${check}`;
    })
    .join(", ");
}
