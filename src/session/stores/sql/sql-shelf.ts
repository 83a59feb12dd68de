import type { Tombstone } from "../../store.ts";
import type {
  BuryOptions,
  ReadOptions,
  ReplaceOptions,
  Shelf,
  Slot,
  SlotContent,
  SlotTurn,
  TurnAttempt,
} from "../shelf.ts";
import { DatabaseError } from "./database-error.ts";
import { migrate } from "./migrate.ts";
import { type NamedStatement, valuesOf } from "./named-values.ts";
import { sessionSchema } from "./session-schema.ts";
import { COLLECTED_AT_ONCE, type SessionStatements, sessionStatements } from "./session-statements.ts";
import type { SqlResult, SqlRow, SqlValue } from "./sql-driver.ts";
import type { SqlPool } from "./sql-pool.ts";

export interface SqlShelfOptions {
  /** A longer record is refused, in bytes. */
  readonly longestRecord: number;
}

/** No turn has this token. */
const NO_TOKEN = -1;

/**
 * Sessions in one table of an SQL database, a row each. Every step is one statement on one row, committed at
 * once: no transaction is ever left open, and a turn is columns of the row, with a lease by the server's clock.
 */
export class SqlShelf implements Shelf {
  readonly name: string;
  readonly collectionIntervalMs = 300_000;
  readonly passesTurns = true;
  readonly #pool: SqlPool;
  readonly #table: string;
  readonly #longestRecord: number;
  readonly #say: SessionStatements;

  constructor(pool: SqlPool, table: string, options: SqlShelfOptions) {
    this.name = pool.engine.name;
    this.#pool = pool;
    this.#table = table;
    this.#longestRecord = options.longestRecord;
    this.#say = sessionStatements(pool.engine.dialect, table);
  }

  async open(): Promise<void> {
    await migrate(this.#pool, this.#table, sessionSchema(this.#pool.engine.dialect, this.#table));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async read(key: string, options: ReadOptions = {}): Promise<Slot | undefined> {
    const statement = options.turn === true ? this.#say.readTurn : this.#say.read;
    const { rows } = await this.#run(statement, { key });
    const [row] = rows;
    return row === undefined ? undefined : slotOf(row);
  }

  async insert(key: string, content: SlotContent): Promise<boolean> {
    const values = { key, ...this.#written(content) };
    if (await this.#insert(values)) return true;
    // A tombstone whose time is over is absent; nobody has collected it yet.
    const { affected } = await this.#run(this.#say.removeOldTombstone, { key });
    return affected > 0 && this.#insert(values);
  }

  async replace(
    key: string,
    version: number,
    content: SlotContent,
    { turn, release, passTo }: ReplaceOptions = {},
  ): Promise<boolean> {
    const values = { key, version, ...this.#written(content) };
    if (turn === undefined) return this.#changes(this.#say.replace, values);
    if (passTo !== undefined) {
      return this.#changes(this.#say.replaceAndPass, { ...values, turn, ...passTo });
    }
    const statement = release === true ? this.#say.replaceAndRelease : this.#say.replaceWithTurn;
    return this.#changes(statement, { ...values, turn });
  }

  bury(
    key: string,
    { because, successor = null }: Nullable<Tombstone>,
    keepMs: number,
    { version, turn }: BuryOptions = {},
  ): Promise<boolean> {
    const values = { key, because, successor, keepMs };
    const { bury, buryVersion, buryWithTurn, buryVersionWithTurn } = this.#say;
    if (version === undefined) {
      return turn === undefined
        ? this.#changes(bury, values)
        : this.#changes(buryWithTurn, { ...values, turn });
    }
    return turn === undefined
      ? this.#changes(buryVersion, { ...values, version })
      : this.#changes(buryVersionWithTurn, { ...values, version, turn });
  }

  async remove(key: string): Promise<void> {
    await this.#run(this.#say.remove, { key });
  }

  async takeTurn(key: string, holder: string, leaseMs: number, breaking = NO_TOKEN): Promise<TurnAttempt> {
    const result = await this.#run(this.#say.takeTurn, { key, holder, leaseMs, breaking });
    const row = await this.#taken(key, result);
    if (row === undefined) return { taken: false, slot: await this.read(key, { turn: true }) };
    return {
      taken: true,
      token: Number(row["turn_token"]),
      text: String(row["record_text"]),
      version: Number(row["version"]),
    };
  }

  renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    return this.#changes(this.#say.renewTurn, { key, turn: token, leaseMs });
  }

  async releaseTurn(key: string, token: number): Promise<void> {
    await this.#run(this.#say.releaseTurn, { key, turn: token });
  }

  async keysOfOwner(owner: string): Promise<readonly string[]> {
    const { rows } = await this.#run(this.#say.keysOfOwner, { owner });
    return rows.map((row) => String(row["id"]));
  }

  async collect(nowMs: number): Promise<number> {
    const records = await this.#collect(this.#say.collectRecords, { expiredAt: Math.floor(nowMs) });
    return records + (await this.#collect(this.#say.collectTombstones, {}));
  }

  async #insert(values: Readonly<Record<string, SqlValue>>): Promise<boolean> {
    try {
      await this.#run(this.#say.insert, values);
      return true;
    } catch (error) {
      if (error instanceof DatabaseError && error.kind === "duplicate") return false;
      throw error;
    }
  }

  /** The row whose turn the statement took, where it took one. */
  async #taken(key: string, { affected, rows, lastInsertId }: SqlResult): Promise<SqlRow | undefined> {
    if (affected === 0) return undefined;
    if (this.#pool.engine.dialect.session.turnTaken !== "last-insert-id") return rows[0];
    const read = await this.#run(this.#say.readTaken, { key, turn: lastInsertId ?? NO_TOKEN });
    return read.rows[0];
  }

  async #collect(statement: NamedStatement, values: Readonly<Record<string, SqlValue>>): Promise<number> {
    let collected = 0;
    for (;;) {
      const { affected } = await this.#run(statement, values);
      collected += affected;
      if (affected < COLLECTED_AT_ONCE) return collected;
    }
  }

  async #changes(statement: NamedStatement, values: Readonly<Record<string, SqlValue>>): Promise<boolean> {
    return (await this.#run(statement, values)).affected > 0;
  }

  #run(statement: NamedStatement, values: Readonly<Record<string, SqlValue>>): Promise<SqlResult> {
    return this.#pool.query(
      statement.statement,
      valuesOf(statement, { ...values, clientNowMs: Math.floor(performance.timeOrigin + performance.now()) }),
    );
  }

  #written({ text, owner = null, expiresAtMs }: Nullable<SlotContent>) {
    const length = Buffer.byteLength(text);
    if (length > this.#longestRecord) {
      throw new DatabaseError(
        "misuse",
        `A session record has ${length} bytes; the ${this.name} store keeps ${this.#longestRecord} at most. Keep large things elsewhere, and in the session where they are.`,
      );
    }
    return { text, owner, expiresAt: Math.min(Math.ceil(expiresAtMs), Number.MAX_SAFE_INTEGER) };
  }
}

/** Absent members as null, which is what a database has for them. */
type Nullable<T> = { readonly [K in keyof T]: T[K] | (undefined extends T[K] ? null : never) };

function slotOf(row: SqlRow): Slot | undefined {
  const text = row["record_text"];
  if (typeof text !== "string") return tombstoneOf(row);
  const turn = turnOf(row);
  const version = Number(row["version"]);
  return turn === undefined ? { kind: "record", text, version } : { kind: "record", text, version, turn };
}

function tombstoneOf(row: SqlRow): Slot | undefined {
  const because = row["tombstone"];
  const successor = row["successor"];
  if (Number(row["tombstone_left"]) <= 0) return undefined;
  switch (because) {
    case "renewed":
      return typeof successor === "string"
        ? { kind: "tombstone", tombstone: { because, successor } }
        : { kind: "tombstone", tombstone: { because } };
    case "rotated":
    case "destroyed":
      return { kind: "tombstone", tombstone: { because } };
    default:
      return undefined;
  }
}

function turnOf(row: SqlRow): SlotTurn | undefined {
  const left = row["turn_left"];
  if (left === null || left === undefined) return undefined;
  return { token: Number(row["turn_token"]), leftMs: Number(left), holder: String(row["turn_holder"]) };
}
