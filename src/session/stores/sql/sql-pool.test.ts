import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { SqlPool } from "./sql-pool.ts";
import { sqlite } from "./sqlite.ts";
import { beginsOrEnds, usesSavepoint } from "./transaction-words.ts";

const folder = mkdtempSync(join(tmpdir(), "keepsake-pool-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = join(folder, "app.db");

describe("a transaction says where it failed, and at what", () => {
  let pool: SqlPool;
  beforeEach(() => {
    pool = new SqlPool(sqlite(path));
  });
  afterEach(() => pool.close());

  it("when it cannot be committed", async () => {
    await pool.query({ text: "CREATE TABLE owner (id INTEGER PRIMARY KEY)" });
    await pool.query({
      text: "CREATE TABLE pet (owner INTEGER REFERENCES owner (id) DEFERRABLE INITIALLY DEFERRED)",
    });
    const failing = pool.transaction((session) => session.query({ text: "INSERT INTO pet VALUES (?)" }, [7]));
    await expect(failing).rejects.toMatchObject({
      name: "DatabaseError",
      kind: "refused",
      message: `The sqlite database (${path}) refused the statement: FOREIGN KEY constraint failed. Statement: COMMIT`,
    });
    expect((await pool.query({ text: "SELECT owner FROM pet" })).rows).toEqual([]);
  });

  it("when it cannot begin", async () => {
    const hasty = new SqlPool(sqlite(path), { timeoutMs: 1000 });
    await pool.transaction(async () => {
      await expect(hasty.transaction(() => Promise.resolve())).rejects.toMatchObject({
        kind: "conflict",
        message: `The sqlite database (${path}) had another transaction in the way: database is locked. Statement: BEGIN`,
      });
    });
    await hasty.close();
  });
});

describe("statements that wait for an SQLite transaction", () => {
  const pools: SqlPool[] = [];
  const opened = () => {
    const pool = new SqlPool(sqlite(path));
    pools.push(pool);
    return pool;
  };
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.close()));
  });
  const insert = (n: number) => ({ text: `INSERT INTO arrival (n) VALUES (${n})` });
  const order = async (pool: SqlPool) =>
    (await pool.query({ text: "SELECT n FROM arrival ORDER BY id" })).rows.map(({ n }) => n);

  beforeEach(async () => {
    const pool = opened();
    await pool.query({ text: "DROP TABLE IF EXISTS arrival" });
    await pool.query({ text: "CREATE TABLE arrival (id INTEGER PRIMARY KEY, n INTEGER)" });
  });

  it("leave the event loop free: SQLite itself never waits", async () => {
    expect((await opened().query({ text: "PRAGMA busy_timeout" })).rows).toEqual([{ timeout: 0 }]);
  });

  it.each(["kept", "undone"])("go on in the order they came when it is %s", async (how) => {
    const others = opened();
    const numbers = Array.from({ length: 30 }, (_, n) => n + 1);
    let waiting: Promise<unknown> | undefined;
    const transaction = opened().transaction(async (session) => {
      await session.query(insert(0), []);
      waiting = Promise.all(numbers.map((n) => others.query(insert(n))));
      // Who reads is not in anybody's way; and by now all those before it have tried.
      expect(await order(others)).toEqual([]);
      if (how === "undone") throw new Error(how);
    });
    await transaction.catch((error: Error) => expect(error.message).toBe(how));
    await waiting;
    expect(await order(others)).toEqual(how === "kept" ? [0, ...numbers] : numbers);
  });

  it("go on in the order they came when they are transactions themselves", async () => {
    const others = opened();
    const numbers = Array.from({ length: 30 }, (_, n) => n + 1);
    const waiting = await opened().transaction(async () => {
      const all = numbers.map((n) => others.transaction((session) => session.query(insert(n), [])));
      expect(await order(others)).toEqual([]);
      return { all };
    });
    await Promise.all(waiting.all);
    expect(await order(others)).toEqual(numbers);
  });

  it("go on, too, when it was another program's", async () => {
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    const pool = opened();
    const waiting = Promise.all([1, 2, 3, 4].map((n) => pool.query(insert(n))));
    expect(await order(pool)).toEqual([]);
    other.exec("COMMIT");
    other.close();
    await waiting;
    expect(await order(pool)).toEqual([1, 2, 3, 4]);
  });
});

describe("a transaction is begun and ended by transaction() alone", () => {
  let pool: SqlPool;
  beforeEach(async () => {
    pool = new SqlPool(sqlite(path));
    await pool.query({ text: "DROP TABLE IF EXISTS kept" });
    await pool.query({ text: "CREATE TABLE kept (n INTEGER)" });
  });
  afterEach(() => pool.close());
  const keptFor = async (other: SqlPool) => {
    const { rows } = await other.query({ text: "SELECT n FROM kept" });
    await other.close();
    return rows.map(({ n }) => n);
  };

  it.each([
    "BEGIN",
    "begin immediate;",
    "/* now */ BEGIN TRANSACTION",
    "-- now\nSTART TRANSACTION READ ONLY",
    "BEGIN -- now",
    "BEGIN # now\n;",
    "BEGIN /* now */ WORK",
    "# now\nSTART /* here */ TRANSACTION",
    "SET autocommit = 0",
    "set session autocommit=OFF",
    "SET @@SESSION.autocommit := 0",
    "SET names = utf8mb4, autocommit = 0",
    "SET IMPLICIT_TRANSACTIONS ON",
    "COMMIT",
    "COMMIT -- all",
    "END /* all */;",
    "Rollback;",
    "END TRANSACTION",
    "SAVEPOINT here",
    "RELEASE here",
    "ROLLBACK TO here",
  ])("not by %j on any connection, where what follows would be kept by nobody", async (text) => {
    await expect(pool.query({ text })).rejects.toMatchObject({
      kind: "misuse",
      message: `The sqlite database (${path}) cannot do this: each statement may get another connection. Use transaction(). Statement: ${text.trim()}`,
    });
    await pool.query({ text: "INSERT INTO kept VALUES (1)" });
    expect(await keptFor(new SqlPool(sqlite(path)))).toEqual([1]);
  });

  it.each(["BEGIN", "COMMIT", "ROLLBACK", "END"])("not by %s within its work", async (text) => {
    const undone = pool.transaction(async (session) => {
      await session.query({ text: "INSERT INTO kept VALUES (1)" }, []);
      await session.query({ text }, []);
    });
    await expect(undone).rejects.toMatchObject({
      kind: "misuse",
      message: expect.stringContaining("a transaction ends with its work. To keep it let the work end"),
    });
    expect(await keptFor(new SqlPool(sqlite(path)))).toEqual([]);
  });

  it("but savepoints are the work's own", async () => {
    await pool.transaction(async (session) => {
      const run = (text: string) => session.query({ text }, []);
      await run("SAVEPOINT here");
      await run("INSERT INTO kept VALUES (1)");
      await run("ROLLBACK TO here");
      await run("INSERT INTO kept VALUES (2)");
      await run("RELEASE here");
    });
    expect(await keptFor(new SqlPool(sqlite(path)))).toEqual([2]);
  });

  it.each([
    "COMMIT PREPARED 'order-7'",
    "ROLLBACK PREPARED 'order-7'",
    "BEGIN UPDATE kept SET n = 1; UPDATE kept SET n = 2; END",
    "BEGIN TRY SELECT 1 END TRY BEGIN CATCH END CATCH",
    "ENDPOINT",
    "SELECT 'BEGIN'",
    "BEGIN -- a block\nUPDATE kept SET n = 1; END",
    "UPDATE kept SET autocommit = 0",
    "SET GLOBAL autocommit = 0",
    "SET autocommits = 1",
    "INSERT INTO kept VALUES (1) -- COMMIT",
  ])("and %j is left to the engine", (text) => {
    expect([beginsOrEnds(text), usesSavepoint(text)]).toEqual([false, false]);
  });
});
