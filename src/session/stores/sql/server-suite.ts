import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { TrialSqlServer } from "../../trial-servers/sql-server.ts";
import { recordWith, setting } from "../contract.ts";
import { databaseStore } from "./database-store.ts";
import { engineOf } from "./sql-engine.ts";
import { tableSuite } from "./table-suite.ts";

const KEY = "a".repeat(64);

const run = promisify(execFile);

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(?:TCPSocket|TLS)Wrap$/.test(name)).length;
}

/** How another program keeps everybody from writing to a table's rows for as long as it likes, where it can. */
interface TableLock {
  lock(table: string): string;
  /** Gives `n`, how many statements wait for that. */
  readonly waiting: string;
}

/** What every SQL server must do with our sessions, and what must be done when it does not. */
export function serverSuite(name: string, start: () => Promise<TrialSqlServer>, locks?: TableLock): void {
  describe(`sessions in ${name}`, () => {
    let server: TrialSqlServer;
    beforeAll(async () => {
      server = await start();
    }, 60_000);
    afterAll(() => server?.stop());

    tableSuite(name, () => server.url);

    it("go on when the server has ended and come again", async () => {
      const table = `t${randomBytes(6).toString("hex")}`;
      const store = databaseStore({ url: server.url, table });
      await store.create(KEY, recordWith({ a: 1 }));
      await server.kill();
      await expect(store.load(KEY)).rejects.toThrow(
        `The ${name === "postgres" ? "postgresql" : name} database`,
      );
      await server.restart();
      expect((await store.patch(KEY, setting("b", 2))).outcome).toBe("patched");
      expect(await store.load(KEY)).toMatchObject({
        record: {
          data: new Map([
            ["a", "1"],
            ["b", "2"],
          ]),
        },
      });
      await store.close?.();
    });

    it("fail in time when the server hangs, and go on when it does not any more", async () => {
      const table = `t${randomBytes(6).toString("hex")}`;
      const timeoutMs = 400;
      const before = openSockets();
      const store = databaseStore({ url: server.url, table, timeoutMs });
      await store.create(KEY, recordWith({ a: 1 }));
      // As many connections as there can be; a slow machine may make fewer in the time that there is.
      await Promise.allSettled(Array.from({ length: 25 }, () => store.load(KEY)));
      await server.pause();
      try {
        // On connections that stand, on new ones, and on those waiting for one.
        const answers = await Promise.allSettled(Array.from({ length: 25 }, () => store.load(KEY)));
        for (const answer of answers) {
          expect(answer).toMatchObject({ status: "rejected", reason: { kind: "unreachable" } });
        }
        const again = await Promise.allSettled(Array.from({ length: 25 }, () => store.load(KEY)));
        expect(again.map(({ status }) => status)).not.toContain("fulfilled");
        // What had no answer was let go, though the other side says nothing.
        await expect.poll(openSockets, { timeout: 10_000 }).toBeLessThanOrEqual(before);
      } finally {
        server.resume();
      }
      // Firebird 3 may need its guardian now.
      await vi.waitFor(async () => expect((await store.load(KEY)).found).toBe(true), { timeout: 30_000 });
      await store.close?.();
    });

    if (locks !== undefined) {
      it("leave no statement behind at the server that waits for a lock, and is carried out later", async () => {
        const table = `t${randomBytes(6).toString("hex")}`;
        const store = databaseStore({ url: server.url, table, timeoutMs: 400 });
        const keys = [..."0123456789abcdef"].map((digit) => digit.repeat(64));
        for (const key of keys) await store.create(key, recordWith({ a: 1 }));
        const other = await engineOf(server.url).connect(5000);
        const watch = await engineOf(server.url).connect(5000);
        const waiting = async () => Number((await watch.query({ text: locks.waiting }, [])).rows[0]?.["n"]);
        try {
          await other.begin();
          await other.query({ text: locks.lock(table) }, []);
          for (let round = 0; round < 3; round += 1) {
            const answers = await Promise.allSettled(
              keys.map((key) => store.patch(key, setting("b", round))),
            );
            expect(answers.map(({ status }) => status)).not.toContain("fulfilled");
          }
          // Sooner than MariaDB's own 50 seconds; PostgreSQL itself knows no end. MariaDB counts anew only where
          // nobody has asked for 100 ms: asked more often, it gives the first answer for ever.
          await expect.poll(waiting, { timeout: 30_000, interval: 300 }).toBe(0);
        } finally {
          await other.close();
          await watch.close();
        }
        expect(await store.load(KEY)).toMatchObject({ record: { data: new Map([["a", "1"]]) } });
        await store.close?.();
      });
    }

    it("keep no process alive that has nothing else to do", async () => {
      const module = new URL("../../trial-stores/sql-records.ts", import.meta.url).href;
      const table = `t${randomBytes(6).toString("hex")}`;
      const program = `
        const { storeOnTable } = await import(${JSON.stringify(module)});
        const { found } = await storeOnTable(${JSON.stringify(`${server.url}#${table}`)}).load("${KEY}");
        console.log("found:", found);
      `;
      const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
        timeout: 15_000,
      });
      expect(stdout).toBe("found: false\n");
    });

    it("tell neither the password nor the user", async () => {
      const url = new URL(server.url.replace(/^[a-z]+:/, "http:"));
      url.username = "somebody";
      url.password = "s3cret";
      url.port = "1";
      const store = databaseStore(url.href.replace(/^http:/, /^[a-z]+:/.exec(server.url)?.[0] ?? ""));
      const error = await Promise.resolve(store.open?.()).catch((reason: unknown) => reason);
      expect(String(error)).toContain("cannot be reached");
      expect(String(error)).not.toMatch(/s3cret|somebody/);
      await store.close?.();
    });
  });
}
