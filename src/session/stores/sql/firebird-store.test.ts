import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFirebird } from "../../trial-servers/firebird.ts";
import type { TrialSqlServer } from "../../trial-servers/sql-server.ts";
import { databaseStore } from "./database-store.ts";
import { serverSuite } from "./server-suite.ts";

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
