import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { addPlaygroundPage } from "./playground-site.ts";

const origin = inject("siteOrigin");

const server = `
import { createServer } from "node:http";
createServer((req, res) => res.end("hello " + req.url)).listen(7148);
`;

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`a playground with a terminal, in ${name}`, () => {
    let browser: Browser;
    let context: BrowserContext;

    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(() => context.close());

    test("its shell is fetched when it is first shown, and reaches the program", async () => {
      context = await browser.newContext({ viewport: { width: 800, height: 1200 } });
      const page = await context.newPage();
      await page.goto(await addPlaygroundPage(context, origin));
      await page.evaluate(async (text) => {
        const element = document.createElement("div");
        document.querySelector("main")?.append(element);
        const spec = { id: "with-terminal", files: { "server.ts": text }, terminal: true } as const;
        await window.mountPlayground(element, { ...spec, view: "requests" }).open({ run: true });
      }, server);
      await page.getByText("Listening on port 7148").waitFor();
      expect(await page.locator(".xterm").count()).toBe(0);
      await page.getByRole("tab", { name: "Terminal" }).click();
      const screen = page.locator(".xterm-rows");
      await screen.filter({ hasText: "$" }).waitFor();
      await page.keyboard.type("curl -s localhost:7148/there");
      await page.keyboard.press("Enter");
      await screen.filter({ hasText: "hello /there" }).waitFor();
      await page.keyboard.type("rm server.ts");
      await page.keyboard.press("Enter");
      await page.getByText("There is no file.").waitFor();
      await page
        .locator(".toast", { hasText: "server.ts is removed." })
        .getByRole("button", { name: "Undo" })
        .click();
      await page.locator(".cm-content", { hasText: "createServer" }).waitFor();
    });
  });
}
