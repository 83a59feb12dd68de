import type { Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { invalidState, invalidType, sqliteError } from "./sqlite-error.ts";
import { bindValues, columnValue, type SqliteValue } from "./statement-values.ts";

type Row = Record<string, SqliteValue> | SqliteValue[];

export interface StatementOptions {
  readonly readBigInts: boolean;
  readonly returnArrays: boolean;
  readonly bareNames: boolean;
  readonly unknownNames: boolean;
}

/** `StatementSync` of `node:sqlite`. */
export class StatementSync {
  readonly #sqlite: Sqlite3Static;
  readonly #database: number;
  #statement: number;
  #readBigInts: boolean;
  #returnArrays: boolean;
  #bareNames: boolean;
  #unknownNames: boolean;

  constructor(sqlite: Sqlite3Static, database: number, statement: number, options: StatementOptions) {
    this.#sqlite = sqlite;
    this.#database = database;
    this.#statement = statement;
    this.#readBigInts = options.readBigInts;
    this.#returnArrays = options.returnArrays;
    this.#bareNames = options.bareNames;
    this.#unknownNames = options.unknownNames;
  }

  get sourceSQL(): string {
    return String(this.#sqlite.capi.sqlite3_sql(this.#open()));
  }

  get expandedSQL(): string {
    const { capi, wasm } = this.#sqlite;
    const pointer = (wasm.exports["sqlite3_expanded_sql"] as (statement: number) => number)(this.#open());
    const text = String(wasm.cstrToJs(pointer));
    capi.sqlite3_free(pointer);
    return text;
  }

  all(...values: readonly unknown[]): Row[] {
    this.#bind(values);
    return this.#untilReset(() => {
      const rows: Row[] = [];
      const names = this.#names();
      while (this.#step()) rows.push(this.#row(names));
      return rows;
    });
  }

  get(...values: readonly unknown[]): Row | undefined {
    this.#bind(values);
    return this.#untilReset(() => (this.#step() ? this.#row(this.#names()) : undefined));
  }

  run(...values: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    const { capi } = this.#sqlite;
    this.#bind(values);
    this.#untilReset(() => {
      while (this.#step());
    });
    const [changes, id] = [
      capi.sqlite3_changes64(this.#database),
      capi.sqlite3_last_insert_rowid(this.#database),
    ];
    return this.#readBigInts
      ? { changes, lastInsertRowid: id }
      : { changes: Number(changes), lastInsertRowid: Number(id) };
  }

  iterate(...values: readonly unknown[]): IterableIterator<Row, undefined> {
    this.#bind(values);
    const names = this.#names();
    let isDone = false;
    const over = (): { done: true; value: undefined } => {
      if (!isDone && this.#statement !== 0) this.#sqlite.capi.sqlite3_reset(this.#statement);
      isDone = true;
      return { done: true, value: undefined };
    };
    return {
      [Symbol.iterator]() {
        return this;
      },
      next: () => {
        this.#open();
        return !isDone && this.#step() ? { done: false, value: this.#row(names) } : over();
      },
      return: over,
    };
  }

  columns(): Record<"column" | "database" | "name" | "table" | "type", string | null>[] {
    const { capi } = this.#sqlite;
    const statement = this.#open();
    return this.#names().map((name, index) =>
      Object.assign(Object.create(null), {
        column: capi.sqlite3_column_origin_name(statement, index) ?? null,
        database: capi.sqlite3_column_database_name(statement, index) ?? null,
        name,
        table: capi.sqlite3_column_table_name(statement, index) ?? null,
        type: capi.sqlite3_column_decltype(statement, index) ?? null,
      }),
    );
  }

  setReadBigInts(enabled: boolean): void {
    this.#open();
    this.#readBigInts = checkedFlag("readBigInts", enabled);
  }
  setReturnArrays(enabled: boolean): void {
    this.#open();
    this.#returnArrays = checkedFlag("returnArrays", enabled);
  }
  setAllowBareNamedParameters(enabled: boolean): void {
    this.#open();
    this.#bareNames = checkedFlag("allowBareNamedParameters", enabled);
  }
  setAllowUnknownNamedParameters(enabled: boolean): void {
    this.#open();
    this.#unknownNames = checkedFlag("enabled", enabled);
  }

  /** Its database is being closed. */
  _finalize(): void {
    if (this.#statement !== 0) this.#sqlite.capi.sqlite3_finalize(this.#statement);
    this.#statement = 0;
  }

  #open(): number {
    if (this.#statement === 0) throw invalidState("statement has been finalized");
    return this.#statement;
  }

  #bind(values: readonly unknown[]): void {
    const statement = this.#open();
    this.#sqlite.capi.sqlite3_reset(statement);
    bindValues(this.#sqlite, this.#database, statement, values, {
      bareNames: this.#bareNames,
      unknownNames: this.#unknownNames,
    });
  }

  /** Whether there is a row. */
  #step(): boolean {
    const { capi } = this.#sqlite;
    const result = capi.sqlite3_step(this.#statement);
    if (result === capi.SQLITE_ROW) return true;
    if (result === capi.SQLITE_DONE) return false;
    throw sqliteError(this.#sqlite, this.#database);
  }

  #untilReset<T>(run: () => T): T {
    try {
      return run();
    } finally {
      this.#sqlite.capi.sqlite3_reset(this.#statement);
    }
  }

  #names(): string[] {
    const { capi } = this.#sqlite;
    const count = capi.sqlite3_column_count(this.#statement);
    return Array.from({ length: count }, (_item, index) =>
      String(capi.sqlite3_column_name(this.#statement, index)),
    );
  }

  #row(names: readonly string[]): Row {
    const values = names.map((_name, index) =>
      columnValue(this.#sqlite, this.#statement, index, this.#readBigInts),
    );
    if (this.#returnArrays) return values;
    const row: Record<string, SqliteValue> = Object.create(null);
    for (const [index, name] of names.entries()) row[name] = values[index] ?? null;
    return row;
  }
}

function checkedFlag(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw invalidType(`The "${name}" argument must be a boolean.`);
}
