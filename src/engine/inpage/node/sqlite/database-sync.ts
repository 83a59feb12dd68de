import type { Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { nodeError } from "../node-error.ts";
import { checkedOptions, type DatabaseOptions } from "./database-options.ts";
import { databasePath } from "./database-path.ts";
import { invalidState, invalidType, sqliteError } from "./sqlite-error.ts";
import { StatementSync } from "./statement-sync.ts";
import { VFS_NAME } from "./vfs.ts";

interface FunctionOptions {
  readonly deterministic?: boolean;
  readonly directOnly?: boolean;
  readonly varargs?: boolean;
}

const POINTER_BYTES = 8;

/** The types know some of the options by their names only. */
type Configure = (database: number, option: number, value: number, unused: number) => number;

/** Members of Node's that this one lacks. */
const LACKING = [
  ...["aggregate", "applyChangeset", "createSession", "createTagStore", "deserialize", "enableDefensive"],
  ...["enableLoadExtension", "loadExtension", "serialize", "setAuthorizer"],
];

/** `DatabaseSync` of `node:sqlite`, on SQLite's own WebAssembly. `cwd`: what a relative path begins from. */
export function databaseClass(sqlite: Sqlite3Static, cwd: string) {
  const { capi, wasm } = sqlite;

  class DatabaseSync {
    readonly #path: string;
    readonly #options: Required<DatabaseOptions>;
    readonly #statements = new Set<StatementSync>();
    #database = 0;

    constructor(path: unknown, options?: unknown) {
      this.#path = databasePath(path, cwd);
      this.#options = checkedOptions(options);
      if (this.#options.open) this.open();
    }

    get isOpen(): boolean {
      return this.#database !== 0;
    }

    get isTransaction(): boolean {
      return capi.sqlite3_get_autocommit(this.#opened()) === 0;
    }

    open(): void {
      if (this.isOpen) throw invalidState("database is already open");
      const access = this.#options.readOnly
        ? capi.SQLITE_OPEN_READONLY
        : capi.SQLITE_OPEN_READWRITE | capi.SQLITE_OPEN_CREATE;
      const scope = wasm.scopedAllocPush();
      try {
        const target = wasm.scopedAlloc(POINTER_BYTES);
        const result = capi.sqlite3_open_v2(this.#path, target, access | capi.SQLITE_OPEN_URI, VFS_NAME);
        this.#database = wasm.peekPtr(target);
        if (result !== capi.SQLITE_OK) {
          const error = sqliteError(sqlite, this.#database);
          this.#release();
          throw error;
        }
      } finally {
        wasm.scopedAllocPop(scope);
      }
      capi.sqlite3_extended_result_codes(this.#database, 1);
      capi.sqlite3_busy_timeout(this.#database, this.#options.timeout);
      const configure = (option: number, value: boolean) =>
        (capi.sqlite3_db_config as Configure)(this.#database, option, value ? 1 : 0, 0);
      configure(capi.SQLITE_DBCONFIG_ENABLE_FKEY, this.#options.enableForeignKeyConstraints);
      configure(capi.SQLITE_DBCONFIG_DQS_DML, this.#options.enableDoubleQuotedStringLiterals);
      configure(capi.SQLITE_DBCONFIG_DQS_DDL, this.#options.enableDoubleQuotedStringLiterals);
    }

    close(): void {
      this.#opened();
      this.#release();
    }

    exec(sql: unknown): void {
      const database = this.#opened();
      const result = capi.sqlite3_exec(database, text(sql), 0, 0, 0);
      if (result !== capi.SQLITE_OK) throw sqliteError(sqlite, database);
    }

    prepare(sql: unknown, options: Partial<DatabaseOptions> = {}): StatementSync {
      const database = this.#opened();
      const scope = wasm.scopedAllocPush();
      try {
        const target = wasm.scopedAlloc(POINTER_BYTES);
        const [source = 0] = wasm.scopedAllocCString(text(sql), true);
        const result = capi.sqlite3_prepare_v2(database, source, -1, target, 0);
        if (result !== capi.SQLITE_OK) throw sqliteError(sqlite, database);
        const pointer = wasm.peekPtr(target);
        if (pointer === 0) {
          throw nodeError(TypeError, "ERR_INVALID_ARG_VALUE", "The SQL query contains no statements.");
        }
        const settings = { ...this.#options, ...options };
        const statement = new StatementSync(sqlite, database, pointer, {
          readBigInts: settings.readBigInts,
          returnArrays: settings.returnArrays,
          bareNames: settings.allowBareNamedParameters,
          unknownNames: settings.allowUnknownNamedParameters,
        });
        this.#statements.add(statement);
        return statement;
      } finally {
        wasm.scopedAllocPop(scope);
      }
    }

    location(name = "main"): string | null {
      const path = capi.sqlite3_db_filename(this.#opened(), name);
      return path === null || path === "" ? null : String(path);
    }

    function(name: unknown, ...rest: readonly unknown[]): void {
      const database = this.#opened();
      if (typeof name !== "string") throw invalidType('The "name" argument must be a string.');
      const run = rest.at(-1);
      const options = (rest.length > 1 ? rest[0] : {}) as FunctionOptions;
      if (typeof run !== "function") throw invalidType('The "function" argument must be a function.');
      const flags =
        capi.SQLITE_UTF8 |
        (options.deterministic === true ? capi.SQLITE_DETERMINISTIC : 0) |
        (options.directOnly === true ? capi.SQLITE_DIRECTONLY : 0);
      const result = capi.sqlite3_create_function_v2(
        database,
        name,
        options.varargs === true ? -1 : run.length,
        flags as typeof capi.SQLITE_UTF8,
        0,
        (_context: number, ...args: readonly unknown[]) => run(...args),
        0,
        0,
        0,
      );
      if (result !== capi.SQLITE_OK) throw sqliteError(sqlite, database);
    }

    [Symbol.dispose](): void {
      if (this.isOpen) this.#release();
    }

    #opened(): number {
      if (this.#database === 0) throw invalidState("database is not open");
      return this.#database;
    }

    #release(): void {
      for (const statement of this.#statements) statement._finalize();
      this.#statements.clear();
      capi.sqlite3_close_v2(this.#database);
      this.#database = 0;
    }
  }
  for (const name of LACKING) {
    Object.defineProperty(DatabaseSync.prototype, name, {
      value: () => {
        throw nodeError(
          Error,
          "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
          `DatabaseSync.${name} does not exist in the page's engine. There are exec, prepare, function, location, open and close.`,
        );
      },
      ...{ writable: true, configurable: true },
    });
  }
  return DatabaseSync;
}

function text(sql: unknown): string {
  if (typeof sql === "string") return sql;
  throw invalidType('The "sql" argument must be a string.');
}
