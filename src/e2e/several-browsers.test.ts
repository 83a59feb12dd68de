import type { Browser, BrowserContext, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { serveShopAndEvil } from "./shop-and-evil.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");
const WIDE = { width: 1920, height: 1080 };
const USUAL = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 780 };

let browser: Browser;
let context: BrowserContext;
let workbench: WorkbenchPage;

async function open(viewport: { width: number; height: number }): Promise<void> {
  context = await browser.newContext({ viewport });
  await serveShopAndEvil(context);
  workbench = await WorkbenchPage.open(context, origin);
}

async function run(): Promise<void> {
  await workbench.button("Run").click();
  await workbench.status
    .filter({ hasText: "a: listening on 7001 · b: listening on 7002 · evil: listening" })
    .waitFor();
}

/** One browser, where all are side by side. */
function windowOf(name: string): Locator {
  return workbench.page.getByRole("group", { name: `${name}'s browser` });
}

async function goTo(within: Locator, address: string): Promise<void> {
  await within.getByRole("textbox", { name: "Address" }).fill(address);
  await within.getByRole("textbox", { name: "Address" }).press("Enter");
}

function page(within: Locator) {
  return within.frameLocator("iframe:visible").locator("body");
}

async function sees(within: Locator, text: string): Promise<void> {
  await within.frameLocator("iframe:visible").locator("body", { hasText: text }).waitFor();
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`several processes and browsers, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(() => context.close());

    test("two servers take turns behind one host; one is killed, the session survives on the other", async () => {
      await open(USUAL);
      await run();
      const region = workbench.region("Browser");
      await sees(region, "A at shop.test");
      await workbench.button("Reload").click();
      await sees(region, "B at shop.test");
      expect(await page(region).textContent()).toContain("Visits: 2");
      const console = workbench.region("Console");
      await console.getByRole("button", { name: "Stop b" }).click();
      await workbench.status.filter({ hasText: "b: not running" }).waitFor();
      await workbench.button("Reload").click();
      await sees(region, "Visits: 3");
      await workbench.button("Reload").click();
      await sees(region, "Visits: 4");
      expect(await page(region).textContent()).toContain("A at shop.test");
      await console.getByRole("button", { name: "Start b" }).click();
      await workbench.status.filter({ hasText: "b: listening on 7002" }).waitFor();
      expect(await console.getByRole("log").textContent()).toMatch(
        /^(?=.*aready)(?=.*bready)(?=.*evilready)/,
      );
    });

    test("side by side, each has its own jar, tabs and history; a private window forgets", async () => {
      await open(WIDE);
      await run();
      const [alice, mallory] = [windowOf("Alice"), windowOf("Mallory")];
      await sees(alice, "Visits: 1");
      await goTo(mallory, "shop.test/");
      await sees(mallory, "Visits: 1");
      await goTo(mallory, "evil.test/");
      await sees(mallory, "Evil at evil.test");
      await mallory.getByRole("button", { name: "Back" }).click();
      await sees(mallory, "Visits: 2");
      await mallory.getByRole("button", { name: "Forward" }).click();
      await sees(mallory, "Evil at evil.test");

      await alice.locator("summary").click();
      await alice.getByRole("button", { name: "New tab" }).click();
      await goTo(alice, "evil.test/");
      await sees(alice, "Evil at evil.test");
      const tabs = alice.getByRole("tablist", { name: "Alice's tabs" });
      expect(await tabs.getByRole("tab").allTextContents()).toEqual(["shop.test", "evil.test"]);
      await tabs.getByRole("tab", { name: "evil.test" }).press("Delete");
      await sees(alice, "Visits: 1");

      await alice.locator("summary").click();
      await alice.getByRole("button", { name: "Private window" }).click();
      const hidden = windowOf("Alice (private)");
      await goTo(hidden, "shop.test/");
      await sees(hidden, "Visits: 1");
      expect(await violations(workbench.page, { except: "iframe" })).toEqual([]);
      await hidden.locator("summary").click();
      await hidden.getByRole("button", { name: "Close and forget its cookies" }).click();
      await hidden.waitFor({ state: "detached" });

      await workbench.button("Add a browser").click();
      await windowOf("Bob").waitFor();
      await workbench.button("Side by side").click();
      await workbench.page.getByRole("tab", { name: "Bob", selected: true }).waitFor();
      expect(await violations(workbench.page, { except: "iframe" })).toEqual([]);
    });

    test("as the clock moves, the cookie is gone from the jar before one's eyes, and the session begins anew", async () => {
      await open(USUAL);
      await run();
      const region = workbench.region("Browser");
      await sees(region, "Visits: 1");
      const inspector = workbench.region("Inspector");
      await inspector.getByRole("tab", { name: "Cookie jar 1" }).click();
      await inspector.getByRole("row", { name: /tina4_session/ }).waitFor();
      for (const move of ["+10 min", "+1 h", "+1 week", "+1 year"]) {
        await workbench.button(`Move the clock ${move}`).click();
      }
      await inspector.getByText("Alice's cookie jar is empty").waitFor();
      await inspector.getByRole("tab", { name: "Session record" }).click();
      await inspector
        .getByText(/^Expired 372 d \d+ min ago: the next request begins a new session\.$/)
        .waitFor();
      await workbench.page.getByRole("status").filter({ hasText: "372 d 1 h ahead" }).waitFor();
      const shown = await workbench.page.locator(".clock time").getAttribute("datetime");
      expect(Date.parse(shown ?? "") - Date.now()).toBeGreaterThan(371 * 86_400_000);
      await workbench.button("Reload").click();
      await sees(region, "Visits: 1");
      await inspector.getByText(/^Expires in 5\d min/).waitFor();
      await workbench.button("Back to now").click();
      await workbench.page.getByRole("status").filter({ hasText: "real time" }).waitFor();
    });

    test("on a phone, one browser at a time, by keyboard too, and axe finds nothing", async () => {
      await open(PHONE);
      await run();
      await workbench.page.getByRole("link", { name: "Browser", exact: true }).click();
      const region = workbench.region("Browser");
      await sees(region, "A at shop.test");
      await workbench.page.getByRole("tab", { name: "Alice" }).press("ArrowRight");
      await goTo(region, "evil.test/");
      await sees(region, "Evil at evil.test");
      expect(await violations(workbench.page, { except: "iframe" })).toEqual([]);
      const widths = await workbench.page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(widths[0]).toBe(widths[1]);
    });
  });
}
