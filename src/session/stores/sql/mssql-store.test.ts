import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TdsDouble } from "../../trial-servers/tds-double.ts";
import { start } from "../../trial-stores/mssql.ts";
import { openOnNewTable } from "../../trial-stores/sql-records.ts";
import type { TrialBackend } from "../../trial-stores/trial-store.ts";
import { recordWith, storeContract } from "../contract.ts";
import { databaseStore, MSSQL_IS_EXPERIMENTAL } from "./database-store.ts";
import { mssqlDialect } from "./mssql.ts";
import { sessionStatements } from "./session-statements.ts";
import { engineOf } from "./sql-engine.ts";
import { SqlPool } from "./sql-pool.ts";

const KEY = "a".repeat(64);
const quiet = { log: () => {} };

describe("mssql", () => {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());
  storeContract("mssql (on a double, not verified against a real server)", () => backend.open());
});

const url = process.env["MSSQL_URL"];
if (url === undefined) {
  it("the mssql store keeps the contract on a real server", ({ skip }) => {
    skip("cannot run here: no Microsoft SQL Server can be had; set MSSQL_URL where there is one");
  });
} else {
  storeContract("mssql (on the real server of MSSQL_URL)", () => openOnNewTable("mssql", url, quiet));
}

/** Not verified against a real server: the server is a stand-in, the driver is the real one. */
describe("the mssql store through the real driver, on a double of the server", () => {
  let double: TdsDouble;
  beforeEach(async () => {
    double = await TdsDouble.start({ name: "keep@sake", password: "p@ss:word/%é" });
  });
  afterEach(() => double.stop());

  it("says in the log that it is experimental", () => {
    const said: string[] = [];
    databaseStore({ url: double.url("shop"), log: (message) => said.push(message) });
    expect(said).toEqual([MSSQL_IS_EXPERIMENTAL]);
  });

  it("keeps every letter, in records long and short", async () => {
    const store = databaseStore({ url: double.url("shop"), ...quiet });
    const long = "long ".repeat(20_000);
    const letters = "ÄÖÜ ſ 漢字 🍪 ' -- @p1 :name ;";
    await store.create(KEY, recordWith({ letters, long, none: "" }));
    const loaded = await store.load(KEY);
    expect(loaded.found && Object.fromEntries(loaded.record.data)).toEqual({
      letters: JSON.stringify(letters),
      long: JSON.stringify(long),
      none: '""',
    });
    await store.close?.();
  });

  it("is refused with a wrong password or name, and says neither", async () => {
    const right = double.url("shop");
    for (const wrong of [right.replace("p%40ss", "p%40sS"), right.replace("keep%40sake", "some%40body")]) {
      const store = databaseStore({ url: wrong, ...quiet });
      const failure = await Promise.resolve(store.open?.()).then(
        () => "It opened.",
        (error: Error) => error.message,
      );
      expect(failure).toContain("Login failed.");
      expect(failure).not.toMatch(/@s|@body/);
      await store.close?.();
    }
  });

  it("fails within its time-out when the server is gone or silent, and goes on after it", async () => {
    const store = databaseStore({ url: double.url("shop"), timeoutMs: 2000, ...quiet });
    await store.create(KEY, recordWith({ a: 1 }));
    await double.stop();
    await expect(store.load(KEY)).rejects.toThrow();
    await double.resume();
    expect((await store.load(KEY)).found).toBe(true);
    double.isSilent = true;
    await expect(store.load(KEY)).rejects.toThrow();
    double.isSilent = false;
    expect((await store.load(KEY)).found).toBe(true);
    await store.close?.();
  });

  it("says that the server is gone when the connection is lost under a statement", async () => {
    const store = databaseStore({ url: double.url("shop"), ...quiet });
    await store.create(KEY, recordWith({ a: 1 }));
    double.cutsOff = true;
    await expect(store.load(KEY)).rejects.toThrow("cannot be reached");
    expect((await store.load(KEY)).found).toBe(true);
    await store.close?.();
  });

  it("is migrated by several processes that start at once", async () => {
    const stores = Array.from({ length: 4 }, () => databaseStore({ url: double.url("shop"), ...quiet }));
    await Promise.all(stores.map((store) => store.open?.()));
    await Promise.all(stores.map((store) => store.close?.()));
    expect(JSON.parse(double.dump("shop"))).toEqual([
      ["tina4_session_schema", [{ version: 4 }]],
      ["tina4_session", []],
    ]);
  });

  it("finds sessions by their indexes", async () => {
    const store = databaseStore({ url: double.url("shop"), ...quiet });
    await store.open?.();
    await store.close?.();
    const made = double.statements.filter((text) => text.startsWith("CREATE INDEX"));
    expect(made).toEqual([
      "CREATE INDEX tina4_session_by_owner ON tina4_session (owner)",
      "CREATE INDEX tina4_session_by_expiry ON tina4_session (expires_at)",
      "CREATE INDEX tina4_session_by_tombstone ON tina4_session (tombstone_until)",
    ]);
  });

  it("asks nothing that the double does not know, and the double refuses the rest", async () => {
    const pool = new SqlPool(engineOf(double.url("shop")));
    const store = databaseStore({ url: double.url("shop"), ...quiet });
    await store.open?.();
    for (const { statement, names } of Object.values(sessionStatements(mssqlDialect, "tina4_session"))) {
      await pool.query(
        statement,
        names.map(() => 1),
      );
    }
    for (const foreign of [
      "SELECT id FROM tina4_session LIMIT 1",
      "UPDATE tina4_session SET version = 1 WHERE id = '' RETURNING id",
      "INSERT OR IGNORE INTO tina4_session (id) VALUES ('')",
      "DELETE FROM tina4_session WHERE id = ?",
      "SELECT id FROM tina4_session; DROP TABLE tina4_session",
      "MERGE tina4_session USING x",
    ]) {
      await expect(pool.query({ text: foreign })).rejects.toThrow("does not know this statement");
    }
    await expect(pool.query({ text: "SELECT id FROM nowhere" })).rejects.toMatchObject({ engineCode: "208" });
    await expect(pool.query({ text: "SELECT id FROM tina4_session WHERE id = @p1" })).rejects.toMatchObject({
      engineCode: "137",
    });
    await store.close?.();
    await pool.close();
  });
});
