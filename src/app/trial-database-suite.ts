import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database, type DatabaseSession } from "./database.ts";

/** How this engine's tables are written. */
export interface TrialEngine {
  readonly id: string;
  readonly text: string;
  readonly bytes: string;
  readonly time: string;
  readonly boolean: string;
  readonly bigint: string;
  /** The engine tells the id of a new row without being asked. */
  readonly tellsIds: boolean;
  /** Whether booleans, times and bytes come back as such; SQLite has none of the first two. */
  readonly hasBooleans: boolean;
  readonly hasTimes: boolean;
  /** A statement that fails undoes its whole transaction, not itself alone. */
  readonly failsWhole: boolean;
  /** A query of one row without a table. */
  readonly select: (what: string) => string;
}

/** What `Database` does on every engine. */
export function databaseSuite(name: string, engine: TrialEngine, start: () => Promise<string>): void {
  describe(`Database on ${name}`, () => {
    let url: string;
    let db: Database;

    beforeAll(async () => {
      url = await start();
      db = new Database(url);
      await db.execute(
        `CREATE TABLE people (id ${engine.id}, name ${engine.text}, email VARCHAR(100) NOT NULL UNIQUE, photo ${engine.bytes}, born ${engine.time}, active ${engine.boolean}, score DOUBLE PRECISION, big ${engine.bigint})`,
      );
    }, 60_000);
    afterAll(() => db?.close());
    beforeEach(async () => {
      await db.execute("DELETE FROM people");
    });

    const add = (person: string, email: string) =>
      db.execute("INSERT INTO people (name, email) VALUES (?, ?)", [person, email]);

    it("inserts, finds, changes and deletes", async () => {
      const inserted = await add("Ada 🍪", "ada@example.test");
      expect(inserted.affectedRows).toBe(1);
      const ada = await db.fetchOne<{ id: number; name: string }>(
        "SELECT id, name FROM people WHERE email = ?",
        ["ada@example.test"],
      );
      expect(ada).toEqual({ id: expect.any(Number), name: "Ada 🍪" });
      expect(Object.getPrototypeOf(ada)).toBe(Object.prototype);
      if (engine.tellsIds) expect(inserted.lastInsertId).toBe(ada?.id);
      else expect(inserted).toEqual({ affectedRows: 1 });
      expect(await db.execute("UPDATE people SET name = ? WHERE id = ?", ["Ada", ada?.id ?? 0])).toEqual({
        affectedRows: 1,
      });
      expect(await db.execute("UPDATE people SET name = 'Bob' WHERE id = ?", [-1])).toEqual({
        affectedRows: 0,
      });
      expect(await db.fetchOne("SELECT id FROM people WHERE id = ?", [-1])).toBeUndefined();
      expect(await db.execute("DELETE FROM people")).toEqual({ affectedRows: 1 });
      expect(await db.fetch("SELECT id FROM people")).toEqual([]);
    });

    it("gives pages", async () => {
      for (const n of [3, 1, 4, 2, 5]) await add(`person ${n}`, `${n}@example.test`);
      const page = (options: object) =>
        db
          .fetch<{ name: string }>(
            "SELECT name FROM people WHERE email <> ? ORDER BY name -- all of them;",
            ["x"],
            options,
          )
          .then((rows) => rows.map((row) => row.name.slice(-1)).join(""));
      expect(await page({})).toBe("12345");
      expect(await page({ limit: 2 })).toBe("12");
      expect(await page({ limit: 2, offset: 3 })).toBe("45");
      expect(await page({ offset: 4 })).toBe("5");
      expect(await page({ limit: 0 })).toBe("");
      await expect(page({ limit: -1 })).rejects.toThrow("limit is -1. Give a whole number");
      await expect(page({ offset: 1.5 })).rejects.toThrow("offset is 1.5");
    });

    it("keeps every kind of value", async () => {
      const born = new Date(Date.UTC(1815, 11, 10, 13, 14, 15, 678));
      const later = new Date(Date.UTC(2026, 6, 1, 2, 30, 0, 0));
      const photo = Uint8Array.from([0, 255, 10, 39, 92, 63, 0]);
      const values = [
        "quote ' \" \\ ? $1 :x 漢🍪",
        "a@example.test",
        photo,
        born,
        true,
        0.1,
        9007199254740993n,
      ];
      await db.execute(
        "INSERT INTO people (name, email, photo, born, active, score, big) VALUES (?, ?, ?, ?, ?, ?, ?)",
        values,
      );
      await db.execute(
        "INSERT INTO people (name, email, photo, born, active, score, big) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [null, "b@example.test", null, later, false, -1e300, 42],
      );
      const [first, second] = await db.fetch("SELECT * FROM people ORDER BY email");
      expect(first).toMatchObject({
        name: "quote ' \" \\ ? $1 :x 漢🍪",
        born: engine.hasTimes ? born : born.toISOString(),
        active: engine.hasBooleans ? true : 1,
        score: 0.1,
        big: 9007199254740993n,
      });
      expect(Uint8Array.from(first?.["photo"] as Uint8Array)).toEqual(photo);
      expect(second).toMatchObject({
        name: null,
        photo: null,
        born: engine.hasTimes ? later : later.toISOString(),
        active: engine.hasBooleans ? false : 0,
        score: -1e300,
        big: 42,
      });
    });

    it("counts exactly", async () => {
      await add("a", "a@example.test");
      expect(await db.fetchOne("SELECT COUNT(*) AS total FROM people")).toEqual({ total: 1 });
    });

    it("leaves question marks in texts, names and comments alone", async () => {
      expect(
        await db.fetchOne(engine.select("'what?' AS a, CAST(? AS INTEGER) AS b /* why? */"), [7]),
      ).toEqual({ a: "what?", b: 7 });
    });

    it("keeps all of a transaction, or nothing", async () => {
      const total = await db.transaction(async (session) => {
        await session.execute("INSERT INTO people (name, email) VALUES (?, ?)", ["a", "a@example.test"]);
        await session.execute("INSERT INTO people (name, email) VALUES (?, ?)", ["b", "b@example.test"]);
        return (await session.fetchOne<{ total: number }>("SELECT COUNT(*) AS total FROM people"))?.total;
      });
      expect(total).toBe(2);
      const failing = db.transaction(async (session) => {
        await session.execute("DELETE FROM people");
        expect(await session.fetch("SELECT id FROM people")).toEqual([]);
        throw new Error("on second thoughts");
      });
      await expect(failing).rejects.toThrow("on second thoughts");
      expect(await db.fetch("SELECT id FROM people")).toHaveLength(2);
    });

    it("undoes what was given at once with a statement that fails, and takes nothing afterwards", async () => {
      await add("a", "a@example.test");
      let session: DatabaseSession | undefined;
      const insert = (n: number) =>
        session?.execute("INSERT INTO people (name, email) VALUES (?, ?)", ["b", `${n}@example.test`]);
      const failing = db.transaction(async (given) => {
        session = given;
        const wrong = session.execute("INSERT INTO people (name, email) VALUES (?, ?)", [
          "b",
          "a@example.test",
        ]);
        await Promise.all([wrong, ...Array.from({ length: 20 }, (_, n) => insert(n))]);
      });
      await expect(failing).rejects.toMatchObject({ kind: "duplicate" });
      // The connection now belongs to somebody else's transaction.
      await db.transaction(async (other) => {
        expect(await other.fetch("SELECT id FROM people")).toHaveLength(1);
        await expect(insert(21)).rejects.toMatchObject({
          kind: "misuse",
          message: expect.stringContaining("its transaction is over"),
        });
      });
      expect(await db.fetch("SELECT id FROM people")).toHaveLength(1);
    });

    it("never keeps a part of a transaction whose work went on past an error", async () => {
      await add("a", "a@example.test");
      const insert = (session: DatabaseSession, email: string) =>
        session.execute("INSERT INTO people (name, email) VALUES (?, ?)", ["b", email]);
      const ended = await db
        .transaction(async (session) => {
          await insert(session, "before@example.test");
          const error = await insert(session, "a@example.test").catch((reason: unknown) => reason);
          expect(error).toMatchObject({ kind: "duplicate" });
          await insert(session, "after@example.test").catch(() => {});
          return "kept";
        })
        .catch((reason: unknown) => reason);
      if (engine.failsWhole) {
        expect(ended).toMatchObject({
          kind: "duplicate",
          message: expect.stringContaining("undid this transaction at an error"),
          cause: { kind: "duplicate", message: expect.stringContaining("Statement: INSERT") },
        });
      } else {
        expect(ended).toBe("kept");
      }
      const rows = await db.fetch<{ email: string }>("SELECT email FROM people ORDER BY email");
      expect(rows.map(({ email }) => email.slice(0, email.indexOf("@")))).toEqual(
        engine.failsWhole ? ["a"] : ["a", "after", "before"],
      );
    });

    it("goes on from a savepoint after an error", async () => {
      await add("a", "a@example.test");
      await db.transaction(async (session) => {
        await session.execute("SAVEPOINT before_it");
        await expect(
          session.execute("INSERT INTO people (name, email) VALUES (?, ?)", ["b", "a@example.test"]),
        ).rejects.toMatchObject({ kind: "duplicate" });
        await session.execute("ROLLBACK TO SAVEPOINT before_it");
        await session.execute("INSERT INTO people (name, email) VALUES (?, ?)", ["b", "b@example.test"]);
      });
      expect(await db.fetch("SELECT id FROM people")).toHaveLength(2);
    });

    it("keeps what the work of a transaction gave at once", async () => {
      await db.transaction(async (session) => {
        await Promise.all(
          Array.from({ length: 20 }, (_, n) =>
            session.execute("INSERT INTO people (name, email) VALUES (?, ?)", ["b", `${n}@example.test`]),
          ),
        );
      });
      expect(await db.fetch("SELECT id FROM people")).toHaveLength(20);
    });

    it("adds up what many do at once", async () => {
      await add("a", "a@example.test");
      await db.execute("UPDATE people SET big = 0");
      await Promise.all(
        Array.from({ length: 40 }, () => new Database(url).execute("UPDATE people SET big = big + 1")),
      );
      expect(await db.fetchOne("SELECT big FROM people")).toEqual({ big: 40 });
    });

    it("says what was wrong with a statement, and not its values", async () => {
      const wrong = "SELECT nam FROM people WHERE email = ?";
      const error = await db.fetchOne(wrong, ["s3cret@example.test"]).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "DatabaseError", kind: "refused" });
      expect(String(error)).toContain(`Statement: ${wrong}`);
      expect(String(error)).toMatch(/nam/i);
      expect(JSON.stringify(error) + String(error)).not.toContain("s3cret");
      await add("a", "s3cret@example.test");
      const twice = await add("b", "s3cret@example.test").catch((reason: unknown) => reason);
      expect(twice).toMatchObject({ kind: "duplicate" });
      expect(String(twice)).not.toContain("s3cret");
      expect(await db.fetch("SELECT id FROM people")).toHaveLength(1);
    });

    it.each([
      [[], "has 1 placeholders (?) and was given 0 values"],
      [[1, 2], "has 1 placeholders (?) and was given 2 values"],
      [[undefined], "Value 1 is undefined. Give null"],
      [[{ id: 1 }], "Value 1 is an object. Give JSON.stringify"],
      [[[1]], "Value 1 is an array"],
      [[Number.NaN], "Value 1 is NaN"],
      [[new Date(Number.NaN)], "Value 1 is an invalid date"],
      [["id"].values(), "The values are no array"],
    ])("refuses values that cannot be: %j", async (values, message) => {
      await expect(db.fetch("SELECT id FROM people WHERE id = ?", values as never)).rejects.toThrow(message);
    });

    it("runs one statement at a time", async () => {
      await add("a", "a@example.test");
      await expect(db.execute("DELETE FROM people; DELETE FROM people")).rejects.toThrow();
      expect(await db.fetch("SELECT id FROM people;")).toHaveLength(1);
    });

    it("can be closed, and used again", async () => {
      await add("a", "a@example.test");
      await Promise.all([db.close(), db.close()]);
      expect(await db.fetch("SELECT id FROM people")).toHaveLength(1);
    });
  });
}
