import type * as NodeSqlite from "node:sqlite";

/** Calls whose outcome is compared between Node's `node:sqlite` and ours; `file` is a path that may be made. */
export interface SqliteCase {
  readonly name: string;
  readonly calls: (sqlite: typeof NodeSqlite, file: string) => readonly (() => unknown)[];
}

const any = <T>(value: unknown): T => value as T;

export const sqliteCases: readonly SqliteCase[] = [
  {
    name: "values of every kind, there and back",
    calls: ({ DatabaseSync }) => {
      const db = new DatabaseSync(":memory:");
      const bytes = new Uint8Array([0, 255]);
      const echo = db.prepare("SELECT ? AS v, typeof(?1) AS t");
      return [
        ...[1, 1.5, -0, 1e300, 2n ** 53n, "ä€😀", "", bytes, new Uint8Array(0), null, 7n].map(
          (value) => () => echo.get(value),
        ),
        () => echo.get("a\0b"),
        () => db.prepare("SELECT 9007199254740993 AS v").get(),
        () => {
          const statement = db.prepare("SELECT 9007199254740993 AS v, 1 AS one");
          statement.setReadBigInts(true);
          return statement.get();
        },
        ...[undefined, true, {}, [], Symbol("x"), () => 1, 2n ** 64n].map(
          (value) => () => echo.get(any(value)),
        ),
        () => echo.get(1, 2),
        () => db.prepare("SELECT x'01ff' AS b, 2.0 AS f, 'x' AS f").get(),
      ];
    },
  },
  {
    name: "tables, changes and rows",
    calls: ({ DatabaseSync }, file) => {
      const db = new DatabaseSync(file);
      db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER)");
      const insert = db.prepare("INSERT INTO t (name, n) VALUES (?, ?)");
      return [
        () => insert.run("a", 1),
        () => insert.run("b", 2n),
        () => insert.run("a", 3),
        () => db.prepare("INSERT INTO t VALUES (1, 'z', 0)").run(),
        () => db.prepare("SELECT * FROM t ORDER BY id").all(),
        () => db.prepare("SELECT * FROM t WHERE id = 99").get(),
        () => [...db.prepare("SELECT name FROM t ORDER BY id").iterate()],
        () => db.prepare("SELECT name, n AS number, n + 1 FROM t").columns(),
        () => db.prepare("UPDATE t SET n = n + 1 RETURNING id, n").all(),
        () => db.prepare("DELETE FROM t WHERE n > ?").run(100),
        () => insert.sourceSQL,
        () => db.prepare("SELECT 1; SELECT 2").sourceSQL,
        () => db.prepare("SELECT name FROM t WHERE id = ?").expandedSQL,
        () => {
          const statement = db.prepare("SELECT id, name FROM t");
          statement.setReturnArrays(true);
          return statement.all();
        },
        () => db.isTransaction,
        () => db.exec("BEGIN; INSERT INTO t (name) VALUES ('c')"),
        () => db.isTransaction,
        () => db.exec("ROLLBACK"),
        () => db.prepare("SELECT count(*) AS n FROM t").get(),
        () => db.prepare("SELECT upper(name) AS u, json_array(n) AS j FROM t WHERE name LIKE 'A%'").get(),
        () => db.close(),
        () => new DatabaseSync(file).prepare("SELECT name, n FROM t").all(),
        () => new DatabaseSync(file, { readOnly: true }).exec("DELETE FROM t"),
      ];
    },
  },
  {
    name: "names of parameters",
    calls: ({ DatabaseSync }) => {
      const db = new DatabaseSync(":memory:");
      const named = db.prepare("SELECT :a AS a, @b AS b, $c AS c, ? AS d");
      return [
        () => named.get({ a: 1, b: 2, c: 3 }, 4),
        () => named.get({ ":a": 1, "@b": 2, $c: 3 }),
        () => named.get({ a: 1, x: 2 }),
        () => {
          named.setAllowUnknownNamedParameters(true);
          return named.get({ a: 1, x: 2 });
        },
        () => {
          named.setAllowBareNamedParameters(false);
          named.setAllowUnknownNamedParameters(false);
          return named.get({ a: 1 });
        },
        () => named.get({ ":a": undefined as never }),
      ];
    },
  },
  {
    name: "mistakes",
    calls: ({ DatabaseSync, StatementSync }, file) => {
      const db = new DatabaseSync(":memory:");
      const closed = new DatabaseSync(":memory:");
      const orphan = closed.prepare("SELECT 1");
      closed.close();
      return [
        () => db.exec("sel"),
        () => db.prepare("SELECT * FROM nowhere"),
        () => db.prepare(""),
        () => db.prepare("-- nothing"),
        () => db.exec(any(5)),
        () => db.prepare(any(undefined)),
        () => new DatabaseSync(any(undefined)),
        () => new DatabaseSync("a\0b"),
        () => new DatabaseSync(`${file}/no/folder.db`),
        () => new DatabaseSync(":memory:", any(1)),
        () => new DatabaseSync(":memory:", any({ readOnly: 1 })),
        () => new DatabaseSync(":memory:", any({ timeout: "x" })),
        () => closed.exec("SELECT 1"),
        () => closed.close(),
        () => closed.location(),
        () => orphan.get(),
        () => db.open(),
        () => typeof StatementSync,
        () => db.prepare("SELECT 1").setReadBigInts(any(1)),
        () =>
          db.exec(
            "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p); INSERT INTO c VALUES (1)",
          ),
        () => db.prepare('SELECT "nosuch"'),
        () => db.exec("CREATE TABLE n (a NOT NULL CHECK (a > 0)); INSERT INTO n VALUES (NULL)"),
        () => db.exec("INSERT INTO n VALUES (-1)"),
      ];
    },
  },
  {
    name: "two connections to one file",
    calls: ({ DatabaseSync }, file) => {
      const [one, two] = [new DatabaseSync(file), new DatabaseSync(file, { timeout: 5 })];
      one.exec("CREATE TABLE t (n)");
      return [
        () => two.prepare("INSERT INTO t VALUES (1)").run(),
        () => one.prepare("SELECT n FROM t").all(),
        () => one.exec("BEGIN IMMEDIATE"),
        () => two.exec("BEGIN IMMEDIATE"),
        () => two.prepare("SELECT n FROM t").all(),
        () => two.exec("INSERT INTO t VALUES (2)"),
        () => one.exec("INSERT INTO t VALUES (3); COMMIT"),
        () => two.prepare("SELECT n FROM t").all(),
        () => two.prepare("INSERT INTO t VALUES (4)").run(),
        () => one.prepare("SELECT count(*) AS n FROM t").get(),
      ];
    },
  },
  {
    name: "functions of the program",
    calls: ({ DatabaseSync }) => {
      const db = new DatabaseSync(":memory:");
      db.function("twice", (n) => Number(n) * 2);
      db.function("joined", { varargs: true, deterministic: true }, (...parts) => parts.join("-"));
      return [
        () => db.prepare("SELECT twice(21) AS n").get(),
        () => db.prepare("SELECT joined('a', 1, NULL) AS t").get(),
        () => db.function(any(1), () => 1),
        () => db.function("f", any(1)),
      ];
    },
  },
];
