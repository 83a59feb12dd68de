import type { Client, ClientConfig, QueryConfig, QueryResult } from "pg";
import { DatabaseError, type DatabaseErrorKind } from "./database-error.ts";
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
  return {
    name: "postgresql",
    place: address.place,
    dialect: postgresDialect,
    mostConnections: 100,
    async connect(timeoutMs) {
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
      const connection = new PostgresConnection(new pg.Client(config), address.prepares);
      await connection.connect();
      return connection;
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

class PostgresConnection implements SqlConnection {
  readonly #client: Client;
  readonly #prepares: boolean;
  #usable = true;

  constructor(client: Client, prepares: boolean) {
    this.#client = client;
    this.#prepares = prepares;
    const lost = () => {
      this.#usable = false;
    };
    // The queries under way are rejected by the driver; this tells of connections that lie idle.
    client.on("error", lost);
    client.on("end", lost);
  }

  async connect(): Promise<void> {
    try {
      await this.#client.connect();
    } catch (error) {
      this.destroy();
      throw databaseError(error, "unreachable");
    }
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
    try {
      return await this.#client.query<SqlRow>(config);
    } catch (error) {
      throw databaseError(error, this.#usable ? "refused" : "unreachable");
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
