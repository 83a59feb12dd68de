/**
 * The cells of a CSV file, row by row; empty rows are left out. The separator is the one of comma, semicolon and tab
 * that the first line has most of. A quotation that does not end takes the rest.
 */
export function parseCsv(text: string): string[][] {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const separator = separatorOf(source);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    if (row.some((each) => each.trim() !== "")) rows.push(row);
    row = [];
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === "") isQuoted = true;
    else if (character === separator) endCell();
    else if (character === "\n") endRow();
    else if (character !== "\r" || source[at + 1] !== "\n") cell += character;
  }
  endRow();
  return rows;
}

function separatorOf(source: string): string {
  const [first = ""] = source.split("\n", 1);
  const count = (separator: string): number => first.split(separator).length;
  return [",", ";", "\t"].reduce((best, each) => (count(each) > count(best) ? each : best));
}

export type CsvCell = string | number | undefined;

/**
 * A CSV file of these rows. What a learner typed must not become a formula of the spreadsheet that opens it: text that
 * begins like one gets an apostrophe in front, which spreadsheets do not show.
 */
export function formatCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(formatCell).join(",")}\r\n`).join("");
}

function formatCell(cell: CsvCell): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const text = isFormula(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A lone minus is how lists say "none". */
function isFormula(text: string): boolean {
  return text !== "-" && /^\s*[=+\-@]|^[\t\r]/.test(text);
}
