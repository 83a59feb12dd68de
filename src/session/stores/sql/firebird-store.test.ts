import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFirebird } from "../../trial-servers/firebird.ts";
import type { TrialSqlServer } from "../../trial-servers/sql-server.ts";
import { databaseStore } from "./database-store.ts";
import { serverSuite } from "./server-suite.ts";
import { engineOf } from "./sql-engine.ts";
import { SqlPool } from "./sql-pool.ts";

serverSuite("firebird", startFirebird);

describe("a Firebird user whose salt the driver cannot read", () => {
  let server: TrialSqlServer;
  beforeAll(async () => {
    server = await startFirebird();
  });
  afterAll(() => server?.stop());

  it.each(["ODD_SALT", "ODDER_SALT"])("%s is not let in, and told what to do", async (user) => {
    const store = databaseStore(server.url.replace("SYSDBA", user));
    await expect(store.open?.()).rejects.toThrow("set the same password again (ALTER USER … PASSWORD …)");
    await store.close?.();
  });
});

describe("a long text in Firebird, which the server sends after its row", () => {
  let server: TrialSqlServer;
  let pool: SqlPool;
  beforeAll(async () => {
    server = await startFirebird();
    pool = new SqlPool(engineOf(server.url));
  });
  afterAll(async () => {
    await pool?.close();
    await server?.stop();
  });

  it("is read as it was, though others replace it meanwhile", async () => {
    await pool.query({ text: "CREATE TABLE letter (id INTEGER, body BLOB SUB_TYPE TEXT)" });
    await pool.query({ text: "INSERT INTO letter VALUES (1, ?)" }, ["first ".repeat(20_000)]);
    // A connection for each side.
    await Promise.all([1, 2].map(() => pool.query({ text: "SELECT id FROM letter" })));
    // Every text is sent some hundred times, so that there is time to replace it.
    const often = "SELECT body FROM letter JOIN rdb$types ON 1 = 1";
    for (let round = 0; round < 10; round += 1) {
      let isRead = false;
      const reading = pool.query({ text: often }).finally(() => {
        isRead = true;
      });
      const replacing = (async () => {
        while (!isRead) {
          await pool.query({ text: "UPDATE letter SET body = ?" }, [`round ${round} `.repeat(20_000)]);
          await pool.query({ text: "SELECT id FROM letter" });
        }
      })();
      const [{ rows }] = await Promise.all([reading, replacing]);
      expect(new Set(rows.map(({ body }) => body)).size).toBe(1);
    }
  });
});

describe("times in Firebird, where this machine's clock leaves an hour out", () => {
  let server: TrialSqlServer;
  beforeAll(async () => {
    server = await startFirebird();
  });
  afterAll(() => server?.stop());

  it("are kept and told as they were given, also of the first years", async () => {
    const moduleAt = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
    const program = `
      const { SqlPool } = await import(${moduleAt("./sql-pool.ts")});
      const { engineOf } = await import(${moduleAt("./sql-engine.ts")});
      const pool = new SqlPool(engineOf(${JSON.stringify(server.url)}));
      const print = (value) => console.log(value instanceof Date ? value.toISOString() : value);
      const text = "SELECT CAST(CAST(? AS TIMESTAMP) AS VARCHAR(40)) AS kept, CAST(? AS TIMESTAMP) AS told FROM rdb$database";
      for (const time of ["2026-03-29T02:30:00Z", "2026-10-25T00:30:00Z", "0050-01-02T03:04:05Z"]) {
        const { rows } = await pool.query({ text }, [new Date(time), new Date(time)]);
        print(rows[0].kept);
        print(rows[0].told);
      }
      await pool.query({ text: "CREATE TABLE moment (happened TIMESTAMP)" });
      const other = "INSERT INTO moment VALUES ('2026-03-29 02:45:00.1239') RETURNING happened, CAST(happened AS DATE) AS d, CAST(happened AS TIME) AS t, CAST(NULL AS TIMESTAMP) AS none";
      for (const value of Object.values((await pool.query({ text: other })).rows[0])) print(value);
      await pool.close();
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
      env: { ...process.env, TZ: "Europe/Berlin" },
    });
    expect(stdout.trim().split("\n")).toEqual([
      "2026-03-29 02:30:00.0000",
      "2026-03-29T02:30:00.000Z",
      "2026-10-25 00:30:00.0000",
      "2026-10-25T00:30:00.000Z",
      "0050-01-02 03:04:05.0000",
      "0050-01-02T03:04:05.000Z",
      "2026-03-29T02:45:00.123Z",
      "2026-03-29",
      "02:45:00",
      "null",
    ]);
  });
});
