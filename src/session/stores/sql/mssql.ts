import type { Connection, ConnectionConfiguration, Request } from "tedious";
import { DatabaseError, type DatabaseErrorKind } from "./database-error.ts";
import type { ServerAddress } from "./database-url.ts";
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

type Tedious = typeof import("tedious");

/**
 * Microsoft SQL Server 2016 or later, through the package `tedious`.
 *
 * @experimental Its statements are proved with the real driver against a stand-in for the server, not yet
 * against a real one. To prove it on yours, run the contract suite with `MSSQL_URL` set.
 */
export function mssql(address: ServerAddress): SqlEngine {
  return {
    name: "mssql",
    place: address.place,
    dialect: mssqlDialect,
    mostConnections: 100,
    async connect(timeoutMs) {
      const { default: driver } = await loadDriver<{ default: Tedious }>("tedious", "Microsoft SQL Server");
      return MssqlConnection.open(driver, configuration(address, timeoutMs));
    },
  };
}

function configuration(address: ServerAddress, timeoutMs: number): ConnectionConfiguration {
  const { host, port, user, password, database, tls } = address;
  return {
    server: host,
    authentication: { type: "default", options: { userName: user ?? "", password: password ?? "" } },
    options: {
      ...(port === undefined ? {} : { port }),
      ...(database === undefined ? {} : { database }),
      appName: "keepsake",
      encrypt: tls !== undefined,
      trustServerCertificate: tls === undefined || tls.verify === "nothing",
      ...(tls?.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: tls.ca } }),
      connectTimeout: timeoutMs,
      // The pool keeps the time.
      requestTimeout: 0,
      maxRetriesOnTransientErrors: 0,
      useUTC: true,
      rowCollectionOnRequestCompletion: true,
      abortTransactionOnError: true,
    },
  };
}

class MssqlConnection implements SqlConnection {
  readonly #connection: Connection;
  readonly #driver: Tedious;
  #usable = true;

  static open(driver: Tedious, configured: ConnectionConfiguration): Promise<MssqlConnection> {
    return new Promise((resolve, reject) => {
      const connection = new driver.Connection(configured);
      const opened = new MssqlConnection(driver, connection);
      connection.connect((error) => {
        if (error === undefined || error === null) {
          resolve(opened);
          return;
        }
        opened.destroy();
        reject(databaseError(error, "unreachable"));
      });
    });
  }

  constructor(driver: Tedious, connection: Connection) {
    this.#driver = driver;
    this.#connection = connection;
    const lost = () => {
      this.#usable = false;
    };
    connection.on("error", lost);
    connection.on("end", lost);
  }

  query({ text }: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    return new Promise((resolve, reject) => {
      const request = new this.#driver.Request(text, (error, rowCount, rows: MssqlRow[] | undefined) => {
        if (error) reject(databaseError(error, this.#usable ? "refused" : "unreachable"));
        else resolve({ rows: (rows ?? []).map(plainRow), affected: rowCount ?? 0 });
      });
      values.forEach((value, index) => {
        addParameter(this.#driver, request, `p${index + 1}`, value);
      });
      this.#connection.execSql(request);
    });
  }

  begin(): Promise<void> {
    return this.#step((done) => this.#connection.beginTransaction(done));
  }

  commit(): Promise<void> {
    return this.#step((done) => this.#connection.commitTransaction(done));
  }

  rollback(): Promise<void> {
    return this.#step((done) => this.#connection.rollbackTransaction(done));
  }

  /** The server does at any error (XACT_ABORT); what the driver refused by itself is not told apart. */
  endsTransaction(): boolean {
    return true;
  }

  isUsable(): boolean {
    return this.#usable;
  }

  keepAlive(wanted: boolean): void {
    const { socket } = this.#connection as unknown as WithSocket;
    if (wanted) socket?.ref?.();
    else socket?.unref?.();
  }

  async close(): Promise<void> {
    this.destroy();
  }

  destroy(): void {
    this.#usable = false;
    this.#connection.close();
  }

  #step(run: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      run((error) => {
        if (error) reject(databaseError(error, this.#usable ? "refused" : "unreachable"));
        else resolve();
      });
    });
  }
}

/** What the driver's types leave out. */
interface WithSocket {
  readonly socket?: { ref?(): void; unref?(): void };
}

type MssqlRow = readonly {
  readonly metadata: { readonly colName: string; readonly type: { readonly name: string } };
  readonly value: unknown;
}[];

/** Whole numbers of eight bytes come as texts. */
function plainRow(row: MssqlRow): SqlRow {
  return Object.fromEntries(
    row.map(({ metadata, value }) => [
      metadata.colName,
      typeof value === "string" && metadata.type.name === "BigInt" ? wholeNumber(value) : value,
    ]),
  );
}

function wholeNumber(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** The largest whole number that `int` holds. */
const LARGEST_INT = 2_147_483_647;
/** So long a `varchar` may be, and half so long an `nvarchar`, before it is a large object. */
const VARCHAR_LIMIT = 8000;

/**
 * Each type comes with one length, or the server would make a new plan for each length. ASCII goes as `varchar`: as
 * `nvarchar` it would not be looked up in the index of a `char` column.
 */
function addParameter({ TYPES }: Tedious, request: Request, name: string, value: SqlValue): void {
  switch (typeof value) {
    case "string":
      if (value.length <= VARCHAR_LIMIT && isAscii(value)) {
        request.addParameter(name, TYPES.VarChar, value, { length: VARCHAR_LIMIT });
      } else {
        request.addParameter(name, TYPES.NVarChar, value, { length: Number.POSITIVE_INFINITY });
      }
      return;
    case "number":
      if (!Number.isInteger(value)) request.addParameter(name, TYPES.Float, value);
      else if (Math.abs(value) <= LARGEST_INT) request.addParameter(name, TYPES.Int, value);
      else if (Number.isSafeInteger(value)) request.addParameter(name, TYPES.BigInt, value);
      else request.addParameter(name, TYPES.Float, value);
      return;
    case "bigint":
      request.addParameter(name, TYPES.BigInt, value);
      return;
    case "boolean":
      request.addParameter(name, TYPES.Bit, value);
      return;
    default:
      if (value === null) request.addParameter(name, TYPES.NVarChar, null);
      else if (value instanceof Date) request.addParameter(name, TYPES.DateTime2, value, { scale: 3 });
      else request.addParameter(name, TYPES.VarBinary, bufferOf(value), { length: Number.POSITIVE_INFINITY });
  }
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them.
  return /^[\x00-\x7f]*$/.test(text);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function databaseError(error: Error, otherwise: DatabaseErrorKind): DatabaseError {
  const { number, code } = error as { number?: number; code?: string };
  // A failed attempt at several addresses has no message of its own.
  const inner = error instanceof AggregateError ? String(error.errors[0] ?? error) : error.message;
  // The server quotes the value that was there already, and who could not sign in.
  const message = inner
    .replace(/The duplicate key value is \([\s\S]*\)\.?/, "")
    .replace(/(Login failed) for user '[\s\S]*?'\./, "$1.")
    .trim();
  return new DatabaseError(kindOf(number, code, otherwise), message, {
    engineCode: number === undefined ? code : String(number),
  });
}

/** The driver's codes for a connection that is lost, and those of its socket, which it hands on as they are. */
const GONE: ReadonlySet<string> = new Set([
  ...["ESOCKET", "ECONNCLOSED", "ETIMEOUT", "ECLOSE"],
  ...["ECONNRESET", "EPIPE", "ETIMEDOUT"],
]);

/** By the server's error numbers and the driver's codes. */
function kindOf(
  number: number | undefined,
  code: string | undefined,
  otherwise: DatabaseErrorKind,
): DatabaseErrorKind {
  if (otherwise === "unreachable") return otherwise;
  // A unique index and a unique constraint; a deadlock, a lock that was not to be had, a snapshot conflict.
  if (number === 2627 || number === 2601) return "duplicate";
  if (number === 1205 || number === 1222 || number === 3960) return "conflict";
  return number === undefined && code !== undefined && GONE.has(code) ? "unreachable" : otherwise;
}

export const mssqlDialect: SqlDialect = {
  placeholder: (n) => `@p${n}`,
  questionMarks: false,
  quoting: { backslashes: false, dollars: false, brackets: true, hashComments: false, nestedComments: true },
  // The engine pages only what is in order.
  page: (limit, offset) => `OFFSET ${offset} ROWS FETCH NEXT ${limit} ROWS ONLY`,
  session: {
    // One call of the clock: two could stand on either side of midnight.
    nowMs: "DATEDIFF_BIG(MILLISECOND, '19700101', SYSUTCDATETIME())",
    key: (placeholder) => `CAST(${placeholder} AS CHAR(64))`,
    turnTaken: "output",
    deleteSome: (table, condition, count) => `DELETE TOP (${count}) FROM ${table} WHERE ${condition}`,
    types: {
      key: "CHAR(64) COLLATE Latin1_General_100_BIN2",
      integer: "BIGINT",
      text: "NVARCHAR(MAX)",
      holder: "NVARCHAR(2000)",
      word: "VARCHAR(16)",
    },
    tableOptions: "",
    indexExists: (table, index) =>
      `SELECT 1 AS found FROM sys.indexes WHERE name = '${index}' AND object_id = OBJECT_ID('${table}')`,
  },
};
