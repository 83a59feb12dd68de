import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOnNewTable } from "../../trial-stores/sql-records.ts";
import { recordWith, storeContract } from "../contract.ts";
import { databaseStore } from "./database-store.ts";
import { migrate } from "./migrate.ts";
import { sessionSchema } from "./session-schema.ts";
import { engineOf } from "./sql-engine.ts";
import { SqlPool } from "./sql-pool.ts";
import { SqlShelf } from "./sql-shelf.ts";

const KEY = "a".repeat(64);
const CONTENT = { text: "{}", expiresAtMs: 1000, keepMs: 1000, keepOwnerMs: 1000 };

/** What every engine must do with our sessions. `url`: of its database, once it runs. */
export function tableSuite(name: string, url: () => string): void {
  storeContract(name, () => openOnNewTable(name, url()));

  describe(`the session table in ${name}`, () => {
    let pool: SqlPool;
    let table: string;
    let shelf: SqlShelf;

    beforeEach(() => {
      pool = new SqlPool(engineOf(url()));
      table = `t${randomBytes(6).toString("hex")}`;
      shelf = new SqlShelf(pool, table, { longestRecord: 4_194_304 });
    });
    afterEach(async () => {
      for (const made of [table, `${table}_schema`]) {
        await pool.query({ text: `DROP TABLE ${made}` }).catch(() => {});
      }
      await pool.close();
    });

    it("keeps every character, and long records whole", async () => {
      await shelf.open();
      const text = JSON.stringify({
        emoji: "🍪👩🏽‍🚀",
        other: "äß漢\u2028'\"\\?:$1",
        long: "é🍪x".repeat(150_000),
      });
      await shelf.insert(KEY, { ...CONTENT, text });
      expect(await shelf.read(KEY)).toEqual({ kind: "record", text, version: 1 });
      const shorter = text.slice(0, 70_000);
      expect(await shelf.replace(KEY, 1, { ...CONTENT, text: shorter })).toBe(true);
      expect(await shelf.takeTurn(KEY, "🍪".repeat(200), 1000)).toMatchObject({ taken: true, text: shorter });
    });

    it("refuses a record that is longer than allowed, and says what to do", async () => {
      const small = new SqlShelf(pool, table, { longestRecord: 100 });
      await small.open();
      await expect(small.insert(KEY, { ...CONTENT, text: "🍪".repeat(26) })).rejects.toThrow(
        "A session record has 104 bytes",
      );
      expect(await small.insert(KEY, { ...CONTENT, text: "🍪".repeat(25) })).toBe(true);
    });

    it("makes its tables once, however many begin at once", async () => {
      const stores = Array.from({ length: 6 }, () => databaseStore({ url: url(), table }));
      await Promise.all(stores.map((store) => store.open?.()));
      await stores[0]?.create(KEY, recordWith({ a: 1 }));
      expect((await stores[5]?.load(KEY))?.found).toBe(true);
      await Promise.all(stores.map((store) => store.close?.()));
      expect(await versions()).toEqual([4]);
    });

    it("brings tables of an earlier version up to date, with what is in them", async () => {
      const steps = sessionSchema(pool.engine.dialect, table);
      await pool.query({ text: steps[0]?.sql ?? "" });
      await pool.query({
        text: `CREATE TABLE ${table}_schema (version ${pool.engine.dialect.session.types.integer} NOT NULL PRIMARY KEY)`,
      });
      await pool.query({ text: `INSERT INTO ${table}_schema (version) VALUES (1)` });
      await pool.query({
        text: `INSERT INTO ${table} (id, version, record_text, expires_at, turn_token) VALUES ('${KEY}', 7, 'old', 5, 3)`,
      });
      await shelf.open();
      expect(await shelf.read(KEY)).toEqual({ kind: "record", text: "old", version: 7 });
      expect(await versions()).toEqual([1, 4]);
      for (const step of steps.slice(1)) {
        expect((await pool.query({ text: step.done.sql })).rows).toHaveLength(1);
      }
      const later = {
        done: { sql: `SELECT colour FROM ${table} WHERE 1 = 0`, by: "no error" as const },
        sql: `ALTER TABLE ${table} ADD colour VARCHAR(10)`,
      };
      await Promise.all([1, 2, 3].map(() => migrate(pool, table, [...steps, later])));
      expect(await versions()).toEqual([1, 4, 5]);
      expect((await pool.query({ text: `SELECT colour FROM ${table}` })).rows).toEqual([{ colour: null }]);
    });

    it("refuses tables of a later version", async () => {
      await shelf.open();
      await pool.query({ text: `INSERT INTO ${table}_schema (version) VALUES (99)` });
      await expect(shelf.open()).rejects.toThrow("was made by a later version of keepsake");
    });

    it("leaves a table alone that is not its own, and says so", async () => {
      await pool.query({ text: `CREATE TABLE ${table} (session_id INTEGER NOT NULL PRIMARY KEY)` });
      await expect(shelf.open()).rejects.toThrow("If there is one that is not keepsake's, rename it");
      expect((await pool.query({ text: `SELECT session_id FROM ${table}` })).rows).toEqual([]);
    });

    it("gives way to a record where a tombstone's time is over", async () => {
      await shelf.open();
      await shelf.insert(KEY, CONTENT);
      await shelf.bury(KEY, { because: "destroyed" }, 60_000);
      expect(await shelf.insert(KEY, CONTENT)).toBe(false);
      await pool.query({ text: `UPDATE ${table} SET tombstone_until = 1000` });
      expect(await shelf.read(KEY)).toBeUndefined();
      expect(await shelf.insert(KEY, CONTENT)).toBe(true);
      expect(await shelf.read(KEY)).toMatchObject({ kind: "record", version: 1 });
    });

    it("counts a turn's lease by the server's clock, whatever its time zone", async () => {
      await shelf.open();
      await shelf.insert(KEY, CONTENT);
      const taken = await shelf.takeTurn(KEY, "holder", 60_000);
      if (!taken.taken) throw new Error("The turn was not taken.");
      const refused = await shelf.takeTurn(KEY, "other", 60_000);
      if (refused.taken || refused.slot?.kind !== "record") throw new Error("There are two turns.");
      const { turn } = refused.slot;
      expect(turn).toMatchObject({ token: taken.token, holder: "holder" });
      expect(turn?.leftMs).toBeGreaterThan(40_000);
      expect(turn?.leftMs).toBeLessThanOrEqual(60_000);
      // Tokens begin at the server's clock in UTC.
      expect(Math.abs(taken.token - Date.now())).toBeLessThan(300_000);
      expect(await shelf.takeTurn(KEY, "other", 60_000, taken.token - 1)).toMatchObject({ taken: false });
      const broken = await shelf.takeTurn(KEY, "other", 60_000, taken.token);
      expect(broken).toMatchObject({ taken: true, token: taken.token + 1 });
    });

    it("hands a turn on in the step that replaces the record", async () => {
      await shelf.open();
      await shelf.insert(KEY, CONTENT);
      const taken = await shelf.takeTurn(KEY, "first", 1000);
      if (!taken.taken) throw new Error("The turn was not taken.");
      const { token } = taken;
      const passTo = { holder: "second", leaseMs: 50_000 };
      expect(await shelf.replace(KEY, 1, CONTENT, { turn: token, passTo })).toBe(true);
      expect(await shelf.read(KEY, { turn: true })).toMatchObject({
        version: 2,
        turn: { token: token + 1, holder: "second" },
      });
      expect(await shelf.replace(KEY, 2, CONTENT, { turn: token, passTo })).toBe(false);
      expect(await shelf.replace(KEY, 2, CONTENT, { turn: token + 1, release: true })).toBe(true);
      expect(await shelf.renewTurn(KEY, token + 1, 1000)).toBe(false);
    });

    it("buries only the version and the turn that it is told", async () => {
      await shelf.open();
      await shelf.insert(KEY, CONTENT);
      const taken = await shelf.takeTurn(KEY, "holder", 60_000);
      const turn = taken.taken ? taken.token : 0;
      const bury = (options: object) => shelf.bury(KEY, { because: "rotated" }, 60_000, options);
      expect(await bury({ version: 2 })).toBe(false);
      expect(await bury({ turn: turn + 1 })).toBe(false);
      expect(await bury({ version: 1, turn: turn + 1 })).toBe(false);
      expect(await bury({ version: 2, turn })).toBe(false);
      expect(await bury({ version: 1, turn })).toBe(true);
      expect(await bury({})).toBe(false);
    });

    it("collects in steps all that is over, but for what somebody holds", async () => {
      await shelf.open();
      const keys = Array.from({ length: 520 }, (_, n) => n.toString(16).padStart(64, "0"));
      await Promise.all(keys.map((key) => shelf.insert(key, CONTENT)));
      await shelf.takeTurn(keys[0] ?? "", "holder", 60_000);
      await shelf.insert(KEY, { ...CONTENT, expiresAtMs: 5000 });
      expect(await shelf.collect(2000)).toBe(519);
      await shelf.bury(KEY, { because: "destroyed" }, 60_000);
      await pool.query({ text: `UPDATE ${table} SET tombstone_until = 1000 WHERE id = '${KEY}'` });
      expect(await shelf.collect(2000)).toBe(1);
      expect((await shelf.read(keys[0] ?? ""))?.kind).toBe("record");
    });

    async function versions(): Promise<unknown[]> {
      const { rows } = await pool.query({ text: `SELECT version FROM ${table}_schema ORDER BY version` });
      return rows.map((row) => row["version"]);
    }
  });
}
