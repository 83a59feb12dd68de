import type { DatabaseError } from "./database-error.ts";

/** What may be bound to a placeholder, on every engine. Dates are bound as UTC. */
export type SqlValue = string | number | bigint | boolean | null | Date | Uint8Array;

/** A row; the columns are its own properties. */
export type SqlRow = Record<string, unknown>;

export interface SqlResult {
  readonly rows: readonly SqlRow[];
  /** How many rows were inserted, updated or deleted; of a query, how many it gave. */
  readonly affected: number;
  /** The generated key of the last row inserted. Absent: none, or the engine does not say. */
  readonly lastInsertId?: number | bigint;
}

/** One statement, with the placeholders of its engine. */
export interface SqlStatement {
  readonly text: string;
  /**
   * One of a small, fixed set of statements: the server keeps it prepared under this name. Absent: any text,
   * of which there may be endlessly many.
   */
  readonly name?: string;
  /** The statement as somebody wrote it, for messages. Absent: the same. */
  readonly source?: SqlSource;
}

export interface SqlSource {
  readonly text: string;
  /** Where in it something is that stands at `position` in the engine's text. Both count from 1. */
  positionOf(position: number): number;
}

/** One connection to a database. A pool sees to it that it has one user at a time, and to time-outs. */
export interface SqlConnection {
  /** Rejects with a `DatabaseError`. */
  query(statement: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /**
   * After a statement of a transaction failed with this error: whether the engine undid the transaction, so that
   * what comes next would stand alone or be refused. Where in doubt, true.
   */
  endsTransaction(error: DatabaseError): boolean;
  /** False: it broke or was closed, and is not used again. */
  isUsable(): boolean;
  /** Whether it keeps the process alive: only while somebody waits for an answer. */
  keepAlive(wanted: boolean): void;
  /** Says good-bye to the server. */
  close(): Promise<void>;
  /** Lets go at once, whatever is under way. Repeating is free. */
  destroy(): void;
}

/** A kind of database, and one place where such a one is. */
export interface SqlEngine {
  /** "postgresql", "mariadb", … for messages. */
  readonly name: string;
  /** Where it is, without user and password, for messages. */
  readonly place: string;
  readonly dialect: SqlDialect;
  /** The most connections that make sense; 1 for a database in memory, which lives in its connection. */
  readonly mostConnections: number;
  /**
   * Loads the driver and connects. Rejects with a `DatabaseError`, after about `timeoutMs` at the latest, and
   * leaves nothing open then.
   *
   * `answerMs`: nobody waits longer for an answer, so the server is told to give a statement up by then, or its
   * waiting for locks: it does not see that its client has gone, and would carry it out later. Absent: untold.
   */
  connect(timeoutMs: number, answerMs?: number): Promise<SqlConnection>;
  /**
   * Where one at a time writes: a place in the line of those whose statement was in conflict. Absent: who is in
   * conflict tries again after a pause.
   */
  lineUp?(): PlaceInLine;
}

export interface PlaceInLine {
  /** Until the statement may be tried again. Looks after `pauseMs` where nobody tells; ends after `longestMs`. */
  next(pauseMs: number, longestMs: number): Promise<void>;
  /** Whoever has had a place leaves it, however it went: others wait behind. */
  leave(): void;
}

/** In what the engines' SQL differs, as far as it is used here. */
export interface SqlDialect {
  /** The placeholder of the n-th value, from 1. */
  placeholder(n: number): string;
  /** The engine reads `?` as a placeholder itself. */
  readonly questionMarks: boolean;
  readonly quoting: SqlQuoting;
  /** Appended to a query, with a newline before it. `limit` and `offset` are placeholders. */
  page(limit: string, offset: string): string;
  /** What the session table needs. */
  readonly session: SessionDialect;
}

/** What is no placeholder, because it is text. */
export interface SqlQuoting {
  /** A backslash in a string quotes the next character. */
  readonly backslashes: boolean;
  /** `E'…'` strings with backslashes, and `$tag$ … $tag$` strings. */
  readonly dollars: boolean;
  /** `[…]` quotes an identifier. */
  readonly brackets: boolean;
  /** `#` begins a comment. */
  readonly hashComments: boolean;
  /** A comment may hold another one. */
  readonly nestedComments: boolean;
}

/** How the session table's statements are written. Expressions may hold `:name` placeholders. */
export interface SessionDialect {
  /**
   * Milliseconds since 1970 by the server's clock, in UTC. May use `:clientNowMs`, this machine's clock, to
   * find out the server's time zone.
   */
  readonly nowMs: string;
  /** A 64-digit key, as a value. */
  key(placeholder: string): string;
  /** How the statement that takes a turn tells the token, text and version. */
  readonly turnTaken: "returning" | "output" | "last-insert-id";
  /** Deletes at most `count` rows that meet the condition. */
  deleteSome(table: string, condition: string, count: number): string;
  readonly types: {
    readonly key: string;
    readonly integer: string;
    readonly text: string;
    readonly holder: string;
    readonly word: string;
  };
  /** Behind the closing parenthesis of CREATE TABLE. */
  readonly tableOptions: string;
  /** Gives a row when there is such an index. */
  indexExists(table: string, index: string): string;
}
