import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
