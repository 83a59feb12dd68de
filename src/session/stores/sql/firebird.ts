import type { Database, FieldMetadata, Options, QueryResult, Transaction } from "node-firebird";
import { DatabaseError, type DatabaseErrorKind } from "./database-error.ts";
import type { ServerAddress } from "./database-url.ts";
import { readTimesAsUtc, toFirebirdTime } from "./firebird-times.ts";
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

type Firebird = typeof import("node-firebird");

/**
 * Firebird 3 or later, through the package `node-firebird`. With `keepsStatements`, a connection keeps what it has
 * prepared, which is faster; but then no table that they name can be dropped or altered.
 */
export function firebird(address: ServerAddress, keepsStatements: boolean): SqlEngine {
  return {
    name: "firebird",
    place: address.place,
    dialect: firebirdDialect,
    mostConnections: 100,
    async connect(timeoutMs) {
      const { default: driver } = await loadDriver<{ default: Firebird }>("node-firebird", "Firebird");
      return FirebirdConnection.open(driver, optionsOf(address, driver, keepsStatements), timeoutMs);
    },
  };
}

function optionsOf(
  address: ServerAddress,
  driver: Firebird,
  keepsStatements: boolean,
): Options & { isPool: true } {
  const { host, port, user, password, database, tls } = address;
  if (user === undefined || password === undefined) {
    // The driver would try the password that every Firebird is delivered with.
    throw new DatabaseError(
      "bad-url",
      "The database URL (DATABASE_URL) cannot be used: Firebird wants a name and a password: firebird://NAME:PASSWORD@HOST//path/db.fdb.",
    );
  }
  return {
    host,
    port: port ?? 3050,
    user,
    password,
    ...(database === undefined ? {} : { database }),
    encoding: "UTF8",
    wireCrypt: tls === undefined ? driver.WIRE_CRYPT_DISABLE : driver.WIRE_CRYPT_ENABLE,
    blobAsText: true,
    blobChunkSize: 65_535,
    blobReadChunkSize: 65_535,
    lowercase_keys: true,
    numericMode: driver.NUMERIC_MODE_SAFE,
    statementCacheSize: keepsStatements ? KEPT_STATEMENTS : 0,
    // A connection that broke is replaced by our pool, not by the driver behind its back.
    isPool: true,
  };
}

const KEPT_STATEMENTS = 100;

/** Waits for a lock so long, then "conflict"; the pool's own time-out may be later. In seconds. */
const LOCK_WAIT_SECONDS = 2;

class FirebirdConnection implements SqlConnection {
  readonly #database: Reached;
  readonly #driver: Firebird;
  #transaction: Transaction | undefined;
  #usable = true;

  static open(driver: Firebird, options: Options, timeoutMs: number): Promise<FirebirdConnection> {
    return new Promise((resolve, reject) => {
      driver.attach(options, (error: unknown, database: Database) => {
        clearTimeout(timer);
        if (error) reject(attachError(error));
        else resolve(new FirebirdConnection(driver, database as Reached));
      });
      // The driver shows the connection that it began last; it has no time-out for it.
      const { _socket } = (driver as unknown as { connection: Reached["connection"] }).connection;
      if (_socket) catchWhatItThrows(_socket);
      const timer = setTimeout(() => {
        _socket?.destroy();
        reject(new DatabaseError("unreachable", `no connection within ${Math.ceil(timeoutMs)} ms`));
      }, timeoutMs);
    });
  }

  constructor(driver: Firebird, database: Reached) {
    this.#database = database;
    this.#driver = driver;
    database.on("error", () => {
      this.#usable = false;
    });
  }

  async query({ text }: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    const open = this.#transaction;
    if (open !== undefined) return this.#run(open, text, values);
    const { ISOLATION_READ_COMMITTED, ISOLATION_REPEATABLE_READ } = this.#driver;
    // A long text is fetched after its row. Without a snapshot it is gone when somebody has replaced it meanwhile, as it
    // still may be within `begin()`.
    this.#transaction = await this.#start(
      READS_ROWS.test(text) ? ISOLATION_REPEATABLE_READ : ISOLATION_READ_COMMITTED,
    );
    try {
      const result = await this.#run(this.#begun(), text, values);
      await this.commit();
      return result;
    } catch (error) {
      await this.rollback().catch(() => this.destroy());
      throw error;
    }
  }

  async begin(): Promise<void> {
    this.#transaction = await this.#start(this.#driver.ISOLATION_READ_COMMITTED);
  }

  async commit(): Promise<void> {
    await this.#guard(this.#begun().commitAsync());
    this.#transaction = undefined;
  }

  /** Also after a commit that failed: until then the transaction is there, and in the way of others. */
  async rollback(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if (transaction !== undefined) await this.#guard(transaction.rollbackAsync());
  }

  /** Firebird undoes the statement only. */
  endsTransaction(): boolean {
    return !this.isUsable();
  }

  isUsable(): boolean {
    const { connection } = this.#database;
    return this.#usable && !connection._isClosed && !connection._socket?.destroyed;
  }

  keepAlive(wanted: boolean): void {
    const { _socket } = this.#database.connection;
    if (wanted) _socket?.ref();
    else _socket?.unref();
  }

  async close(): Promise<void> {
    this.#usable = false;
    // Not back to a pool of the driver's.
    this.#database.connection._pooled = false;
    await this.#database.detachAsync();
  }

  destroy(): void {
    this.#usable = false;
    this.#database.connection._socket?.destroy();
  }

  async #start(isolation: number[]): Promise<Transaction> {
    const options = { isolation, wait: true, waitTimeout: LOCK_WAIT_SECONDS };
    const transaction = await this.#guard(this.#database.startTransactionAsync(options));
    readTimesAsUtc(transaction);
    return transaction;
  }

  #begun(): Transaction {
    if (this.#transaction === undefined) throw new DatabaseError("misuse", "no transaction was begun");
    return this.#transaction;
  }

  async #run(transaction: Transaction, text: string, values: readonly SqlValue[]): Promise<SqlResult> {
    const bound = values.map(firebirdValue);
    const { rows, affectedRows, fields } = await this.#guard(
      transaction.queryAsync(text, bound, { withMeta: true }) as Promise<QueryResult<SqlRow>>,
    );
    const list = Array.isArray(rows) ? rows : rows === undefined ? [] : [rows];
    // A statement with RETURNING gives one row in any case, all of it null when no row was met.
    if (affectedRows === 0 && CHANGES_ROWS.test(text)) return { rows: [], affected: 0 };
    for (const row of list) await this.#finish(transaction, row, fields);
    return { rows: list, affected: affectedRows };
  }

  /** Puts our kinds of values in the place of the driver's. */
  async #finish(transaction: Transaction, row: SqlRow, fields: readonly FieldMetadata[]): Promise<void> {
    for (const field of fields) {
      const column = (field.alias ?? field.field ?? "").toLowerCase();
      const value = row[column];
      if (typeof value === "function") {
        row[column] = await this.#guard(readBlob(value as FetchBlob, transaction));
      } else if (typeof value === "string" && field.typeName === "INT64" && !field.scale) {
        row[column] = BigInt(value);
      }
    }
  }

  async #guard<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw databaseError(error, this.isUsable() ? "refused" : "unreachable");
    }
  }
}

/** What the driver's types leave out. */
type Reached = Database & {
  on(event: "error", listener: () => void): void;
  readonly connection: {
    readonly _isClosed: boolean;
    _pooled: boolean;
    readonly _socket?: DriverSocket | null;
  };
};

interface DriverSocket {
  readonly destroyed: boolean;
  destroy(error?: Error): void;
  ref(): void;
  unref(): void;
  listeners(event: "data"): ((chunk: Buffer) => void)[];
  removeAllListeners(event: "data"): void;
  addListener(event: "data", listener: (chunk: Buffer) => void): void;
}

/** Where the driver cannot read an answer it throws, out of a listener: that would end the process. */
function catchWhatItThrows(socket: DriverSocket): void {
  const listeners = socket.listeners("data");
  socket.removeAllListeners("data");
  socket.addListener("data", (chunk) => {
    try {
      for (const listener of listeners) listener(chunk);
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

const CHANGES_ROWS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|merge)\b/i;
const READS_ROWS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with)\b/i;

type FetchBlob = (
  transaction: Transaction,
  opened: (
    error: unknown,
    name: string,
    blob: {
      on(event: "data", listener: (chunk: Buffer) => void): void;
      on(event: "end", listener: () => void): void;
      on(event: "error", listener: (error: Error) => void): void;
    },
  ) => void,
) => void;

function readBlob(fetchBlob: FetchBlob, transaction: Transaction): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    fetchBlob(transaction, (error, _name, blob) => {
      if (error) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      blob.on("data", (chunk) => chunks.push(chunk));
      blob.on("end", () => resolve(Buffer.concat(chunks)));
      blob.on("error", reject);
    });
  });
}

function firebirdValue(value: SqlValue): unknown {
  if (value instanceof Date) return toFirebirdTime(value);
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  // The driver sends a bigint as INT128, which Firebird 3 does not know.
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  // Whole numbers it sends in eight bytes, and is lost when they do not fit.
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) return String(value);
  return value;
}

/** isc_login */
const NOT_LET_IN = 335544472;

/**
 * The server keeps a random salt for each user. One that begins with a zero (one of sixteen does) node-firebird
 * reads wrongly, up to version 2.17.1 at least: that user is never let in, or the handshake breaks off.
 */
function attachError(error: unknown): DatabaseError {
  const { gdscode } = error as { gdscode?: number };
  const known = databaseError(error, "unreachable");
  if (gdscode !== NOT_LET_IN && !(error instanceof SyntaxError)) return known;
  const hint =
    "If name and password are right, set the same password again (ALTER USER … PASSWORD …): the driver cannot deal with every salt that a server draws";
  return new DatabaseError("unreachable", `${known.message} ${hint}`, known);
}

function databaseError(error: unknown, otherwise: DatabaseErrorKind): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { gdscode, code, message } = error as { gdscode?: number; code?: string; message?: string };
  // The server quotes the value that was there already.
  const text = (message || String(code ?? error)).replace(/,?\s*Problematic key value is [\s\S]*$/, "");
  const place = /line (\d+), column (\d+)/i.exec(text);
  return new DatabaseError(kindOf(gdscode, otherwise), text, {
    engineCode: gdscode === undefined ? code : String(gdscode),
    position: place?.[1] === "1" ? Number(place[2]) : undefined,
  });
}

/** By the server's error numbers (isc_…). */
function kindOf(gdscode: number | undefined, otherwise: DatabaseErrorKind): DatabaseErrorKind {
  switch (gdscode) {
    // no_dup, unique_key_violation
    case 335544349:
    case 335544665:
      return "duplicate";
    // lock_conflict, deadlock, update_conflict, lock_timeout, concurrent_transaction
    case 335544345:
    case 335544336:
    case 335544451:
    case 335544510:
    case 335544878:
      return "conflict";
    // network_error, net_read_err, net_write_err, shutdown, att_shutdown
    case 335544721:
    case 335544726:
    case 335544727:
    case 335544528:
    case 335544856:
      return "unreachable";
    default:
      return otherwise;
  }
}

/** The server's clock, which Firebird 3 tells in its own time zone only. */
const WALL_CLOCK_MS =
  "DATEDIFF(MILLISECOND FROM TIMESTAMP '1970-01-01 00:00:00' TO CAST('NOW' AS TIMESTAMP))";

export const firebirdDialect: SqlDialect = {
  placeholder: () => "?",
  questionMarks: true,
  quoting: {
    backslashes: false,
    dollars: false,
    brackets: false,
    hashComments: false,
    nestedComments: false,
  },
  page: (limit, offset) => `OFFSET ${offset} ROWS FETCH NEXT ${limit} ROWS ONLY`,
  session: {
    // Zones differ from UTC by quarters of an hour. How many, this machine's clock tells, if it is right to seven
    // minutes; the rest is the server's.
    nowMs: `(${WALL_CLOCK_MS} - 900000 * CAST(ROUND((${WALL_CLOCK_MS} - CAST(:clientNowMs AS BIGINT)) / 900000.0) AS BIGINT))`,
    key: (placeholder) => placeholder,
    turnTaken: "returning",
    deleteSome: (table, condition, count) => `DELETE FROM ${table} WHERE ${condition} ROWS ${count}`,
    types: {
      key: "CHAR(64) CHARACTER SET ASCII",
      integer: "BIGINT",
      text: "BLOB SUB_TYPE TEXT CHARACTER SET UTF8",
      holder: "VARCHAR(2000) CHARACTER SET UTF8",
      word: "VARCHAR(16) CHARACTER SET ASCII",
    },
    tableOptions: "",
    indexExists: (_table, index) =>
      `SELECT 1 AS found FROM rdb$indices WHERE rdb$index_name = '${index.toUpperCase()}'`,
  },
};
