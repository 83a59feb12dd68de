/**
 * A database that could not be used, or that refused a statement. The message says which, where, the statement
 * and what to do; never values, a user or a password.
 */
export class DatabaseError extends Error {
  readonly kind: DatabaseErrorKind;
  /** The engine's own code: an SQLSTATE ("23505"), a name ("ER_DUP_ENTRY") or a number, as text. */
  readonly engineCode: string | undefined;
  /** Where in the statement, from 1, when the engine says so. */
  readonly position: number | undefined;

  constructor(kind: DatabaseErrorKind, message: string, details: DatabaseErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "DatabaseError";
    this.kind = kind;
    this.engineCode = details.engineCode;
    this.position = details.position;
  }
}

/** Whoever gave the statement up: the pool or, told to by then, the server. */
export function noAnswerWithin(ms: number): DatabaseError {
  return new DatabaseError("unreachable", `no answer within ${ms} ms`);
}

export interface DatabaseErrorDetails {
  readonly engineCode?: string | undefined;
  readonly position?: number | undefined;
  /** The earlier error that this one comes of. */
  readonly cause?: unknown;
}

/** Why a database refused or failed. */
export type DatabaseErrorKind =
  /** A URL that names no database, or a setting in it that there is not. */
  | "bad-url"
  /** The engine's driver is not installed. */
  | "no-driver"
  /** No connection, or no answer in time. The statement may have been carried out or not. */
  | "unreachable"
  /** A row with this unique key is there already. */
  | "duplicate"
  /** Another transaction was faster. Nothing was changed; it can be tried again. */
  | "conflict"
  /** Everything else that the engine has against a statement. */
  | "refused"
  /** Values, or an order of calls, that cannot be. */
  | "misuse";
