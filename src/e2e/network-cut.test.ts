import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { hasFocus, solutionFiles, WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;
/** Requests to any host but the site's own, also those that never left. */
let elsewhere: string[];

const isOwn = (url: string) => url.startsWith(`${origin}/`) || /^(blob|data|about):/.test(url);

async function openWithNetworkCut(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  elsewhere = [];
  context.on("request", (request) => {
    if (!isOwn(request.url())) elsewhere.push(request.url());
  });
  await context.route(
    (url) => !isOwn(url.href),
    (route) => route.abort("internetdisconnected"),
  );
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`with the network cut, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    beforeEach(openWithNetworkCut);
    afterEach(async () => {
      await context.close();
      expect(elsewhere).toEqual([]);
    });

    test("from the first page to the passed cart, by mouse", async () => {
      const page = await context.newPage();
      await page.goto(`${origin}/`);
      await page
        .getByRole("link", { name: /^(Course|The course)$/ })
        .first()
        .click();
      await page
        .getByRole("link", { name: /shopping cart/i })
        .first()
        .click();
      await page.goto(`${origin}/exercises/`);
      await page
        .getByRole("link", { name: /shopping cart/i })
        .first()
        .click();

      const workbench = new WorkbenchPage(page);
      await workbench.ready();
      await workbench.writeSolution();
      await workbench.run();
      await workbench.preview.getByRole("button", { name: "Add to cart" }).click();
      await workbench.preview.locator(".alert").waitFor();
      const inspector = workbench.region("Inspector");
      await inspector.getByRole("option", { name: /POST \/cart\/add/ }).click();
      await inspector
        .getByText(/tina4_session=[^;]+;.*HttpOnly/)
        .first()
        .waitFor();

      const results = workbench.region("Results");
      const routes = solutionFiles()["src/routes/cart.ts"] ?? "";
      await workbench.replaceFile("src/routes/cart.ts", routes.replaceAll("201", "202"));
      await workbench.button("Check").click();
      await results.getByRole("heading", { name: /\d+ of \d+ tests pass/ }).waitFor();
      await results.locator("[data-state=fail]").filter({ hasText: "202" }).first().waitFor();
      await workbench.replaceFile("src/routes/cart.ts", routes);
      await workbench.pass();
    });

    test("the cart by keyboard alone", async () => {
      const page = await context.newPage();
      await page.goto(`${origin}/exercises/shopping-cart/`);
      const workbench = new WorkbenchPage(page);
      await workbench.ready();
      for (const [path, text] of Object.entries(solutionFiles())) {
        await workbench.region("Editor").getByText("Files", { exact: true }).focus();
        await page.keyboard.press("Enter");
        const entry = workbench.region("Editor").getByRole("button", { name: path, exact: true });
        if ((await entry.count()) > 0) {
          await entry.focus();
          await page.keyboard.press("Enter");
        } else {
          await workbench.region("Editor").getByRole("textbox", { name: "New file" }).focus();
          await page.keyboard.type(path);
          await page.keyboard.press("Enter");
        }
        await workbench.region("Editor").getByRole("textbox", { name: path }).focus();
        await page.keyboard.press("ControlOrMeta+a");
        await page.keyboard.insertText(text);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("ControlOrMeta+s");
      await workbench.status.filter({ hasText: "Listening on port 7148" }).waitFor();
      await workbench.preview.getByRole("button", { name: "Add to cart" }).focus();
      await page.keyboard.press("Enter");
      await workbench.preview.locator(".alert").waitFor();
      await workbench.address.focus();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type("/cart/api");
      await page.keyboard.press("Enter");
      await workbench.preview.getByText("item_count").waitFor();
      await workbench.check(() => workbench.button("Check").press("Enter"));
      const passed = workbench.region("Results").getByRole("heading", { name: /Passed: all \d+ tests/ });
      await hasFocus(passed).waitFor();
    });
  });
}
