import process from "node:process";
import { DatabaseError } from "../session/stores/sql/database-error.ts";
import { type Translated, translatePlaceholders } from "../session/stores/sql/placeholders.ts";
import type { SqlResult, SqlRow, SqlValue } from "../session/stores/sql/sql-driver.ts";
import { engineOf } from "../session/stores/sql/sql-engine.ts";
import { SqlPool } from "../session/stores/sql/sql-pool.ts";
import type { SqlSession } from "../session/stores/sql/sql-transaction.ts";
import { checkedValues } from "./database-values.ts";

/** What may stand for a `?`. Dates are kept as UTC; a `Uint8Array` is kept byte by byte. */
export type DatabaseValue = SqlValue;

/**
 * A row, as a plain object. Whole numbers are numbers where those are exact, else `bigint`. Times are `Date`s,
 * those without a zone taken as UTC, dates without a time texts such as "2026-11-21"; SQLite has only texts and
 * numbers for both. Decimal fractions are texts with PostgreSQL and MySQL, which lose nothing. Bytes are a
 * `Uint8Array`. With Firebird, names of columns are in lower case.
 */
export type DatabaseRow = SqlRow;

export interface FetchOptions {
  /** At most so many rows. Microsoft SQL Server wants an ORDER BY for it. */
  readonly limit?: number;
  /** Leave out so many rows first. */
  readonly offset?: number;
}

export interface Executed {
  /** How many rows were inserted, updated or deleted. */
  readonly affectedRows: number;
  /**
   * The number that the database gave the last row inserted: with SQLite, MySQL and MariaDB. With PostgreSQL and
   * Firebird add `RETURNING id`, with Microsoft SQL Server `OUTPUT INSERTED.id`, and call `fetchOne`.
   */
  readonly lastInsertId?: number | bigint;
}

/** What can be done outside and inside of a transaction. All reject with a {@link DatabaseError}. */
export interface DatabaseSession {
  /** The first row; undefined when there is none. Add `LIMIT 1` where there may be many. */
  fetchOne<Row extends object = DatabaseRow>(
    sql: string,
    values?: readonly DatabaseValue[],
  ): Promise<Row | undefined>;
  /** All rows, or a page of them. */
  fetch<Row extends object = DatabaseRow>(
    sql: string,
    values?: readonly DatabaseValue[],
    options?: FetchOptions,
  ): Promise<Row[]>;
  execute(sql: string, values?: readonly DatabaseValue[]): Promise<Executed>;
}

/**
 * An SQL database: SQLite (`sqlite:data/app.db`, no package needed), PostgreSQL (package `pg`), MySQL and MariaDB
 * (`mysql2`), Firebird (`node-firebird`) or Microsoft SQL Server (`tedious`; experimental).
 *
 * ```ts
 * const db = new Database();
 * const user = await db.fetchOne("SELECT id, name FROM users WHERE id = ?", [userId]);
 * ```
 *
 * `?` stands for a value, on every engine; values never become part of the statement. `??` is a question mark that
 * is none. Connections are shared by all that name the same URL, made when they are needed, and do not keep the
 * process alive: a `new Database()` in a handler costs nothing. Every statement has five seconds.
 */
export class Database implements DatabaseSession {
  readonly #url: string;

  /** @param url Default: DATABASE_URL. Throws {@link DatabaseError} "bad-url" when it names no database. */
  constructor(url: string | undefined = process.env["DATABASE_URL"]) {
    if (url === undefined || url.trim() === "") {
      throw new DatabaseError(
        "bad-url",
        "DATABASE_URL, which says where the database is, is not set. Set it, in .env for example: DATABASE_URL=sqlite:data/app.db needs no package and no server.",
      );
    }
    this.#url = url.trim();
    if (!pools.has(this.#url)) engineOf(this.#url);
  }

  fetchOne<Row extends object = DatabaseRow>(
    sql: string,
    values: readonly DatabaseValue[] = [],
  ): Promise<Row | undefined> {
    return sessionOn(poolOf(this.#url)).fetchOne<Row>(sql, values);
  }

  fetch<Row extends object = DatabaseRow>(
    sql: string,
    values: readonly DatabaseValue[] = [],
    options: FetchOptions = {},
  ): Promise<Row[]> {
    return sessionOn(poolOf(this.#url)).fetch<Row>(sql, values, options);
  }

  execute(sql: string, values: readonly DatabaseValue[] = []): Promise<Executed> {
    return sessionOn(poolOf(this.#url)).execute(sql, values);
  }

  /**
   * Runs `work` in a transaction: all of it is kept when it resolves, nothing when it rejects. Within it, use the
   * session that it is handed; this object's own calls are not part of the transaction. Isolation is the engine's
   * own default; with Firebird it is READ COMMITTED, and SQLite lets one transaction write at a time.
   */
  transaction<T>(work: (session: DatabaseSession) => Promise<T>): Promise<T> {
    const pool = poolOf(this.#url);
    return pool.transaction((session) => work(sessionOn(pool, session)));
  }

  /**
   * Lets go of the connections to this URL, when what is under way is done. Whoever uses a database of this URL
   * afterwards gets new ones. Repeating is free.
   */
  async close(): Promise<void> {
    const pool = pools.get(this.#url);
    pools.delete(this.#url);
    await pool?.close();
  }
}

/** The connections of this process, by URL. */
const pools = new Map<string, SqlPool>();

function poolOf(url: string): SqlPool {
  let pool = pools.get(url);
  if (pool === undefined) {
    pool = new SqlPool(engineOf(url));
    pools.set(url, pool);
  }
  return pool;
}

function sessionOn(pool: SqlPool, session: SqlSession = pool): DatabaseSession {
  const { dialect } = pool.engine;
  const run = async (sql: string, values: readonly DatabaseValue[]): Promise<SqlResult> => {
    const { statement, placeholders } = translated(pool, sql);
    return session.query(statement, checkedValues(values, placeholders, sql));
  };
  const fetch = async <Row extends object>(
    sql: string,
    values: readonly DatabaseValue[] = [],
    { limit, offset }: FetchOptions = {},
  ): Promise<Row[]> => {
    const page =
      limit === undefined && offset === undefined
        ? ""
        : `\n${dialect.page(count("limit", limit ?? MOST_ROWS), count("offset", offset ?? 0))}`;
    const { rows } = await run(page === "" ? sql : sql.replace(/[\s;]+$/, "") + page, values);
    // The caller says what its statement selects.
    return rows as unknown as Row[];
  };
  return {
    fetch,
    async fetchOne<Row extends object>(sql: string, values: readonly DatabaseValue[] = []) {
      const [row] = await fetch<Row>(sql, values);
      return row;
    },
    async execute(sql, values = []) {
      const { affected, lastInsertId } = await run(sql, values);
      return lastInsertId === undefined
        ? { affectedRows: affected }
        : { affectedRows: affected, lastInsertId };
    },
  };
}

const MOST_ROWS = 2_147_483_647;

function count(name: string, value: number): string {
  if (Number.isSafeInteger(value) && value >= 0) return String(value);
  throw new DatabaseError("misuse", `${name} is ${value}. Give a whole number, 0 or more.`);
}

const KEPT_TRANSLATIONS = 500;
const translations = new WeakMap<SqlPool, Map<string, Translated>>();

function translated(pool: SqlPool, sql: string): Translated {
  if (typeof sql !== "string") throw new DatabaseError("misuse", "The statement is not a text.");
  const known = translations.get(pool) ?? new Map<string, Translated>();
  translations.set(pool, known);
  const found = known.get(sql);
  if (found !== undefined) return found;
  const made = translatePlaceholders(pool.engine.dialect, sql);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= KEPT_TRANSLATIONS) known.delete(oldest);
  known.set(sql, made);
  return made;
}
