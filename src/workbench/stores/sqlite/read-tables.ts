import { columnsOf } from "./column-names.ts";
import { databasePages } from "./database-pages.ts";
import { type StoredValue, storedValues } from "./stored-values.ts";
import { tableRows } from "./table-rows.ts";

/** A table with its first rows. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** At most as many as were asked for. `undefined`: the column came later, and the row has its default. */
  readonly rows: readonly (readonly (StoredValue | undefined)[])[];
  /** All of them. */
  readonly rowCount: number;
}

/** The table of all tables. */
const SCHEMA_PAGE = 1;
/** A table without row numbers is kept as an index is; so is none that the library makes. */
const WITHOUT_ROWID = /\bwithout\s+rowid\b/i;

/**
 * The tables in a database file of SQLite, sorted by name, without SQLite's own, virtual ones, and those made WITHOUT ROWID.
 * `log`: the write-ahead log beside it. Throws `UnreadableDatabase`.
 */
export function readTables(
  file: Uint8Array,
  log: Uint8Array | undefined,
  rowsAtMost: number,
): readonly StoredTable[] {
  const pages = databasePages(file, log);
  if (pages === undefined) return [];
  const tables: StoredTable[] = [];
  for (const entry of tableRows(pages, SCHEMA_PAGE)) {
    const [type, name, , root, sql] = storedValues(entry.payload(), pages.encoding);
    if (type !== "table" || typeof name !== "string" || typeof sql !== "string" || typeof root !== "number")
      continue;
    if (name.startsWith("sqlite_") || root === 0 || WITHOUT_ROWID.test(sql)) continue;
    const { names, rowIdColumn } = columnsOf(sql);
    const rows: (StoredValue | undefined)[][] = [];
    let rowCount = 0;
    for (const { rowId, payload } of tableRows(pages, root)) {
      rowCount += 1;
      if (rows.length === rowsAtMost) continue;
      const values = storedValues(payload(), pages.encoding);
      rows.push(names.map((_name, at) => (at === rowIdColumn ? rowId : values[at])));
    }
    tables.push({ name, columns: names, rows, rowCount });
  }
  return tables.sort((one, other) => (one.name < other.name ? -1 : 1));
}
