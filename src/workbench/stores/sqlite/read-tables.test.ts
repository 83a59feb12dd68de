import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UnreadableDatabase } from "./database-pages.ts";
import { readTables } from "./read-tables.ts";

let folder: string;
let path: string;
let open: DatabaseSync[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keepsake-sqlite-"));
  path = join(folder, "app.db");
  open = [];
});
afterEach(() => {
  for (const database of open) database.close();
  rmSync(folder, { recursive: true });
});

function database(...statements: readonly string[]): DatabaseSync {
  const made = new DatabaseSync(path);
  open.push(made);
  for (const statement of statements) made.exec(statement);
  return made;
}

function read(rowsAtMost = 100_000) {
  let log: Uint8Array | undefined;
  try {
    log = readFileSync(`${path}-wal`);
  } catch {
    log = undefined;
  }
  return readTables(readFileSync(path), log, rowsAtMost);
}

/** The same by SQLite itself. */
function asked(from: DatabaseSync, table: string): unknown[][] {
  const statement = from.prepare(`SELECT * FROM ${table} ORDER BY rowid`);
  statement.setReadBigInts(true);
  return statement.all().map((row) => Object.values(row).map(comparable));
}

function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  return typeof value === "bigint" ? String(value) : Number.isInteger(value) ? String(value) : value;
}

function rowsOf(table: string): unknown[][] {
  const rows = read().find(({ name }) => name === table)?.rows ?? [];
  return rows.map((row) => row.map(comparable));
}

const cell: fc.Arbitrary<SQLInputValue> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer({ min: -300, max: 300 }),
  fc.double({ noNaN: true }).filter((value) => !Number.isInteger(value)),
  fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !text.includes("\0")),
  fc.integer({ min: 200, max: 20_000 }).map((length) => "ab".repeat(length)),
  fc.uint8Array({ maxLength: 3_000 }),
);

describe("any rows, as SQLite itself reads them", () => {
  it.each([
    ["pages of 4,096 bytes", []],
    ["the smallest pages", ["PRAGMA page_size = 512"]],
    ["the largest pages", ["PRAGMA page_size = 65536"]],
    ["UTF-16", ["PRAGMA encoding = 'UTF-16le'"]],
    ["UTF-16, the other way round", ["PRAGMA encoding = 'UTF-16be'"]],
    ["a write-ahead log", ["PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 50"]],
  ])("with %s", (_name, pragmas) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 60 }), fc.nat(9), (rows, deleteEvery) => {
        const db = database(...pragmas, "CREATE TABLE IF NOT EXISTS t (a, b)", "DELETE FROM t");
        const insert = db.prepare("INSERT INTO t VALUES (?, ?)");
        for (const row of rows) insert.run(...row);
        if (deleteEvery > 0) db.exec(`DELETE FROM t WHERE rowid % ${deleteEvery} = 0`);
        expect(rowsOf("t")).toEqual(asked(db, "t"));
        open.pop()?.close();
      }),
      { numRuns: 20 },
    );
  });

  it("and thousands of them, of which the first are given", () => {
    const db = database("CREATE TABLE t (n INTEGER PRIMARY KEY, text)");
    db.exec(
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 30000) INSERT INTO t SELECT x * 7, 'row ' || x FROM c",
    );
    expect(rowsOf("t")).toEqual(asked(db, "t"));
    expect(read(3)).toEqual([
      {
        name: "t",
        columns: ["n", "text"],
        rowCount: 30_000,
        rows: [
          [7, "row 1"],
          [14, "row 2"],
          [21, "row 3"],
        ],
      },
    ]);
  });
});

it("a transaction is seen when it was committed, and not before", () => {
  const db = database("PRAGMA journal_mode = WAL", "PRAGMA cache_size = 1", "CREATE TABLE t (a)");
  db.exec("BEGIN; INSERT INTO t VALUES (1); COMMIT");
  db.exec("BEGIN");
  const insert = db.prepare("INSERT INTO t VALUES (?)");
  // More than its memory holds: SQLite writes some of it into the log already.
  for (let count = 0; count < 400; count += 1) insert.run("x".repeat(2_000));
  expect(readFileSync(`${path}-wal`).length).toBeGreaterThan(100_000);
  expect(rowsOf("t")).toEqual([["1"]]);
  db.exec("COMMIT");
  expect(read()[0]?.rowCount).toBe(401);
});

it("names the columns as they were declared, whatever else stands there", () => {
  const db = database(
    "PRAGMA foreign_keys = OFF",
    `CREATE TABLE "odd ""name" (
      id INTEGER NOT NULL PRIMARY KEY, -- a comment, with a comma
      [two words] TEXT DEFAULT 'a, (b', /* c, d */
      \`tick\` DECIMAL(10, 2) CHECK (tick > 0),
      "primary" INT,
      twice AS (id * 2),
      kept INTEGER GENERATED ALWAYS AS (id * 3) STORED,
      UNIQUE (id, "primary"), CONSTRAINT c FOREIGN KEY (id) REFERENCES keyed (n)
    )`,
    `INSERT INTO "odd ""name" (id, [two words], tick, "primary") VALUES (5, 'x', 1.5, 2)`,
    `ALTER TABLE "odd ""name" ADD COLUMN late TEXT DEFAULT 'later'`,
    "CREATE TABLE keyed (text TEXT, n INTEGER, PRIMARY KEY (n))",
    "INSERT INTO keyed VALUES ('a', 9)",
    "CREATE TABLE plain (n INT PRIMARY KEY, t)",
    "INSERT INTO plain VALUES (3, 'b')",
    "CREATE TABLE odd_one (k TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE INDEX i ON plain (t)",
    "CREATE VIEW v AS SELECT * FROM plain",
  );
  expect(db.isOpen).toBe(true);
  expect(read()).toEqual([
    { name: "keyed", columns: ["text", "n"], rowCount: 1, rows: [["a", 9]] },
    {
      name: 'odd "name',
      columns: ["id", "two words", "tick", "primary", "kept", "late"],
      rowCount: 1,
      rows: [[5, "x", 1.5, 2, 15, undefined]],
    },
    { name: "plain", columns: ["n", "t"], rowCount: 1, rows: [[3, "b"]] },
  ]);
});

describe("what is no database", () => {
  it("is one without tables while it is empty", () => {
    expect(readTables(new Uint8Array(0), undefined, 10)).toEqual([]);
  });

  it("is refused, whatever it is", () => {
    const db = database("PRAGMA page_size = 512", "CREATE TABLE t (a)");
    for (let count = 0; count < 40; count += 1) db.exec(`INSERT INTO t VALUES ('${"y".repeat(700)}')`);
    const whole = readFileSync(path);
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 30 }),
        fc.nat(whole.length),
        (changes, length) => {
          const damaged = new Uint8Array(whole).slice(0, length);
          for (const { at, byte } of changes) if (at < length) damaged[at] = byte;
          try {
            readTables(damaged, damaged, 10);
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableDatabase);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
