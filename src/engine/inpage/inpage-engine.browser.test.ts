import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnyBrowserName, browserExecutable, browserNames } from "../../e2e/browser.ts";
import { openScriptedPage, type ScriptedPage } from "../../e2e/scripted-page.ts";
import { engineContract } from "../contract.ts";
import type { TestPage } from "./test-page.ts";
import { openTestSite, type TestSite } from "./test-site.ts";

declare const testPage: TestPage;

interface Framed {
  readonly framed: Awaited<ReturnType<TestPage["boot"]>>;
}

/** In Chromium and Firefox the same cases run on the built site, in report.browser.test.ts. */
function contractIn(name: AnyBrowserName): typeof engineContract {
  return name === "webkit" || process.env["KEEPSAKE_FULL"] === "1" ? engineContract : [];
}

describe.each(browserNames)("the in-page engine in %s", (name) => {
  describe.skipIf(browserExecutable(name) === undefined)(`with ${name} installed`, () => {
    let site: TestSite;
    let page: ScriptedPage;

    beforeAll(async () => {
      site = await openTestSite();
      page = await openScriptedPage(name);
      await page.goto(site.url);
    });
    afterAll(async () => {
      await page?.close();
      await site?.close();
    });

    it.each(contractIn(name).map((one) => one.name))("contract: %s", async (caseName) => {
      expect(await page.evaluate((wanted) => testPage.runCase(wanted), caseName)).toBe("");
    });

    it("runs in a cross-origin isolated page under a strict policy", async () => {
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    });

    describe("isolation", () => {
      beforeAll(async () => {
        // The site has set a cookie too.
        await page.evaluate(() => localStorage.setItem("secret", "1"));
      });

      it("gives a program no storage, no cookies, no origin and no network", async () => {
        const url = `${site.url}private`;
        const output = await page.evaluate(async (target) => {
          const { boot, assets, program } = testPage;
          const engine = await boot({ assets });
          const attempt = (what: string) =>
            `try { const value = await (${what}); console.log(value === undefined ? "nothing" : "GOT " + value); }
             catch (error) { console.log("refused: " + error.name); }`;
          const { output: text } = await program.runToEnd(engine, {
            "main.js": [
              attempt("globalThis.localStorage"),
              attempt("globalThis.indexedDB"),
              attempt("globalThis.caches"),
              attempt("globalThis.document"),
              attempt(`fetch(${JSON.stringify(target)}, { credentials: "include" })`),
              attempt(`new Function("return import('${target}')")()`),
              attempt(
                `new Promise((resolve, reject) => {
                   const socket = new WebSocket("${target.replace("http", "ws")}");
                   socket.onopen = () => resolve("open"); socket.onerror = () => reject(new Error("closed"));
                 })`,
              ),
            ].join("\n"),
          });
          await engine.teardown();
          return text;
        }, url);
        expect(output).not.toContain("GOT");
        expect(output.trim().split("\n")).toHaveLength(7);
        expect(site.privateRequests).toEqual([]);
      });

      it("gives the frame around the program an opaque origin and a policy without network", async () => {
        const frames = await page.evaluate(async () => {
          Object.assign(globalThis, { framed: await testPage.boot({ assets: testPage.assets }) });
          return document.querySelectorAll("iframe").length;
        });
        expect(frames).toBe(1);
        const seen = await page.evaluateInFrame(async (target) => {
          const outcome = async (run: () => unknown): Promise<string> => {
            try {
              return String(await run());
            } catch (error) {
              return error instanceof Error ? error.name : "thrown";
            }
          };
          return {
            origin: globalThis.origin,
            cookie: await outcome(() => document.cookie),
            localStorage: await outcome(() => localStorage.getItem("secret")),
            indexedDB: await outcome(
              () =>
                new Promise((resolve, reject) => {
                  const opening = indexedDB.open("keepsake");
                  opening.onsuccess = () => resolve("open");
                  opening.onerror = () => reject(opening.error);
                }),
            ),
            parent: await outcome(() => parent.document.title),
            fetch: await outcome(() => fetch(target, { credentials: "include" })),
          };
        }, `${site.url}private`);
        expect(seen).toMatchObject({
          origin: "null",
          cookie: "SecurityError",
          localStorage: "SecurityError",
        });
        expect(seen.indexedDB).toMatch(/SecurityError|InvalidStateError|UnknownError/);
        expect(seen.parent).toBe("SecurityError");
        expect(seen.fetch).toBe("TypeError");
        expect(site.privateRequests).toEqual([]);
        await page.evaluate(() => (globalThis as unknown as Framed).framed.teardown());
      });
    });

    describe("abuse", () => {
      /** Runs a program; then Stop must end it, the page answer, and the next Run work. */
      const survives = (main: string, path: string | undefined, timeoutMs?: number) =>
        page.evaluate(
          async ({ main: source, path: target, options }) => {
            const { boot, assets, program } = testPage;
            const engine = await boot({ assets });
            await engine.mount({ "package.json": '{ "type": "module" }', "main.js": source });
            const process = await engine.spawn("node", ["main.js"]);
            let output = "";
            const reading = (async () => {
              for await (const chunk of program.chunks(process.output)) output += chunk.text;
            })();
            let answer = "";
            if (target !== undefined) {
              if (engine.listening().length === 0) await program.nextEvent(engine, "listening");
              const request = { method: "GET", target, headers: [program.HOST_HEADER] };
              answer = await engine
                .request(program.PORT, request, options)
                .then((response) => `${response.status}`)
                .catch((error: unknown) => (error instanceof Error ? error.message : "thrown"));
            } else await Promise.race([process.exit, program.nextEvent(engine, "unresponsive")]);
            await process.kill();
            await reading;
            await program.startServer(
              engine,
              `import { createServer } from "node:http"; createServer((q, s) => s.end("next")).listen(7148);`,
            );
            const next = await program.getText(engine, "/");
            await engine.teardown();
            return { output, answer, next, status: await process.exit };
          },
          { main, path, options: timeoutMs === undefined ? {} : { timeoutMs } },
        );
      const server = (handler: string, before = "") =>
        `import { createServer } from "node:http"; ${before} createServer((req, res) => { ${handler} }).listen(7148);`;

      it("while (true) in a handler", async () => {
        const result = await survives(server("while (true) {}"), "/", 1500);
        expect(result).toMatchObject({ next: "next" });
        expect(result.answer).toContain("No answer to GET / on port 7148 within 1500 ms");
      });

      it("while (true) at the start", async () => {
        const result = await survives("while (true) {}", undefined);
        expect(result).toMatchObject({
          next: "next",
          status: { code: null, reason: "killed" },
        });
      });

      it.each([
        ["an exception at import", "const cart = undefined;\ncart.items;\n", "main.js:2"],
        ["a syntax error", "const cart = [;\n", "main.js:1"],
        ["a rejected promise", 'Promise.reject(new Error("no products"));\n', "no products"],
      ])("%s", async (_what, main, message) => {
        const result = await survives(main, undefined);
        expect(result).toMatchObject({ next: "next", status: { code: 1, reason: "exited" } });
        expect(result.output).toContain(message);
      });

      it("10 MB of console output", async () => {
        const main = server(
          'res.end("fine");',
          'for (let i = 0; i < 10240; i += 1) console.log("x".repeat(1023));',
        );
        const result = await survives(main, "/");
        expect(result).toMatchObject({ next: "next", answer: "200" });
        expect(result.output).toContain("The rest of its output is dropped");
        expect(result.output.length).toBeLessThan(2.2 * 1024 * 1024);
      });

      it("a 50 MB allocation", async () => {
        const handler = 'const all = Buffer.alloc(50 * 1024 * 1024, 1); res.end("fine" + all.length);';
        expect(await survives(server(handler), "/")).toMatchObject({
          next: "next",
          answer: "200",
        });
      });

      it("a handler that never answers", async () => {
        const result = await survives(server(""), "/", 1500);
        expect(result).toMatchObject({ next: "next" });
        expect(result.answer).toContain("Does its handler always end the response?");
      });

      it("a response that is never ended", async () => {
        const result = await survives(server('res.write("beginning");'), "/");
        expect(result).toMatchObject({ next: "next", answer: "200" });
      });

      it("a 5 MB body", async () => {
        const result = await survives(server("res.end(Buffer.alloc(5 * 1024 * 1024));"), "/");
        expect(result).toMatchObject({ next: "next", answer: "200" });
      });

      it("a fork bomb of timers", async () => {
        const bomb = "const bomb = () => { setTimeout(bomb, 0); setTimeout(bomb, 0); };";
        const result = await survives(server('res.end("fine");', `${bomb} setTimeout(bomb, 20);`), "/", 1500);
        expect(result).toMatchObject({ next: "next" });
      });
    });

    it("Express and keepsake are there, and other packages at their first import", async () => {
      const output = await page.evaluate(async () => {
        const { boot, assets, program } = testPage;
        const engine = await boot({ assets });
        const result = await program.runToEnd(
          engine,
          {
            "main.ts": `import express, { Router } from "express";
            import { createApp } from "keepsake";
            import cors from "cors";
            import cookieParser from "cookie-parser";
            import { createRequire } from "node:module";
            const require = createRequire(import.meta.url);
            console.log(typeof express, typeof Router, typeof createApp, typeof cors, typeof cookieParser);
            console.log(require("express") === express, Object.keys(process.env).length);`,
          },
          "main.ts",
        );
        const missing = await program.runToEnd(engine, { "main.ts": 'import "left-pad";' }, "main.ts");
        await engine.teardown();
        return { ok: result.output, missing: missing.stderr };
      });
      expect(output.ok).toBe("function function function function function\ntrue 0\n");
      expect(output.missing).toContain("left-pad");
      expect(output.missing).toContain("express");
    });

    it("many machines in one page share nothing", async () => {
      const answers = await page.evaluate(async () => {
        const { boot, assets, program } = testPage;
        const engines = await Promise.all([1, 2, 3].map(() => boot({ assets })));
        const seen = await Promise.all(
          engines.map(async (engine, index) => {
            await program.startServer(
              engine,
              `import { createServer } from "node:http"; createServer((q, s) => s.end("${index}")).listen(7148);`,
            );
            return program.getText(engine, "/");
          }),
        );
        await Promise.all(engines.map((engine) => engine.teardown()));
        return { seen, frames: document.querySelectorAll("iframe").length };
      });
      expect(answers).toEqual({ seen: ["0", "1", "2"], frames: 0 });
    });

    it("a boot that cannot succeed says why and leaves nothing", async () => {
      const result = await page.evaluate(async () => {
        const code = (error: unknown) => (error as { code?: string }).code;
        const controller = new AbortController();
        const aborted = testPage.boot({ assets: testPage.assets, signal: controller.signal }).catch(code);
        controller.abort();
        const steps: string[] = [];
        const engine = await testPage.boot({ assets: testPage.assets, onStep: (step) => steps.push(step) });
        await engine.teardown();
        const missing = await testPage.boot({ assets: "/nowhere/" }).catch(code);
        return { aborted: await aborted, missing, steps, frames: document.querySelectorAll("iframe").length };
      });
      expect(result).toEqual({
        aborted: "aborted",
        missing: "boot-failed",
        steps: ["download", "host", "worker", "ready"],
        frames: 0,
      });
    });
  });
});
