import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { Database } from "./database.ts";
import { databaseSuite } from "./trial-database-suite.ts";

const folder = mkdtempSync(join(tmpdir(), "keepsake-database-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sqlite = {
  id: "INTEGER PRIMARY KEY",
  text: "TEXT",
  bytes: "BLOB",
  time: "TEXT",
  boolean: "INTEGER",
  bigint: "INTEGER",
  tellsIds: true,
  hasBooleans: false,
  hasTimes: false,
  failsWhole: false,
  select: (what: string) => `SELECT ${what}`,
};

databaseSuite("SQLite", sqlite, async () => `sqlite://${folder}/deep/in/app.db`);

describe("Database", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is where DATABASE_URL says", async () => {
    vi.stubEnv("DATABASE_URL", `sqlite://${folder}/from-environment.db`);
    await new Database().execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
    await new Database().execute("INSERT INTO users (id, name) VALUES (?, ?)", [7, "Ada"]);
    const payload = { user_id: 7 };
    const db = new Database();
    const user = await db.fetchOne("SELECT id, name FROM users WHERE id = ?", [payload.user_id]);
    expect(user).toEqual({ id: 7, name: "Ada" });
    await db.close();
  });

  it("says that a statement which is none of rows changed none", async () => {
    const db = new Database(`sqlite://${folder}/changes.db`);
    await db.execute("CREATE TABLE things (id INTEGER)");
    expect((await db.execute("INSERT INTO things VALUES (1), (2), (3)")).affectedRows).toBe(3);
    expect((await db.execute("CREATE TABLE IF NOT EXISTS others (id INTEGER)")).affectedRows).toBe(0);
    expect((await db.execute("WITH one AS (SELECT 1) DELETE FROM things")).affectedRows).toBe(3);
    expect((await db.execute("DROP TABLE others")).affectedRows).toBe(0);
    await db.close();
  });

  it("says what to do when DATABASE_URL is not set", () => {
    vi.stubEnv("DATABASE_URL", "");
    expect(() => new Database()).toThrow("Set it, in .env for example: DATABASE_URL=sqlite:data/app.db");
  });

  it.each([
    ["app.db", "it has no scheme. There are sqlite:data/app.db"],
    ["oracle://u:s3cret@h/d", 'it begins with "oracle:". There are sqlite:data/app.db'],
    [
      "postgres://u:s3/cret@h/d",
      "it cannot be read. A name or password with special characters is percent-encoded",
    ],
    ["postgres://u:s3cret@h/d?ssl=true", 'there is no parameter "ssl". There are sslmode'],
    ["postgres://u:s3cret@h/d?sslmode=on", 'sslmode is "on". Use disable, require, verify-ca, verify-full'],
    [
      "mysql://u:s3cret@h/d?sslmode=verify-full&sslrootcert=/nowhere/ca.pem",
      "the file that sslrootcert names",
    ],
    ["postgres://u:s3%cret@h/d", "it has a % that begins no escape"],
    ["sqlite://data/app.db", "an SQLite path has one slash more or less"],
    ["sqlite:", "the SQLite file has no name"],
    ["firebird://u:s3cret@h", "a Firebird URL ends in the path of the database"],
  ])("refuses the URL %s, without its password", (url, message) => {
    const error = (() => {
      try {
        return new Database(url);
      } catch (reason) {
        return reason;
      }
    })();
    expect(error).toMatchObject({ name: "DatabaseError", kind: "bad-url" });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain("s3");
  });

  it("signs in to no Firebird with a password that nobody gave", async () => {
    await expect(new Database("firebird://127.0.0.1:1//x.fdb").fetch("SELECT 1")).rejects.toThrow(
      "Firebird wants a name and a password",
    );
  });

  it("says when the database cannot be had", async () => {
    const db = new Database("postgres://u:s3cret@127.0.0.1:1/d");
    const error = await db.fetch("SELECT 1").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: "unreachable", engineCode: "ECONNREFUSED" });
    expect(String(error)).toContain("The postgresql database (127.0.0.1:1/d) cannot be reached");
    expect(String(error)).not.toContain("s3cret");
  });

  it("keeps a database in memory while somebody names it", async () => {
    await new Database("sqlite::memory:").execute("CREATE TABLE t (a INTEGER)");
    await new Database("sqlite::memory:").execute("INSERT INTO t VALUES (?)", [1]);
    expect(await new Database("sqlite::memory:").fetch("SELECT a FROM t")).toEqual([{ a: 1 }]);
    await new Database("sqlite::memory:").close();
  });

  it("makes SQLite files that only their owner reads", async () => {
    const db = new Database(`sqlite://${folder}/private.db`);
    await db.execute("CREATE TABLE t (a INTEGER)");
    for (const name of ["private.db", "private.db-wal"]) {
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    }
    await db.close();
  });

  it("waits for the one who writes, and lets others work meanwhile", async () => {
    const db = new Database(`sqlite://${folder}/busy.db`);
    await db.execute("CREATE TABLE t (a INTEGER)");
    const seen: string[] = [];
    let writer: Promise<unknown> | undefined;
    await db.transaction(async (session) => {
      await session.execute("INSERT INTO t VALUES (1)");
      writer = db.execute("INSERT INTO t VALUES (2)").then(() => seen.push("the other wrote"));
      expect(await db.fetch("SELECT a FROM t")).toEqual([]);
      seen.push("a reader read");
    });
    await writer;
    expect(seen).toEqual(["a reader read", "the other wrote"]);
    expect(await db.fetch("SELECT a FROM t ORDER BY a")).toEqual([{ a: 1 }, { a: 2 }]);
    await db.close();
  });
});
