import { DatabaseError } from "./database-error.ts";
import { explainedError } from "./explained-error.ts";
import type { SqlConnection, SqlEngine, SqlResult, SqlStatement, SqlValue } from "./sql-driver.ts";
import { beginsOrEnds } from "./transaction-words.ts";

/** Statements of one transaction. */
export interface SqlSession {
  /** Rejects with a `DatabaseError`; "misuse" when the transaction is over. */
  query(statement: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult>;
}

/** The one connection that a transaction has. */
interface TransactionConnection extends Pick<SqlConnection, "endsTransaction"> {
  /** Rejects with a `DatabaseError`. */
  readonly query: SqlSession["query"];
}

/**
 * One transaction's statements: one after another, also when several are given at once, and none after its end.
 * A connection that has gone on to somebody else's transaction is never reached from here.
 */
export class SqlTransaction implements SqlSession {
  readonly #engine: Pick<SqlEngine, "name" | "place">;
  readonly #connection: TransactionConnection;
  #line: Promise<unknown> = Promise.resolve();
  #state: "open" | "ending" | "undoing" = "open";
  /** The error at which the engine undid what there was. */
  #lostAt: DatabaseError | undefined;

  constructor(engine: Pick<SqlEngine, "name" | "place">, connection: TransactionConnection) {
    this.#engine = engine;
    this.#connection = connection;
  }

  query(statement: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    if (this.#state !== "open") return Promise.reject(this.#over());
    if (beginsOrEnds(statement.text)) {
      const misuse = new DatabaseError(
        "misuse",
        "a transaction ends with its work. To keep it let the work end, to undo it throw",
      );
      return Promise.reject(explainedError(misuse, this.#engine, statement));
    }
    const answer = this.#line.then(() => {
      // Those who still stand in line when the work has failed would be undone at once.
      if (this.#state === "undoing") throw this.#over();
      return this.#run(statement, values);
    });
    this.#line = answer.catch(() => {});
    return answer;
  }

  /**
   * Does the work. Settles as it does, when no statement is under way any more and none can come; but rejects when
   * the work went on past an error at which the engine had undone it.
   */
  async of<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    try {
      const result = await work(this);
      this.#state = "ending";
      await this.#line;
      if (this.#lostAt !== undefined) throw this.#lost(this.#lostAt);
      return result;
    } catch (error) {
      this.#state = "undoing";
      await this.#line;
      throw error;
    }
  }

  async #run(statement: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    // The engine would keep it by itself, without what came before.
    const isBack = BACK_TO_SAVEPOINT.test(statement.text);
    if (this.#lostAt !== undefined && !isBack) throw this.#lost(this.#lostAt);
    try {
      const result = await this.#connection.query(statement, values);
      if (isBack) this.#lostAt = undefined;
      return result;
    } catch (error) {
      if (error instanceof DatabaseError && this.#connection.endsTransaction(error)) this.#lostAt ??= error;
      throw error;
    }
  }

  #lost(first: DatabaseError): DatabaseError {
    const { name, place } = this.#engine;
    return new DatabaseError(
      first.kind,
      `The ${name} database (${place}) undid this transaction at an error, and keeps nothing of it. Let that error end the work of the transaction. It was: ${first.message}`,
      { engineCode: first.engineCode, cause: first },
    );
  }

  #over(): DatabaseError {
    const { name, place } = this.#engine;
    return new DatabaseError(
      "misuse",
      `The ${name} database (${place}) cannot take this statement: its transaction is over. Await every statement in the work of the transaction.`,
    );
  }
}

/** Changes nothing by itself, and succeeds only where the transaction is still there. */
const BACK_TO_SAVEPOINT = /^\s*rollback\s+(?:(?:work|transaction)\s+)?to\b/i;
