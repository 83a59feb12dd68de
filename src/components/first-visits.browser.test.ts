import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
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

    const opened = async (options: BrowserContextOptions) => {
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      return context.newPage();
    };
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

    for (const [what, files, reason] of [
      ["its code", /visited-server/, "a part of this page could not be fetched; are you online?"],
      ["the engine", "**/engine/**", "The engine could not be downloaded from"],
    ] as const) {
      test(`says why ${what} did not come, in plain words that name no button of another page`, async () => {
        const other = await opened({ serviceWorkers: "block" });
        const uncaught: string[] = [];
        other.on("pageerror", ({ message }) => uncaught.push(message));
        await other.route(files, (route) => route.abort());
        await other.goto(inject("siteOrigin"));
        const button = other.getByRole("button", { name: "Run and visit" });
        await button.hover();
        await button.click();
        const said = other.getByRole("status").getByText(`The server did not run: ${reason}`);
        await said.waitFor();
        expect(await said.textContent()).not.toContain("Press Run");
        expect(uncaught).toEqual([]);
      });
    }

    test("asks nobody to run it where no script came, and has room for the sentence that asks", async () => {
      for (const width of [360, 1280]) {
        const viewport = { width, height: 740 };
        const [still, live] = [
          await opened({ viewport, serviceWorkers: "block" }),
          await opened({ viewport }),
        ];
        await still.route("**/*.js", (route) => route.abort());
        for (const each of [still, live]) await each.goto(inject("siteOrigin"));
        const [inMarkup, inPage] = [still, live].map((each) =>
          each.locator("[data-first-visits] [role=status]"),
        );
        await inPage?.getByText("Run the server, here in the page").waitFor();
        expect(await inMarkup?.textContent()).toBe("This is how two visits go.");
        expect((await inMarkup?.boundingBox())?.height).toBe((await inPage?.boundingBox())?.height);
      }
    });
  });
}
