import type { Client, ClientConfig, QueryConfig, QueryResult } from "pg";
import { DatabaseError, type DatabaseErrorKind, noAnswerWithin } from "./database-error.ts";
import type { ServerAddress, TlsSettings } from "./database-url.ts";
import { loadDriver } from "./load-driver.ts";
import type {
  SqlConnection,
  SqlDialect,
  SqlEngine,
  SqlResult,
  SqlRow,
  SqlStatement,
  SqlValue,
} from "./sql-driver.ts";

/** PostgreSQL 12 or later, through the package `pg`. */
export function postgres(address: ServerAddress): SqlEngine {
  const { host, port, user, password, database, tls } = address;
  // Where statements are not to be prepared there is a pooler, and most poolers take no such parameter.
  let takesTimeout = address.prepares;
  return {
    name: "postgresql",
    place: address.place,
    dialect: postgresDialect,
    mostConnections: 100,
    async connect(timeoutMs, answerMs) {
      const { default: pg } = await loadDriver<{ default: typeof import("pg") }>("pg", "PostgreSQL");
      const config: ClientConfig = {
        host,
        ...(port === undefined ? {} : { port }),
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
        ...(database === undefined ? {} : { database }),
        ssl: tls === undefined ? false : tlsOptions(tls, host),
        keepAlive: true,
        connectionTimeoutMillis: timeoutMs,
        application_name: "keepsake",
        types: { getTypeParser: parserOf(pg.types.getTypeParser) },
      };
      if (answerMs !== undefined && takesTimeout) {
        const limited = { ...config, statement_timeout: Math.ceil(answerMs) };
        try {
          return await PostgresConnection.open(new pg.Client(limited), address.prepares, answerMs);
        } catch (error) {
          if (!(error instanceof DatabaseError) || error.engineCode !== PROTOCOL_VIOLATION) throw error;
          takesTimeout = false;
        }
      }
      return PostgresConnection.open(new pg.Client(config), address.prepares);
    },
  };
}

/** With the host, which the driver leaves out where it is an address: then Node would look for "localhost". */
function tlsOptions({ verify, ...files }: TlsSettings, host: string) {
  return {
    ...files,
    host,
    rejectUnauthorized: verify !== "nothing",
    ...(verify === "host" ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** What poolers call a parameter that they do not take. */
const PROTOCOL_VIOLATION = "08P01";
const QUERY_CANCELED = "57014";

class PostgresConnection implements SqlConnection {
  readonly #client: Client;
  readonly #prepares: boolean;
  readonly #answerMs: number;
  #usable = true;

  /** `answerMs`: when the server gives a statement up. Absent: it was not told. */
  static async open(client: Client, prepares: boolean, answerMs?: number): Promise<PostgresConnection> {
    const connection = new PostgresConnection(client, prepares, answerMs);
    await connection.#connect();
    return connection;
  }

  constructor(client: Client, prepares: boolean, answerMs = Number.POSITIVE_INFINITY) {
    this.#client = client;
    this.#prepares = prepares;
    this.#answerMs = answerMs;
    const lost = () => {
      this.#usable = false;
    };
    // The queries under way are rejected by the driver; this tells of connections that lie idle.
    client.on("error", lost);
    client.on("end", lost);
  }

  async query(statement: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    const { rows, rowCount } = await this.#answer(statement, values);
    return { rows, affected: rowCount ?? 0 };
  }

  async begin(): Promise<void> {
    await this.#answer({ text: "BEGIN" });
  }

  async commit(): Promise<void> {
    const { command } = await this.#answer({ text: "COMMIT" });
    // Where a statement has failed the server rolls back instead, and calls that no error.
    if (command !== "COMMIT") {
      throw new DatabaseError(
        "refused",
        "the transaction was rolled back, since a statement in it had failed",
      );
    }
  }

  async rollback(): Promise<void> {
    await this.#answer({ text: "ROLLBACK" });
  }

  /** After any error the server takes nothing but the transaction's end. */
  endsTransaction(): boolean {
    return true;
  }

  isUsable(): boolean {
    return this.#usable;
  }

  keepAlive(wanted: boolean): void {
    const client = this.#client as unknown as Reached;
    if (wanted) client.ref();
    else client.unref();
  }

  async close(): Promise<void> {
    this.#usable = false;
    await this.#client.end();
  }

  destroy(): void {
    this.#usable = false;
    (this.#client as unknown as Reached).connection.stream.destroy();
  }

  async #connect(): Promise<void> {
    try {
      await this.#client.connect();
    } catch (error) {
      this.destroy();
      throw databaseError(error, "unreachable");
    }
  }

  async #answer(
    { text, name }: SqlStatement,
    values: readonly SqlValue[] = [],
  ): Promise<QueryResult<SqlRow>> {
    const config: QueryConfig & { queryMode: "extended" } = {
      text,
      values: values.map(postgresValue),
      // The other way takes several statements in one text.
      queryMode: "extended",
      ...(name !== undefined && this.#prepares ? { name } : {}),
    };
    const startedMs = performance.now();
    try {
      return await this.#client.query<SqlRow>(config);
    } catch (error) {
      const known = databaseError(error, this.#usable ? "refused" : "unreachable");
      // Earlier it was somebody who canceled it; the message, which tells them apart, is in the server's language.
      const isLate = performance.now() - startedMs >= this.#answerMs;
      throw known.engineCode === QUERY_CANCELED && isLate ? noAnswerWithin(this.#answerMs) : known;
    }
  }
}

/** What the driver's types leave out. */
interface Reached {
  ref(): void;
  unref(): void;
  readonly connection: { readonly stream: { destroy(): void } };
}

function postgresValue(value: SqlValue): unknown {
  if (typeof value === "bigint") return value.toString();
  // The driver would write a date in the machine's own time zone.
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return value;
}

type Parser = (text: string) => unknown;
type GetTypeParser = (oid: number, format?: "text" | "binary") => Parser;

const INT8 = 20;
const DATE = 1082;
const TIMESTAMP = 1114;

/** As the driver reads values, but: whole numbers exactly, times without a zone as UTC, dates as they stand. */
function parserOf(byDriver: unknown): GetTypeParser {
  return (oid, format) => {
    if (format !== "binary") {
      if (oid === INT8) return wholeNumber;
      if (oid === DATE) return (text) => text;
      if (oid === TIMESTAMP) return (text) => utc(text);
    }
    return (byDriver as GetTypeParser)(oid, format);
  };
}

function wholeNumber(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** A date that JavaScript cannot hold ("infinity", BC) stays a text. */
function utc(text: string): Date | string {
  const date = new Date(`${text.replace(" ", "T")}Z`);
  return Number.isNaN(date.getTime()) ? text : date;
}

function databaseError(error: unknown, otherwise: DatabaseErrorKind): DatabaseError {
  const { code, position, message } = error as { code?: string; position?: string; message?: string };
  return new DatabaseError(kindOf(code, otherwise), message || String(code ?? error), {
    engineCode: code,
    position: position === undefined ? undefined : Number(position),
  });
}

/** By SQLSTATE. */
function kindOf(code: string | undefined, otherwise: DatabaseErrorKind): DatabaseErrorKind {
  if (code === undefined || otherwise === "unreachable") return otherwise;
  if (code === "23505") return "duplicate";
  // Serialization failure, deadlock, and a lock that was not to be had.
  if (code === "40001" || code === "40P01" || code === "55P03") return "conflict";
  // Connection exceptions, and a server that shuts down, starts, or has no connection left.
  if (/^(?:08|57P0|53300|E[A-Z]+$)/.test(code)) return "unreachable";
  return otherwise;
}

export const postgresDialect: SqlDialect = {
  placeholder: (n) => `$${n}`,
  questionMarks: false,
  quoting: { backslashes: false, dollars: true, brackets: false, hashComments: false, nestedComments: true },
  page: (limit, offset) => `LIMIT ${limit} OFFSET ${offset}`,
  session: {
    nowMs: "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
    key: (placeholder) => placeholder,
    turnTaken: "returning",
    deleteSome: (table, condition, count) =>
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE ${condition} LIMIT ${count}) AND ${condition}`,
    types: { key: "char(64)", integer: "bigint", text: "text", holder: "text", word: "varchar(16)" },
    tableOptions: "",
    indexExists: (table, index) =>
      `SELECT 1 AS found FROM pg_index WHERE indexrelid = to_regclass('${index}') AND indrelid = to_regclass('${table}')`,
  },
};
