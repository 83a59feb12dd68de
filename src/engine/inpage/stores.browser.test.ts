import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserExecutable, launchBrowser } from "../../e2e/browser.ts";
import type { StoresPage } from "./stores-page.ts";
import { openTestSite, type TestSite } from "./test-site.ts";

declare const storesPage: StoresPage;

describe.each(["chromium", "firefox"] as const)("stores of the page in %s", (name) => {
  describe.skipIf(browserExecutable(name) === undefined)(`with ${name} installed`, () => {
    let site: TestSite;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      site = await openTestSite(fileURLToPath(new URL("stores-page.ts", import.meta.url)));
      browser = await launchBrowser(name);
      page = await browser.newPage();
      await page.goto(site.url);
    });
    afterAll(async () => {
      await browser?.close();
      await site?.close();
    });

    it.each(["redis", "valkey"])(
      "a cart in %s outlives its web server, and not the store's server",
      async (backend) => {
        const story = await page.evaluate(async (chosen) => {
          const { Shop, diagnostic } = storesPage;
          const shop = await Shop.open({ TINA4_SESSION_BACKEND: chosen });
          const told: unknown[] = [];
          const heard = diagnostic(shop.engine, "keepsake:redis", (message) => message["keyCount"] === 1);
          const redis = await shop.start(`${chosen}-server`, ["--port", "6379"], 6379);
          const first = await shop.serve();
          told.push(await shop.ask("POST", "/cart"), await shop.ask("POST", "/cart"));
          told.push(((await heard).message["keys"] as { type: string }[]).map(({ type }) => type));
          await first.kill();
          const second = await shop.serve();
          told.push(await shop.ask("GET", "/cart"));
          await shop.serve(7149);
          told.push(await shop.ask("POST", "/cart", 7149), await shop.ask("GET", "/cart"));
          told.push((await shop.run("redis-cli", "TYPE", "none")).trim());
          told.push((await shop.run("redis-cli", "KEYS", "tina4_session:*}")).slice(0, 19));
          await redis.kill();
          await shop.start(`${chosen}-server`, [], 6379);
          told.push(await shop.ask("GET", "/cart"));
          await second.kill();
          await shop.engine.teardown();
          return told;
        }, backend);
        expect(story).toEqual(["1", "2", ["string"], "2", "3", "3", "none", '1) "tina4_session:{', "0"]);
      },
    );

    it("a hundred increments by two servers on one Redis are all kept", async () => {
      const kept = await page.evaluate(async () => {
        const shop = await storesPage.Shop.open({ TINA4_SESSION_BACKEND: "redis" });
        await shop.start("redis-server", [], 6379);
        await Promise.all([shop.serve(7148), shop.serve(7149)]);
        await shop.ask("POST", "/cart");
        await Promise.all(
          Array.from({ length: 100 }, (_item, n) => shop.ask("POST", "/cart", 7148 + (n % 2))),
        );
        const items = await shop.ask("GET", "/cart");
        await shop.engine.teardown();
        return items;
      });
      expect(kept).toBe("101");
    });

    it.each([
      ["file", { TINA4_SESSION_BACKEND: "file" }],
      ["database", { TINA4_SESSION_BACKEND: "database", DATABASE_URL: "sqlite:data/app.db" }],
    ])(
      "a cart in a %s outlives its server, and two servers lose none of a hundred increments",
      async (_name, env) => {
        const story = await page.evaluate(
          async (given) => {
            const shop = await storesPage.Shop.open(given);
            const first = await shop.serve();
            const told = [await shop.ask("POST", "/cart"), await shop.ask("POST", "/cart")];
            await first.kill();
            await Promise.all([shop.serve(7148), shop.serve(7149)]);
            told.push(await shop.ask("GET", "/cart"));
            await Promise.all(
              Array.from({ length: 100 }, (_item, n) => shop.ask("POST", "/cart", 7148 + (n % 2))),
            );
            told.push(await shop.ask("GET", "/cart"), await shop.ask("GET", "/cart", 7149));
            told.push((await shop.engine.fs.list("data")).filter((path) => path.endsWith(".db")).join());
            await shop.engine.teardown();
            return told;
          },
          env as Record<string, string>,
        );
        expect(story).toEqual(["1", "2", "2", "102", "102", "DATABASE_URL" in env ? "data/app.db" : ""]);
      },
    );

    it("programs use node:sqlite and Database, in one after another of their processes", async () => {
      const story = await page.evaluate(async () => {
        const shop = await storesPage.Shop.open(
          { DATABASE_URL: "sqlite:app.db" },
          {
            "write.js": `
            import { DatabaseSync } from "node:sqlite";
            const db = new DatabaseSync("app.db");
            db.exec("CREATE TABLE t (n INTEGER)");
            console.log(db.prepare("INSERT INTO t VALUES (?)").run(7).changes);
            try { db.exec("sel"); } catch (error) { console.log(error.code, error.errcode, error.message); }
          `,
            "read.cjs": `
            const { Database } = require("keepsake");
            const db = new Database();
            db.execute("INSERT INTO t VALUES (?)", [8])
              .then(() => db.fetch("SELECT n FROM t ORDER BY n"))
              .then((rows) => console.log(JSON.stringify(rows)));
          `,
          },
        );
        const told = [await shop.run("node", "write.js"), await shop.run("node", "read.cjs")];
        await shop.engine.teardown();
        return told;
      });
      expect(story).toEqual(['1\nERR_SQLITE_ERROR 1 near "sel": syntax error\n', '[{"n":7},{"n":8}]\n']);
    });
  });
});
