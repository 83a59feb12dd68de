import { closeSync, mkdirSync, openSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DatabaseError, type DatabaseErrorKind } from "./database-error.ts";
import { loadDriver } from "./load-driver.ts";
import type {
  SqlConnection,
  SqlDialect,
  SqlEngine,
  SqlResult,
  SqlStatement,
  SqlValue,
} from "./sql-driver.ts";
import { lineUp, transactionBegan, transactionEnded } from "./sqlite-line.ts";

/** ":memory:", or the path of a file, which is made when it is not there. */
export function sqlite(path: string): SqlEngine {
  const isMemory = path === ":memory:";
  let file = isMemory ? path : resolve(path);
  return {
    name: "sqlite",
    place: isMemory ? "memory" : path,
    dialect: sqliteDialect,
    mostConnections: isMemory ? 1 : 8,
    async connect() {
      const { DatabaseSync } = await loadDriver<typeof import("node:sqlite")>("node:sqlite", "SQLite");
      try {
        if (!isMemory) file = makeFile(file);
        return new SqliteConnection(opened(DatabaseSync, file), file);
      } catch (error) {
        if (kindOf(error) === "conflict") throw databaseError(error);
        throw new DatabaseError(
          "unreachable",
          `The SQLite file ${path} cannot be opened: ${messageOf(error)}`,
        );
      }
    },
    ...(isMemory ? {} : { lineUp: () => lineUp(file) }),
  };
}

function opened(Database: typeof DatabaseSync, file: string): DatabaseSync {
  // Calls are synchronous: while SQLite itself waited for another's lock the event loop would stand still, and with
  // it the very transaction that is in the way, if it is this process's. So it never waits; the pool does.
  const database = new Database(file, { timeout: 0 });
  try {
    // Readers and one writer at a time, also from several processes. NORMAL: what was acknowledged outlives the
    // process, killed or not; a power cut may take the last moments, and never damages the file.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** Readable by its owner only, like the files that SQLite puts beside it. Gives the path that all links lead to. */
function makeFile(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, "a", 0o600));
  return realpathSync(file);
}

const KEPT_STATEMENTS = 100;

class SqliteConnection implements SqlConnection {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: DatabaseSync, file: string) {
    this.#database = database;
    this.#file = file;
  }

  async query({ text }: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    try {
      const { statement, givesRows, changesRows, returning, inserts } = this.#prepare(text);
      const bound = values.map(sqliteValue);
      if (givesRows) {
        const rows = statement.all(...bound).map(plainRow);
        return { rows, affected: returning ? this.#changes() : rows.length };
      }
      const { changes, lastInsertRowid } = statement.run(...bound);
      // SQLite goes on telling of the last statement that changed rows.
      const affected = changesRows ? Number(changes) : 0;
      return inserts && affected > 0
        ? { rows: [], affected, lastInsertId: small(lastInsertRowid) }
        : { rows: [], affected };
    } catch (error) {
      throw databaseError(error);
    }
  }

  async begin(): Promise<void> {
    // The right to write comes first: a reader that wants to write later could only fail.
    await this.query({ text: "BEGIN IMMEDIATE" }, []);
    transactionBegan(this.#file, this);
  }

  async commit(): Promise<void> {
    await this.query({ text: "COMMIT" }, []);
    transactionEnded(this.#file, this);
  }

  async rollback(): Promise<void> {
    if (this.#database.isTransaction) await this.query({ text: "ROLLBACK" }, []);
    transactionEnded(this.#file, this);
  }

  /** SQLite undoes the statement only, but all of it when the disk is full or fails. */
  endsTransaction(): boolean {
    return !this.#database.isOpen || !this.#database.isTransaction;
  }

  isUsable(): boolean {
    return this.#database.isOpen;
  }

  keepAlive(): void {}

  async close(): Promise<void> {
    this.destroy();
  }

  destroy(): void {
    this.#prepared.clear();
    if (this.#database.isOpen) this.#database.close();
    transactionEnded(this.#file, this);
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(text);
    if (!NOTHING.test(text.slice(statement.sourceSQL.length))) {
      // SQLite would leave out what follows, and say nothing.
      throw new DatabaseError("misuse", "only one statement can be given at a time");
    }
    statement.setReadBigInts(true);
    const prepared = {
      statement,
      givesRows: statement.columns().length > 0,
      returning: /\breturning\b/i.test(text),
      changesRows: CHANGE.test(text),
      inserts: INSERT.test(text),
    };
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined && this.#prepared.size >= KEPT_STATEMENTS) this.#prepared.delete(oldest);
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #changes(): number {
    return Number(this.#prepare("SELECT changes() AS n").statement.get()?.["n"] ?? 0);
  }
}

interface Prepared {
  readonly statement: StatementSync;
  readonly givesRows: boolean;
  readonly returning: boolean;
  readonly changesRows: boolean;
  readonly inserts: boolean;
}

/** Spaces, comments and semicolons only. */
const NOTHING = /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/;

/** Behind spaces and comments. */
const CHANGE = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:insert|replace|update|delete|with)\b/i;
const INSERT = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:insert|replace)\b/i;

function sqliteValue(value: SqlValue): string | number | bigint | null | Uint8Array {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Date ? value.toISOString() : value;
}

function plainRow(row: object): Record<string, unknown> {
  const plain: Record<string, unknown> = { ...row };
  for (const column in plain) {
    const value = plain[column];
    if (typeof value === "bigint") plain[column] = small(value);
  }
  return plain;
}

/** A number where that is exact. */
function small(value: number | bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** SQLite's primary result codes. */
const BUSY = 5;
const LOCKED = 6;
const UNREACHABLE = new Set([8, 10, 11, 13, 14, 26]);
/** Extended ones: UNIQUE and PRIMARY KEY, also of the rowid. */
const DUPLICATE = new Set([1555, 2067, 2579]);

function kindOf(error: unknown): DatabaseErrorKind {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  const primary = code & 0xff;
  if (primary === BUSY || primary === LOCKED) return "conflict";
  if (DUPLICATE.has(code)) return "duplicate";
  return UNREACHABLE.has(primary) ? "unreachable" : "refused";
}

function databaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const code = error instanceof Error && "errcode" in error ? String(error.errcode) : undefined;
  return new DatabaseError(kindOf(error), messageOf(error), { engineCode: code });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export const sqliteDialect: SqlDialect = {
  placeholder: () => "?",
  questionMarks: true,
  quoting: {
    backslashes: false,
    dollars: false,
    brackets: true,
    hashComments: false,
    nestedComments: false,
  },
  page: (limit, offset) => `LIMIT ${limit} OFFSET ${offset}`,
  session: {
    nowMs: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
    key: (placeholder) => placeholder,
    turnTaken: "returning",
    deleteSome: (table, condition, count) =>
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE ${condition} LIMIT ${count}) AND ${condition}`,
    types: { key: "CHAR(64)", integer: "INTEGER", text: "TEXT", holder: "TEXT", word: "TEXT" },
    tableOptions: "",
    indexExists: (_table, index) =>
      `SELECT 1 AS found FROM sqlite_master WHERE type = 'index' AND name = '${index}'`,
  },
};
