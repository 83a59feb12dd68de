import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { TdsStatement } from "./tds-double-request.ts";
import type { TdsColumn, TdsRow } from "./tds-double-tokens.ts";
import { translate } from "./tds-double-translation.ts";

/** An error as SQL Server answers it, with its real number. */
export class TdsDoubleError extends Error {
  readonly number: number;

  constructor(number: number, message: string) {
    super(message);
    this.number = number;
  }
}

export interface TdsResult {
  readonly columns: readonly TdsColumn[];
  readonly rows: readonly TdsRow[];
  /** How many rows were given, or changed. */
  readonly count: number;
}

/** One database of the double: SQLite in memory behind the statements of our shelf, as Transact-SQL has them. */
export class TdsDoubleDatabase {
  readonly #sqlite = new DatabaseSync(":memory:");

  constructor() {
    defineFunctions(this.#sqlite);
  }

  /** Throws {@link TdsDoubleError}, also for what the double does not know: it does not guess. */
  run({ text, values }: TdsStatement): TdsResult {
    const translated = translate(text);
    if (translated === undefined) throw refused(`The double does not know this statement: ${text}`);
    for (const [, name = ""] of text.matchAll(/@(\w+)/g)) {
      if (!values.has(name)) throw new TdsDoubleError(137, `Must declare the scalar variable "@${name}".`);
    }
    try {
      return this.#execute(translated, values);
    } catch (error) {
      throw asServerError(error);
    }
  }

  /** All rows of all tables. */
  dump(): string {
    const tables = this.#sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return JSON.stringify(
      tables.map(({ name }) => [name, this.#sqlite.prepare(`SELECT * FROM "${String(name)}"`).all()]),
    );
  }

  close(): void {
    this.#sqlite.close();
  }

  #execute(text: string, values: TdsStatement["values"]): TdsResult {
    const statement = this.#sqlite.prepare(text);
    const bound = Object.fromEntries<SQLInputValue>(values);
    const described = statement.columns();
    if (described.length === 0) {
      const { changes } = statement.run(bound);
      return { columns: [], rows: [], count: Number(changes) };
    }
    const found = statement.all(bound) as Record<string, string | number | null>[];
    const columns = described.map(({ name, type }) => ({ name, type: typeOf(name, type, found) }));
    const rows = found.map((row) => columns.map(({ name }) => row[name] ?? null));
    return { columns, rows, count: rows.length };
  }
}

/** As it was declared; of an expression, by what it gave. */
function typeOf(
  name: string,
  declared: string | null,
  rows: readonly Record<string, unknown>[],
): TdsColumn["type"] {
  if (declared?.startsWith("CHAR") === true || declared?.startsWith("VARCHAR") === true) return "char";
  if (declared?.startsWith("NVARCHAR") === true) return "nvarchar";
  return rows.some((row) => typeof row[name] === "string") ? "nvarchar" : "bigint";
}

function asServerError(error: unknown): TdsDoubleError {
  if (error instanceof TdsDoubleError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const subject =
    /: ([\w.]+)$/.exec(message)?.[1] ?? /(?:table|index) (\w+) already/.exec(message)?.[1] ?? "";
  if (message.startsWith("no such table"))
    return new TdsDoubleError(208, `Invalid object name '${subject}'.`);
  if (message.startsWith("no such column"))
    return new TdsDoubleError(207, `Invalid column name '${subject}'.`);
  if (message.startsWith("UNIQUE constraint failed")) {
    return new TdsDoubleError(
      2627,
      `Violation of PRIMARY KEY constraint 'PK'. Cannot insert duplicate key in object 'dbo.${subject}'. The duplicate key value is (hidden-key).`,
    );
  }
  if (message.startsWith("table")) {
    return new TdsDoubleError(2714, `There is already an object named '${subject}' in the database.`);
  }
  if (message.startsWith("index")) {
    return new TdsDoubleError(1913, `The operation failed because an index '${subject}' already exists.`);
  }
  if (message.startsWith("CHECK constraint failed")) {
    return new TdsDoubleError(8152, "String or binary data would be truncated.");
  }
  return refused(`The double could not carry this out: ${message}`);
}

function refused(message: string): TdsDoubleError {
  return new TdsDoubleError(50_000, message);
}

/** The functions of Transact-SQL that our statements call. Times are ISO texts in UTC. */
function defineFunctions(sqlite: DatabaseSync): void {
  sqlite.function("SYSUTCDATETIME", () => new Date().toISOString());
  sqlite.function("DATEDIFF_BIG", (_milliseconds, from, to) => instantOf(to) - instantOf(from));
}

/** `20260131` or a whole ISO time. */
function instantOf(text: unknown): number {
  return Date.parse(String(text).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3"));
}
