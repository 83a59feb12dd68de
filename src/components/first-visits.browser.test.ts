import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "../e2e/browser.ts";
import { violationsInBothSchemes } from "../e2e/violations.ts";

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the server on the landing page, in ${name}`, () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await launchBrowser(name);
      page = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
      await page.goto(inject("siteOrigin"));
    });
    afterAll(() => browser.close());

    const drawing = () => page.getByRole("figure", { name: "A server, two requests" });
    const height = async () => (await drawing().boundingBox())?.height;
    const visits = () => drawing().getByRole("listitem").filter({ visible: true }).allInnerTexts();
    const answered = (visit: number) =>
      drawing().getByRole("status").getByText(`answered 200 OK: “Visit number ${visit}”`).waitFor();

    test("runs, and shows each visit as it went", async () => {
      const before = await height();
      await drawing().getByRole("button", { name: "Run and visit" }).click();
      await answered(1);
      const [first, ...others] = await visits();
      expect(first).toMatch(/First visit.*200 OK.*Set-Cookie: tina4_session=...….*visits: 1/s);
      expect(first).not.toContain("9fQ");
      expect(others.join("").trim()).toBe("");

      await drawing().getByRole("button", { name: "Visit again" }).click();
      await answered(2);
      const [, second] = await visits();
      expect(second).toMatch(/Second visit.*Cookie: tina4_session=...….*visits: 2/s);
      expect(second).not.toContain("Set-Cookie");
      expect(await height(), "nothing below moved").toBe(before);
    });

    test("knows nobody without the cookie", async () => {
      await drawing().getByRole("button", { name: "Delete the cookie" }).click();
      await drawing().getByRole("status").getByText("has forgotten the cookie").waitFor();
      await drawing().getByRole("button", { name: "Visit again" }).click();
      await answered(1);
      const [, last] = await visits();
      expect(last).toMatch(/Visit 3.*Set-Cookie: tina4_session=...….*visits: 1/s);
      expect(await violationsInBothSchemes(page)).toEqual([]);
    });
  });
}
