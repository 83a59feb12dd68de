import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { browserExecutable, launchBrowser } from "../../e2e/browser.ts";
import { violations } from "../../e2e/violations.ts";
import { BOOT_TIMEOUT_MS } from "../../engine/webcontainer/boot-webcontainer.ts";

const origin = inject("siteOrigin");

describe.each(["chromium", "firefox"] as const)("the engine report in %s", (name) => {
  describe.skipIf(browserExecutable(name) === undefined)(`with ${name} installed`, () => {
    let browser: Browser;
    let page: Page;
    const elsewhere: string[] = [];

    beforeAll(async () => {
      browser = await launchBrowser(name);
      const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
      await context.route(
        (url) => !url.href.startsWith(origin),
        (route) => {
          elsewhere.push(route.request().url());
          return route.abort("internetdisconnected");
        },
      );
      page = await context.newPage();
      await page.goto(`${origin}/engines/`);
    });
    afterAll(() => browser?.close());

    // On a machine that does much else at once, all cases in a row take minutes.
    it("boots the page's engine with the network cut, and finds that it does all it promises", {
      timeout: 400_000,
    }, async () => {
      const card = page.getByRole("region", { name: "In the page" });
      await card.getByRole("button", { name: "Boot and try it, in the page" }).click();
      await card.getByText(/It does all it promises|not as promised/).waitFor({ timeout: 390_000 });
      expect(await card.locator(".trial-failure").allInnerTexts()).toEqual([]);
      await card.getByText(/^Contract: (\d+) of \1 pass$/).click();
      await card.getByText(/^Deviations: (\d+) of \1 as listed$/).click();
      expect(elsewhere).toEqual([]);
    });

    it("has no accessibility violation with all results open, and fits 360 pixels", async () => {
      expect(await violations(page)).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    });

    it("gives itself as text, with the browser's name and the results", async () => {
      await page.evaluate(() => {
        Object.defineProperty(navigator, "clipboard", {
          value: { writeText: async (text: string) => Object.assign(window, { copied: text }) },
        });
      });
      await page.getByRole("button", { name: "Copy the report as text" }).click();
      await page.getByText("Copied:").waitFor();
      const text = await page.evaluate(() => String(Reflect.get(window, "copied")));
      expect(text).toContain(`Browser: ${await page.evaluate(() => navigator.userAgent)}`);
      expect(text).toMatch(
        /Engine inpage: tried\n(?: {2}.*: \d+ ms\n)+ {2}Contract: (\d+) of \1 cases pass\n/,
      );
    });

    it("says in a sentence why WebContainer cannot be had, and asks nobody before the button", async () => {
      const card = page.getByRole("region", { name: "In a WebContainer" });
      expect(elsewhere).toEqual([]);
      await page.clock.install();
      await card.getByRole("button", { name: "Agree, boot and try it, in a WebContainer" }).click();
      // It is waited for from then on.
      await expect.poll(() => elsewhere.length).toBeGreaterThan(0);
      await page.clock.fastForward(BOOT_TIMEOUT_MS);
      await card.getByRole("status").getByText("WebContainer did not start within").waitFor();
    });
  });
});
