import type { Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { nodeError } from "../node-error.ts";

/** As Node's: the code of the result, what it means, and what SQLite says of this case. */
export function sqliteError(sqlite: Sqlite3Static, database: number, result?: number): Error {
  const { capi } = sqlite;
  const errcode = result ?? capi.sqlite3_extended_errcode(database);
  const message = result === undefined ? capi.sqlite3_errmsg(database) : capi.sqlite3_errstr(errcode);
  return Object.assign(new Error(message), {
    code: "ERR_SQLITE_ERROR",
    errcode,
    errstr: capi.sqlite3_errstr(errcode),
  });
}

export function invalidState(message: string): Error {
  return nodeError(Error, "ERR_INVALID_STATE", message);
}

export function invalidType(message: string): Error {
  return nodeError(TypeError, "ERR_INVALID_ARG_TYPE", message);
}
