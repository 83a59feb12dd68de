import type { Connection, ConnectionOptions, FieldPacket, QueryError, ResultSetHeader } from "mysql2";
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

/** MySQL 8 or MariaDB 10.5 or later, through the package `mysql2`. */
export function mysql(name: "mysql" | "mariadb", address: ServerAddress): SqlEngine {
  const { host, port, user, password, database, tls } = address;
  return {
    name,
    place: address.place,
    dialect: mysqlDialect,
    mostConnections: 100,
    async connect(timeoutMs, answerMs) {
      const driver = await loadDriver<typeof import("mysql2")>(
        "mysql2",
        name === "mysql" ? "MySQL" : "MariaDB",
      );
      const options: ConnectionOptions = {
        host,
        ...(port === undefined ? {} : { port }),
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
        ...(database === undefined ? {} : { database }),
        ...(tls === undefined ? {} : { ssl: tlsOptions(tls) }),
        connectTimeout: timeoutMs,
        charset: "utf8mb4",
        timezone: "Z",
        dateStrings: ["DATE"],
        supportBigNumbers: true,
        maxPreparedStatements: KEPT_STATEMENTS,
        // No server may ask this machine for its files.
        flags: ["-LOCAL_FILES"],
      };
      return MysqlConnection.open(driver.createConnection(options), timeoutMs, sessionSettings(answerMs));
    },
  };
}

/** The driver looks at the host's name only when it is told to. */
function tlsOptions({ verify, ...files }: TlsSettings) {
  return { ...files, rejectUnauthorized: verify !== "nothing", verifyIdentity: verify === "host" };
}

/** TIMESTAMP columns are told in the session's time zone. For locks the server waits whole seconds. */
function sessionSettings(answerMs: number | undefined): string {
  const zone = "SET time_zone = '+00:00'";
  if (answerMs === undefined) return zone;
  const seconds = Math.max(1, Math.ceil(answerMs / 1000));
  return `${zone}, innodb_lock_wait_timeout = ${seconds}, lock_wait_timeout = ${seconds}`;
}

const KEPT_STATEMENTS = 100;

class MysqlConnection implements SqlConnection {
  readonly #connection: Connection;
  #usable = true;

  static async open(connection: Connection, timeoutMs: number, settings: string): Promise<MysqlConnection> {
    const opened = new MysqlConnection(connection);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const error = new DatabaseError("unreachable", `no connection within ${Math.ceil(timeoutMs)} ms`);
      timer = setTimeout(() => reject(error), timeoutMs);
    });
    try {
      await Promise.race([opened.#start(settings), late]);
      return opened;
    } catch (error) {
      opened.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  constructor(connection: Connection) {
    this.#connection = connection;
    const lost = () => {
      this.#usable = false;
    };
    connection.on("error", lost);
    connection.on("end", lost);
    (connection as unknown as WithStream).stream?.on("close", lost);
  }

  query({ text }: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    return new Promise((resolve, reject) => {
      const answered = (error: QueryError | null, result: unknown, fields: unknown) => {
        if (error === null) resolve(resultOf(result, fields as FieldPacket[] | undefined));
        else reject(databaseError(error, error.fatal || !this.#usable ? "unreachable" : "refused"));
      };
      // Values go to the server beside the statement, never into it. Without any, all kinds of statements go.
      if (values.length === 0) this.#connection.query(text, answered);
      else this.#connection.execute(text, values.map(mysqlValue), answered);
    });
  }

  begin = () => this.#run("START TRANSACTION");
  commit = () => this.#run("COMMIT");
  rollback = () => this.#run("ROLLBACK");

  /** At a deadlock. Where a lock was not to be had, it depends on how the server is set up. */
  endsTransaction({ kind }: DatabaseError): boolean {
    return kind === "conflict" || !this.#usable;
  }

  isUsable(): boolean {
    return this.#usable;
  }

  keepAlive(wanted: boolean): void {
    const { stream } = this.#connection as unknown as WithStream;
    if (wanted) stream?.ref?.();
    else stream?.unref?.();
  }

  close(): Promise<void> {
    this.#usable = false;
    return new Promise((resolve) => this.#connection.end(() => resolve()));
  }

  destroy(): void {
    this.#usable = false;
    this.#connection.destroy();
    // The driver only says that it sends nothing more: a server that hangs would keep the socket open.
    (this.#connection as unknown as WithStream).stream?.destroy?.();
  }

  async #start(settings: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#connection.connect((error) => {
        if (error === null || error === undefined) resolve();
        else reject(databaseError(error, "unreachable"));
      });
    });
    await this.#run(settings);
  }

  async #run(text: string): Promise<void> {
    await this.query({ text }, []);
  }
}

/** What the driver's types leave out. */
interface WithStream {
  readonly stream?: {
    on(event: "close", listener: () => void): void;
    ref?(): void;
    unref?(): void;
    destroy?(): void;
  };
}

function mysqlValue(value: SqlValue): string | number | boolean | null | Date | Buffer {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return value as Exclude<SqlValue, bigint | Uint8Array> | Buffer;
}

function resultOf(result: unknown, fields: readonly FieldPacket[] | undefined): SqlResult {
  if (!Array.isArray(result)) {
    const { affectedRows, insertId } = result as ResultSetHeader;
    return insertId > 0
      ? { rows: [], affected: affectedRows, lastInsertId: insertId }
      : { rows: [], affected: affectedRows };
  }
  const rows = result.map((row: object): SqlRow => ({ ...row }));
  for (const field of fields ?? []) if (field.columnType === LONGLONG) exactly(rows, field.name);
  return { rows, affected: rows.length };
}

const LONGLONG = 8;

/** Whole numbers that a number cannot hold come as texts. */
function exactly(rows: readonly SqlRow[], column: string): void {
  for (const row of rows) {
    const value = row[column];
    if (typeof value === "string") row[column] = BigInt(value);
  }
}

function databaseError(error: QueryError, otherwise: DatabaseErrorKind): DatabaseError {
  const { errno, code } = error;
  return new DatabaseError(kindOf(errno, otherwise), messageOf(error), { engineCode: code });
}

/** The server quotes the value that was there already. */
function messageOf({ message, code }: QueryError): string {
  return (message || String(code)).replace(/Duplicate entry '[\s\S]*' for key/, "Duplicate entry for key");
}

/** By the server's error numbers. */
function kindOf(errno: number | undefined, otherwise: DatabaseErrorKind): DatabaseErrorKind {
  switch (errno) {
    case 1062:
    case 1586:
      return "duplicate";
    // A lock that was not to be had in time, a deadlock, and MariaDB's "record has changed since last read".
    case 1205:
    case 1213:
    case 1020:
      return "conflict";
    // Too many connections, and a server that shuts down or has cut the connection.
    case 1040:
    case 1053:
    case 1927:
    case 4031:
      return "unreachable";
    default:
      return otherwise;
  }
}

export const mysqlDialect: SqlDialect = {
  placeholder: () => "?",
  questionMarks: true,
  quoting: { backslashes: true, dollars: false, brackets: false, hashComments: true, nestedComments: false },
  page: (limit, offset) => `LIMIT ${limit} OFFSET ${offset}`,
  session: {
    nowMs: "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)",
    key: (placeholder) => placeholder,
    turnTaken: "last-insert-id",
    deleteSome: (table, condition, count) => `DELETE FROM ${table} WHERE ${condition} LIMIT ${count}`,
    types: {
      key: "CHAR(64) CHARACTER SET ascii COLLATE ascii_bin",
      integer: "BIGINT",
      text: "LONGTEXT CHARACTER SET utf8mb4",
      holder: "TEXT CHARACTER SET utf8mb4",
      word: "VARCHAR(16) CHARACTER SET ascii",
    },
    tableOptions: "ENGINE = InnoDB",
    indexExists: (table, index) =>
      `SELECT 1 AS found FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '${table}' AND index_name = '${index}' LIMIT 1`,
  },
};
