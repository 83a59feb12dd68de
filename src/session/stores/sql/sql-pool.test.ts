import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { SqlPool } from "./sql-pool.ts";
import { sqlite } from "./sqlite.ts";

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
