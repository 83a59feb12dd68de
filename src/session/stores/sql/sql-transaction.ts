import { DatabaseError } from "./database-error.ts";
import type { SqlEngine, SqlResult, SqlStatement, SqlValue } from "./sql-driver.ts";

/** Statements of one transaction. */
export interface SqlSession {
  /** Rejects with a `DatabaseError`; "misuse" when the transaction is over. */
  query(statement: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult>;
}

/**
 * One transaction's statements: one after another, also when several are given at once, and none after its end.
 * A connection that has gone on to somebody else's transaction is never reached from here.
 */
export class SqlTransaction implements SqlSession {
  readonly #engine: Pick<SqlEngine, "name" | "place">;
  readonly #run: SqlSession["query"];
  #line: Promise<unknown> = Promise.resolve();
  #state: "open" | "ending" | "undoing" = "open";

  constructor(engine: Pick<SqlEngine, "name" | "place">, run: SqlSession["query"]) {
    this.#engine = engine;
    this.#run = run;
  }

  query(statement: SqlStatement, values: readonly SqlValue[]): Promise<SqlResult> {
    if (this.#state !== "open") return Promise.reject(this.#over());
    const answer = this.#line.then(() => {
      // Those who still stand in line when the work has failed would be undone at once.
      if (this.#state === "undoing") throw this.#over();
      return this.#run(statement, values);
    });
    this.#line = answer.catch(() => {});
    return answer;
  }

  /** Does the work. Settles as it does, when no statement is under way any more and none can come. */
  async of<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    try {
      const result = await work(this);
      this.#state = "ending";
      return result;
    } catch (error) {
      this.#state = "undoing";
      throw error;
    } finally {
      await this.#line;
    }
  }

  #over(): DatabaseError {
    const { name, place } = this.#engine;
    return new DatabaseError(
      "misuse",
      `The ${name} database (${place}) cannot take this statement: its transaction is over. Await every statement in the work of the transaction.`,
    );
  }
}
