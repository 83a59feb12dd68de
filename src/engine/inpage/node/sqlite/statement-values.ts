import type { Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { nodeError } from "../node-error.ts";
import { invalidState, invalidType, sqliteError } from "./sqlite-error.ts";

export type SqliteValue = null | number | bigint | string | Uint8Array;

export interface BindingRules {
  readonly bareNames: boolean;
  readonly unknownNames: boolean;
}

/** Binds what `run`, `get` and `all` were given: an object of names first, if any, then values in order. */
export function bindValues(
  sqlite: Sqlite3Static,
  database: number,
  statement: number,
  given: readonly unknown[],
  rules: BindingRules,
): void {
  const { capi } = sqlite;
  capi.sqlite3_clear_bindings(statement);
  const [first] = given;
  const isNamed =
    typeof first === "function" ||
    (typeof first === "object" && first !== null && !ArrayBuffer.isView(first));
  if (isNamed) {
    for (const [name, value] of Object.entries(first)) {
      const index = parameterIndex(sqlite, statement, name, rules.bareNames);
      if (index > 0) bind(sqlite, database, statement, index, value);
      else if (!rules.unknownNames) throw invalidState(`Unknown named parameter '${name}'`);
    }
  }
  let index = 1;
  for (const value of isNamed ? given.slice(1) : given) {
    while (isNamedAt(sqlite, statement, index)) index += 1;
    bind(sqlite, database, statement, index, value);
    index += 1;
  }
}

function isNamedAt(sqlite: Sqlite3Static, statement: number, index: number): boolean {
  const name = sqlite.capi.sqlite3_bind_parameter_name(statement, index);
  return typeof name === "string" && /^[:@$]/.test(name);
}

function parameterIndex(sqlite: Sqlite3Static, statement: number, name: string, allowsBare: boolean): number {
  const { capi } = sqlite;
  const names = allowsBare && !/^[:@$]/.test(name) ? [`:${name}`, `@${name}`, `$${name}`] : [name];
  for (const one of names) {
    const index = capi.sqlite3_bind_parameter_index(statement, one);
    if (index > 0) return index;
  }
  return 0;
}

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

function bind(
  sqlite: Sqlite3Static,
  database: number,
  statement: number,
  index: number,
  value: unknown,
): void {
  const { capi } = sqlite;
  let result: number;
  if (value === null) {
    // Gives no result here.
    capi.sqlite3_bind_null(statement, index);
    result = capi.SQLITE_OK;
  } else if (typeof value === "number") result = capi.sqlite3_bind_double(statement, index, value);
  else if (typeof value === "boolean") result = capi.sqlite3_bind_int(statement, index, value ? 1 : 0);
  else if (typeof value === "bigint") {
    if (value < INT64.least || value > INT64.most) {
      throw nodeError(TypeError, "ERR_INVALID_ARG_VALUE", "BigInt value is too large to bind.");
    }
    result = capi.sqlite3_bind_int64(statement, index, value);
  } else if (typeof value === "string") {
    // By a pointer: the wrapper takes no text with a zero in it.
    const bytes = new TextEncoder().encode(value);
    const pointer = sqlite.wasm.alloc(bytes.length + 1);
    sqlite.wasm.heap8u().set(bytes, pointer);
    result = capi.sqlite3_bind_text(statement, index, pointer, bytes.length, capi.SQLITE_WASM_DEALLOC);
  } else if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
    result =
      bytes.length === 0
        ? capi.sqlite3_bind_zeroblob(statement, index, 0)
        : capi.sqlite3_bind_blob(statement, index, bytes.slice(), bytes.length, capi.SQLITE_TRANSIENT);
  } else throw invalidType(`Provided value cannot be bound to SQLite parameter ${index}.`);
  if (result !== capi.SQLITE_OK) throw sqliteError(sqlite, database);
}

/** The value of a column of the row that the statement stands on. */
export function columnValue(
  sqlite: Sqlite3Static,
  statement: number,
  column: number,
  readBigInts: boolean,
): SqliteValue {
  const { capi, wasm } = sqlite;
  switch (capi.sqlite3_column_type(statement, column)) {
    case capi.SQLITE_INTEGER: {
      const value = capi.sqlite3_column_int64(statement, column);
      if (readBigInts) return value;
      const number = Number(value);
      if (Number.isSafeInteger(number)) return number;
      throw nodeError(
        RangeError,
        "ERR_OUT_OF_RANGE",
        `Value is too large to be represented as a JavaScript number: ${value}`,
      );
    }
    case capi.SQLITE_FLOAT:
      return capi.sqlite3_column_double(statement, column);
    case capi.SQLITE_TEXT:
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
        bytesAt(sqlite, wasm.exports["sqlite3_column_text"] as ColumnBytes, statement, column),
      );
    case capi.SQLITE_BLOB:
      return bytesAt(sqlite, wasm.exports["sqlite3_column_blob"] as ColumnBytes, statement, column);
    default:
      return null;
  }
}

type ColumnBytes = (statement: number, column: number) => number;

function bytesAt(
  { capi, wasm }: Sqlite3Static,
  read: ColumnBytes,
  statement: number,
  column: number,
): Uint8Array<ArrayBuffer> {
  const pointer = read(statement, column);
  const length = capi.sqlite3_column_bytes(statement, column);
  return new Uint8Array(wasm.heap8u().subarray(pointer, pointer + length));
}
