import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { serveFourStores } from "./four-stores.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;
let workbench: WorkbenchPage;
let inspector: Locator;

/** Runs the shop on its stores; Alice has been to the one that keeps files, once. */
async function open(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await serveFourStores(context);
  workbench = await WorkbenchPage.open(context, origin);
  inspector = workbench.region("Inspector");
  await workbench.button("Run").click();
  await shows("files", "Visits: 1");
}

async function shows(host: string, text: string): Promise<void> {
  const body = workbench.preview.locator("body", { hasText: host });
  await body.filter({ hasText: text }).waitFor();
}

/** By the part of the tab's name that does not count. */
async function tab(name: RegExp): Promise<void> {
  await inspector.getByRole("tab", { name }).click();
}

async function violations(): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: workbench.page }).exclude("iframe").analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the inspector, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(() => context.close());

    test("a moment of the past can be looked at again: its jar, its record, its page", async () => {
      await open();
      await inspector.getByRole("option", { name: "GET files.test/" }).waitFor();
      await workbench.button("Reload").click();
      await shows("files", "Visits: 2");
      await tab(/^Session record$/);
      await inspector.getByText("Expires in").waitFor();
      expect(await inspector.locator(".record dd").first().textContent()).toBe("2");
      await tab(/^Exchanges/);
      await inspector.getByRole("option", { name: "GET files.test/" }).last().click();
      await inspector
        .getByText(/Set-Cookie/i)
        .first()
        .waitFor();
      await inspector.getByRole("button", { name: "Go to this moment" }).click();
      await inspector.getByText("You are looking at the past").waitFor();
      await tab(/^Session record$/);
      await inspector.getByText("Alice's session record then").waitFor();
      expect(await inspector.locator(".record dd").first().textContent()).toBe("1");
      await tab(/^Cookie jar 2/);
      expect(await inspector.getByRole("button", { name: /^Delete/ }).count()).toBe(0);
      await tab(/^Page$/);
      await inspector.frameLocator("iframe").getByText("Visits: 1").waitFor();
      expect(await violations()).toEqual([]);
      await inspector.getByRole("button", { name: "Back to now" }).click();
      await inspector.getByRole("tab", { name: "Store" }).waitFor();
      expect(await inspector.getByText("You are looking at the past").count()).toBe(0);
      await shows("files", "Visits: 2");
    });

    test("the jar says where its cookies would go, and why not", async () => {
      await open();
      await tab(/^Cookie jar 2/);
      const questions = inspector.getByRole("region", { name: "Where would they go?" });
      const answers = questions.getByRole("status");
      await answers.getByText("Sent").first().waitFor();
      expect(await answers.getByText("Withheld").count()).toBe(0);
      await questions.getByLabel("by").selectOption("a link on another site");
      await answers.getByText("Withheld").waitFor();
      expect(await answers.textContent()).toMatch(
        /Withheld.*theme.*SameSite=Strict|theme.*Withheld.*SameSite=Strict/s,
      );
      expect(await answers.getByText("Sent").count()).toBe(1);
      await questions.getByLabel("by").selectOption("document.cookie on a page there");
      await answers
        .getByText(/HttpOnly/)
        .first()
        .waitFor();
      await questions.getByLabel("A request to").fill("http://keys.test/");
      await answers.getByText("Sent").waitFor({ state: "detached" });
      await questions.getByLabel("A request to").fill("keys.test");
      await answers.getByText("Write a whole address").waitFor();
      expect(await violations()).toEqual([]);
    });
  });
}
