import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;
/** What the policy of one of the course's pages refused, and what Chromium says of its workers on the console. */
const refused = new WeakMap<Page, string[]>();

function refusedOn(page: Page): string[] {
  const told = refused.get(page) ?? [];
  refused.set(page, told);
  return told;
}

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && message.text().includes("Content Security Policy"))
      refusedOn(page).push(message.text());
  });
  await page.goto(origin + path, { waitUntil: "networkidle" });
  return page;
}

/**
 * What frames of an opaque origin refuse is their own matter. That every page loads without a refusal, pages.browser.test.ts
 * sees on the console.
 */
function tellWhatIsRefused(): void {
  if (self !== top) return;
  addEventListener(
    "securitypolicyviolation",
    ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
      const told: unknown = Reflect.get(window, "keepsakeRefused");
      const where = `${effectiveDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`;
      if (typeof told === "function") told(where);
    },
  );
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`under the pages' policy, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
      context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.exposeBinding("keepsakeRefused", ({ page }, where: string) =>
        refusedOn(page).push(where),
      );
      await context.addInitScript(tellWhatIsRefused);
    });
    afterAll(() => browser.close());

    test("no page lets in a script of the kind that an injection writes", async () => {
      const page = await open("/lessons/the-first-cookie/");
      await page.evaluate(() => {
        const inline = document.createElement("script");
        inline.textContent = "window.injected = true";
        document.body.append(inline);
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.injected = true");
        document.body.append(button);
        button.click();
      });
      expect(await page.evaluate(() => Reflect.get(window, "injected"))).toBeUndefined();
      await expect.poll(() => refusedOn(page).length).toBeGreaterThanOrEqual(2);
      await page.close();
    });

    test("a playground in a lesson runs, and its editor has its looks", async () => {
      const page = await open("/lessons/the-first-cookie/");
      const playground = page.locator(".playground").first();
      await playground.getByRole("button", { name: "Run" }).click();
      await playground.getByText("Listening on port 7148").first().waitFor();
      const gutter = playground.locator(".cm-gutters");
      expect(await gutter.evaluate((element) => getComputedStyle(element).display)).toBe("flex");
      expect(refusedOn(page)).toEqual([]);
      await page.close();
    });

    test("the workbench runs, previews, takes commands and checks", async () => {
      const workbench = await WorkbenchPage.open(context, origin);
      const { page } = workbench;
      await workbench.writeSolution();
      await workbench.run();
      await workbench.addToCart();
      await page.getByRole("tab", { name: "Terminal" }).click();
      await page.locator(".xterm-rows").waitFor();
      await workbench.pass();
      expect(refusedOn(page)).toEqual([]);
      await page.close();
    });
  });
}
