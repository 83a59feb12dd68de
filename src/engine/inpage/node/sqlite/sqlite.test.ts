import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as nodeSqlite from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { MemoryKernel } from "../memory-kernel.ts";
import { sqliteCases } from "./sqlite.cases.ts";
import { createSqlite } from "./sqlite.ts";

const wasm = readFileSync(
  new URL("../../../../../node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm", import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), "keepsake-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));

function outcome(call: () => unknown): unknown {
  try {
    return { gives: call() };
  } catch (error) {
    const { name, code, errcode, errstr, message } = error as Error & Record<string, unknown>;
    return { name, code, errcode, errstr, message };
  }
}

describe("node:sqlite of the page, on SQLite's WebAssembly", () => {
  it.each(sqliteCases.map((one, n) => [one.name, one, n] as const))(
    "is as Node's: %s",
    async (_name, { calls }, n) => {
      const ours = (await createSqlite(new MemoryKernel(), wasm)) as typeof nodeSqlite;
      const [expected, actual] = [
        calls(nodeSqlite, join(folder, `case${n}.db`)).map(outcome),
        calls(ours, "/project/case.db").map(outcome),
      ];
      expect(actual).toEqual(expected);
    },
  );

  it("keeps a database as a file of the tree that any SQLite opens", async () => {
    const kernel = new MemoryKernel();
    const { DatabaseSync } = (await createSqlite(kernel, wasm)) as typeof nodeSqlite;
    const db = new DatabaseSync("data.db");
    db.exec("CREATE TABLE t (n); INSERT INTO t VALUES (7)");
    db.exec("BEGIN; INSERT INTO t VALUES (8)");
    const file = join(folder, "from-the-page.db");
    const { writeFileSync } = await import("node:fs");
    writeFileSync(file, kernel.volume.read("/project/data.db"));
    expect(new nodeSqlite.DatabaseSync(file).prepare("SELECT n FROM t").all()).toEqual([{ n: 7 }]);
    db.exec("COMMIT");
    writeFileSync(file, kernel.volume.read("/project/data.db"));
    expect(new nodeSqlite.DatabaseSync(file).prepare("PRAGMA integrity_check").get()).toEqual({
      integrity_check: "ok",
    });
    expect(kernel.volume.list("/project")).toEqual(["data.db"]);
  });

  it("tells that a database is busy while another process has the right to it", async () => {
    const kernel = new MemoryKernel();
    const { DatabaseSync } = (await createSqlite(kernel, wasm)) as typeof nodeSqlite;
    const db = new DatabaseSync("data.db", { timeout: 20 });
    kernel.databases.begin = () => false;
    expect(() => db.exec("CREATE TABLE t (n)")).toThrow(
      expect.objectContaining({ code: "ERR_SQLITE_ERROR", errcode: 5, message: "database is locked" }),
    );
  });
});
