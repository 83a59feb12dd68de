import { DatabaseError, noAnswerWithin } from "./database-error.ts";
import { explainedError } from "./explained-error.ts";
import type {
  PlaceInLine,
  SqlConnection,
  SqlEngine,
  SqlResult,
  SqlStatement,
  SqlValue,
} from "./sql-driver.ts";
import { type SqlSession, SqlTransaction } from "./sql-transaction.ts";
import { beginsOrEnds, usesSavepoint } from "./transaction-words.ts";

export interface SqlPoolOptions {
  /** Default 10. */
  readonly connections?: number;
  /** A statement fails when it has no answer after so long, waiting for a connection included. Default 5,000. */
  readonly timeoutMs?: number;
  /** A connection that nobody used for so long is closed. Default 30,000. */
  readonly idleMs?: number;
}

/**
 * Connections to one database, made when they are needed. Every wait is bounded. A connection that broke or was
 * slow is thrown away, and the next statement gets another: a server that was away needs no restart of ours.
 * Idle connections do not keep the process alive.
 */
export class SqlPool {
  readonly engine: SqlEngine;
  readonly #most: number;
  readonly #timeoutMs: number;
  readonly #idleMs: number;
  readonly #idle: Idle[] = [];
  readonly #waiting: Waiter[] = [];
  #open = 0;
  #closing: PromiseWithResolvers<void> | undefined;

  constructor(engine: SqlEngine, options: SqlPoolOptions = {}) {
    this.engine = engine;
    this.#most = Math.min(options.connections ?? 10, engine.mostConnections);
    this.#timeoutMs = options.timeoutMs ?? 5000;
    // A database in memory is gone with its connection.
    this.#idleMs = engine.mostConnections === 1 ? Number.POSITIVE_INFINITY : (options.idleMs ?? 30_000);
  }

  /**
   * One statement, committed when it resolves. Where another transaction was in the way and nothing has happened,
   * it is tried again. Rejects with a `DatabaseError`.
   */
  query(statement: SqlStatement, values: readonly SqlValue[] = []): Promise<SqlResult> {
    const { name, text } = statement;
    if (name === undefined && (beginsOrEnds(text) || usesSavepoint(text))) {
      const misuse = new DatabaseError(
        "misuse",
        "each statement may get another connection. Use transaction()",
      );
      return Promise.reject(explainedError(misuse, this.engine, statement));
    }
    return this.#whileInConflict(async (deadline) => {
      const connection = await this.#acquire(deadline);
      try {
        return await this.#query(connection, statement, values, deadline);
      } finally {
        this.#release(connection);
      }
    });
  }

  /** Commits when `work` resolves, and rolls back when it rejects; its statements have the pool's time each. */
  async transaction<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    const connection = await this.#whileInConflict((deadline) => this.#begin(deadline));
    const step = (run: () => Promise<void>, text: string) =>
      this.#step(connection, run, text, performance.now() + this.#timeoutMs);
    const transaction = new SqlTransaction(this.engine, {
      query: (statement, values) =>
        this.#query(connection, statement, values, performance.now() + this.#timeoutMs),
      endsTransaction: (error) => connection.endsTransaction(error),
    });
    try {
      const result = await transaction.of(work);
      await step(() => connection.commit(), "COMMIT");
      return result;
    } catch (error) {
      // What cannot be rolled back is not used again, and the server rolls back what it loses sight of.
      if (connection.isUsable()) {
        await step(() => connection.rollback(), "ROLLBACK").catch(() => connection.destroy());
      }
      throw error;
    } finally {
      this.#release(connection);
    }
  }

  /** Waits for what is under way, at most for the pool's time-out. Repeating is free. */
  async close(): Promise<void> {
    if (this.#closing === undefined) {
      this.#closing = Promise.withResolvers();
      for (let next = this.#next(); next !== undefined; next = this.#next())
        next.fail(this.#error("misuse", "is closed"));
      for (const { connection, timer } of this.#idle.splice(0)) {
        clearTimeout(timer);
        void this.#discard(connection);
      }
      if (this.#open === 0) this.#closing.resolve();
    }
    await within(this.#closing.promise, this.#timeoutMs, () => {});
  }

  async #query(
    connection: SqlConnection,
    statement: SqlStatement,
    values: readonly SqlValue[],
    deadline: number,
  ): Promise<SqlResult> {
    try {
      return await this.#bounded(connection, () => connection.query(statement, values), deadline);
    } catch (error) {
      throw explainedError(error, this.engine, statement, values);
    }
  }

  async #begin(deadline: number): Promise<SqlConnection> {
    const connection = await this.#acquire(deadline);
    try {
      await this.#step(connection, () => connection.begin(), "BEGIN", deadline);
      return connection;
    } catch (error) {
      this.#release(connection);
      throw error;
    }
  }

  /** The beginning or an end of a transaction, which each engine writes its own way; `text` is for messages. */
  async #step(
    connection: SqlConnection,
    run: () => Promise<void>,
    text: string,
    deadline: number,
  ): Promise<void> {
    try {
      await this.#bounded(connection, run, deadline);
    } catch (error) {
      throw explainedError(error, this.engine, { text });
    }
  }

  async #whileInConflict<T>(run: (deadline: number) => Promise<T>): Promise<T> {
    const deadline = performance.now() + this.#timeoutMs;
    let place: PlaceInLine | undefined;
    try {
      for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        try {
          return await run(deadline);
        } catch (error) {
          if (!(error instanceof DatabaseError) || error.kind !== "conflict") throw error;
          place ??= this.engine.lineUp?.();
          const leftMs = deadline - performance.now();
          const waitMs = Math.min(pauseMs * (0.5 + Math.random()), leftMs);
          await (place === undefined ? pause(waitMs) : place.next(waitMs, leftMs));
          if (performance.now() >= deadline) throw error;
        }
      }
    } finally {
      place?.leave();
    }
  }

  /** No answer in time: the connection is let go, since an answer that comes later would be taken for another. */
  async #bounded<T>(connection: SqlConnection, run: () => Promise<T>, deadline: number): Promise<T> {
    const answered = await within(run(), deadline - performance.now(), () => connection.destroy());
    if (answered === LATE) {
      throw noAnswerWithin(this.#timeoutMs);
    }
    return answered;
  }

  #acquire(deadline: number): Promise<SqlConnection> {
    if (this.#closing !== undefined) return Promise.reject(this.#error("misuse", "is closed"));
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      clearTimeout(idle.timer);
      if (idle.connection.isUsable()) {
        idle.connection.keepAlive(true);
        return Promise.resolve(idle.connection);
      }
      void this.#discard(idle.connection);
    }
    return this.#open < this.#most ? this.#connect(deadline) : this.#wait(deadline);
  }

  async #connect(deadline: number): Promise<SqlConnection> {
    this.#open += 1;
    const leftMs = Math.max(1, deadline - performance.now());
    const connecting = this.engine.connect(leftMs, this.#timeoutMs);
    try {
      const connection = await within(connecting, leftMs, () => {
        connecting.then(
          (late) => late.destroy(),
          () => {},
        );
      });
      if (connection !== LATE) return connection;
      throw new DatabaseError("unreachable", `no connection within ${this.#timeoutMs} ms`);
    } catch (error) {
      this.#gone();
      throw explainedError(error, this.engine);
    }
  }

  #wait(deadline: number): Promise<SqlConnection> {
    const { promise, resolve: give, reject: fail } = Promise.withResolvers<SqlConnection>();
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      const all = this.#most === 1 ? "its connection" : `all ${this.#most} connections`;
      fail(
        this.#error(
          "unreachable",
          `had ${all} in use for ${this.#timeoutMs} ms. Within a transaction, use what it hands to its work`,
        ),
      );
    }, deadline - performance.now());
    const waiter: Waiter = { give, fail, deadline, timer };
    this.#waiting.push(waiter);
    return promise;
  }

  /** Who has waited longest, and waits no more: who took it off the list gives it a connection or an error. */
  #next(): Waiter | undefined {
    const next = this.#waiting.shift();
    clearTimeout(next?.timer);
    return next;
  }

  #release(connection: SqlConnection): void {
    if (!connection.isUsable() || this.#closing !== undefined) {
      void this.#discard(connection);
      return;
    }
    const next = this.#next();
    if (next !== undefined) {
      next.give(connection);
      return;
    }
    connection.keepAlive(false);
    const timer =
      this.#idleMs === Number.POSITIVE_INFINITY
        ? undefined
        : setTimeout(() => this.#retire(connection), this.#idleMs).unref();
    this.#idle.push({ connection, timer });
  }

  #retire(connection: SqlConnection): void {
    const index = this.#idle.findIndex((idle) => idle.connection === connection);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    void this.#discard(connection);
  }

  async #discard(connection: SqlConnection): Promise<void> {
    if (connection.isUsable()) {
      connection.keepAlive(true);
      await within(
        connection.close().catch(() => {}),
        GOODBYE_MS,
        () => {},
      );
    }
    connection.destroy();
    this.#gone();
  }

  /** There is room for a connection again: for the first who waits. */
  #gone(): void {
    this.#open -= 1;
    if (this.#closing !== undefined) {
      if (this.#open === 0) this.#closing.resolve();
      return;
    }
    const next = this.#next();
    if (next !== undefined) this.#connect(next.deadline).then(next.give, next.fail);
  }

  #error(kind: "unreachable" | "misuse", what: string): DatabaseError {
    const { name, place } = this.engine;
    return new DatabaseError(kind, `The ${name} database (${place}) ${what}.`);
  }
}

interface Idle {
  readonly connection: SqlConnection;
  readonly timer: NodeJS.Timeout | undefined;
}

interface Waiter {
  readonly give: (connection: SqlConnection) => void;
  readonly fail: (error: unknown) => void;
  readonly deadline: number;
  /** Ends the waiting, with an error. */
  readonly timer: NodeJS.Timeout;
}

const LONGEST_PAUSE_MS = 32;
const GOODBYE_MS = 1000;
const LATE = Symbol("late");

/** What `work` gives, or LATE after `ms`, when `onLate` has been called. */
async function within<T>(work: Promise<T>, ms: number, onLate: () => void): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(
      () => {
        onLate();
        resolve(LATE);
      },
      Math.max(0, ms),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
