import { plainRecords, type RecordCodec } from "../../record-codec.ts";
import { SessionError } from "../../session-error.ts";
import type { Store } from "../../store.ts";
import { ShelfStore } from "../shelf-store.ts";
import { checkLimits, LONGEST_TIMER_MS } from "../store-limits.ts";
import { DatabaseError } from "./database-error.ts";
import type { SqlEngine } from "./sql-driver.ts";
import { engineOf } from "./sql-engine.ts";
import { SqlPool } from "./sql-pool.ts";
import { SqlShelf } from "./sql-shelf.ts";

export interface DatabaseStoreOptions {
  /**
   * Where the database is (DATABASE_URL): `sqlite:data/app.db`, `sqlite:///absolute/path.db`, `sqlite::memory:`,
   * `postgres://`, `mysql://`, `mariadb://`, `mssql://` or `firebird://` with name, password, host and database.
   */
  readonly url: string;
  /** Letters, digits and underscores. Default "tina4_session". */
  readonly table?: string;
  /** The most connections at a time. Default 10. */
  readonly connections?: number;
  /** The longest that one step may take, in milliseconds, waiting for a connection included. Default 5,000. */
  readonly timeoutMs?: number;
  /** A longer record is refused, in bytes. Default 4,194,304. */
  readonly longestRecord?: number;
  /** How records are written; default: plain JSON. */
  readonly codec?: RecordCodec;
  /** Where damaged records are reported, and that an engine is experimental. Default: console.error. */
  readonly log?: (message: string) => void;
}

/**
 * Keeps sessions in an SQL database: SQLite (no package needed), PostgreSQL 12 or later (package `pg`), MySQL 8
 * or MariaDB 10.5 or later (`mysql2`), Firebird 3 or later (`node-firebird`), Microsoft SQL Server 2016 or later
 * (`tedious`; experimental). The table and its indexes are made, or brought to this version, at the first use.
 *
 * Throws {@link SessionError} "bad-setting" for a URL that names no database, and for limits that cannot be.
 * Connects at the first use; `open()` does so at once.
 */
export function databaseStore(options: string | DatabaseStoreOptions): Store {
  const given: DatabaseStoreOptions = typeof options === "string" ? { url: options } : options;
  checkLimits("The database store", given, LIMITS);
  const { url, table, codec, log, longestRecord, ...pooled } = given;
  const engine = engineNamed(url);
  const report = log ?? ((message: string) => console.error(message));
  if (engine.name === "mssql") report(MSSQL_IS_EXPERIMENTAL);
  const pool = new SqlPool(engine, pooled);
  const shelf = new SqlShelf(pool, checkedTable(table ?? "tina4_session"), {
    longestRecord: longestRecord ?? 4_194_304,
  });
  return new ShelfStore(shelf, { codec: codec ?? plainRecords, log: report });
}

/** The most of each. */
const LIMITS = {
  connections: Number.MAX_SAFE_INTEGER,
  timeoutMs: LONGEST_TIMER_MS,
  longestRecord: Number.MAX_SAFE_INTEGER,
} as const;

export const MSSQL_IS_EXPERIMENTAL =
  "The mssql session store is experimental: it has not been proved against a real Microsoft SQL Server yet, " +
  "only against a stand-in. Prove it on yours before you rely on it: run its contract suite with MSSQL_URL set.";

function engineNamed(url: string): SqlEngine {
  try {
    return engineOf(url, { keepsStatements: true });
  } catch (error) {
    // Without the cause: it says the same.
    if (error instanceof DatabaseError) throw new SessionError("bad-setting", error.message);
    throw error;
  }
}

/** Names of indexes are made of it, and Firebird 3 takes 31 letters. */
function checkedTable(table: string): string {
  if (/^[a-z]\w{0,17}$/i.test(table)) return table.toLowerCase();
  throw new SessionError(
    "bad-setting",
    `The session table cannot be named ${JSON.stringify(table)}. Use up to 18 letters, digits and underscores, a letter first.`,
  );
}
