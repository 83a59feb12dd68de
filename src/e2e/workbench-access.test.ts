import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { violations, violationsInBothSchemes } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;

/** The learner's own page is theirs, and its frame's origin is opaque. */
function violationsIn({ page }: WorkbenchPage): Promise<string[]> {
  return violationsInBothSchemes(page, { except: "iframe" });
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`axe on the workbench, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(() => context.close());

    test("finds nothing before, during and after a run, light and dark", async () => {
      context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
      const workbench = await WorkbenchPage.open(context, origin);
      expect(await violationsIn(workbench)).toEqual([]);

      await workbench.writeSolution();
      await workbench.run();
      await workbench.preview.getByRole("button", { name: "Add to cart" }).click();
      await workbench.preview.locator(".alert").waitFor();
      const inspector = workbench.region("Inspector");
      await inspector.getByRole("option", { name: /POST \/cart\/add/ }).click();
      await inspector.getByRole("group", { name: "The selected exchange" }).waitFor();
      expect(await violationsIn(workbench)).toEqual([]);
      for (const tab of [/Cookie jar/, "Session record"]) {
        await inspector.getByRole("tab", { name: tab }).click();
        expect(await violationsIn(workbench)).toEqual([]);
      }

      await workbench.replaceFile("server.ts", "throw new Error('on purpose');\n");
      await workbench.button("Run").click();
      await workbench.status.filter({ hasText: "crashed" }).waitFor();
      await workbench.button("Check").click();
      await workbench
        .region("Results")
        .getByRole("heading", { name: /of \d+ tests pass/ })
        .waitFor();
      expect(await violationsIn(workbench)).toEqual([]);
    });

    test("finds nothing on a narrow window, whichever pane is shown", async () => {
      context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const workbench = await WorkbenchPage.open(context, origin);
      for (const pane of ["Editor", "Browser", "Inspector", "Results", "Text"]) {
        await workbench.page.getByRole("link", { name: pane, exact: true }).click();
        expect(await violations(workbench.page, { except: "iframe" }), pane).toEqual([]);
      }
      await workbench.page.setViewportSize({ width: 768, height: 1024 });
      await workbench.page.getByRole("link", { name: "Browser", exact: true }).click();
      await workbench.page.getByRole("heading", { name: "Bob" }).waitFor();
      expect(await violations(workbench.page, { except: "iframe" }), "two browsers").toEqual([]);
    });
  });
}
