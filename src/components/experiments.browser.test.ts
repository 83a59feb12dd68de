import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../e2e/browser.ts";

const origin = inject("siteOrigin");
const lessons = [
  "what-http-forgets",
  "the-first-cookie",
  "the-first-session",
  "flash-messages",
  "the-shopping-cart",
];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser("chromium");
});
afterAll(() => browser.close());

async function inLesson(id: string, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/lessons/${id}/`);
    await use(page);
  } finally {
    await context.close();
  }
}

async function run(experiment: Locator): Promise<void> {
  await experiment.getByRole("button", { name: "Run", exact: true }).click();
  await experiment.getByText("Listening on port 7148").waitFor();
}

describe("the experiments of a lesson run in the page", () => {
  it.each(lessons)("%s", async (id) => {
    await inLesson(id, async (page) => {
      const experiments = await page.locator("[data-experiment]").all();
      expect(experiments.length).toBeGreaterThan(0);
      for (const experiment of experiments) await run(experiment);
    });
  });
});

describe("a check", () => {
  it("says what was seen so far, is met by what the reader does, and stays met", async () => {
    await inLesson("the-first-session", async (page) => {
      const experiment = page.locator("[data-experiment=visit-counter]");
      const check = page.locator("[data-check=second-visit]");
      await run(experiment);
      const visit = experiment.getByRole("button", { name: "GET /", exact: true });
      await visit.click();
      await check.getByText("1 of 2 seen.").waitFor();
      await visit.click();
      await check.getByText("Seen.", { exact: true }).waitFor();
      await page.reload();
      await check.getByText("Seen on an earlier visit.").waitFor();
    });
  });

  it("is met by another browser's request where it asks for one", async () => {
    await inLesson("what-http-forgets", async (page) => {
      const experiment = page.locator("[data-experiment=count-in-a-variable]");
      const check = page.locator("[data-check=bob-counted-as-alice]");
      await run(experiment);
      await experiment.getByRole("button", { name: "GET /", exact: true }).click();
      await check.getByText("1 of 2 seen.").waitFor();
      await experiment.getByRole("combobox").first().selectOption("Bob");
      await experiment.getByRole("button", { name: "GET /", exact: true }).click();
      await check.getByText("Seen.", { exact: true }).waitFor();
    });
  });

  it("is met by what Mallory does with a cookie that she copied out of Alice's jar", async () => {
    await inLesson("signing-in-and-out", async (page) => {
      const experiment = page.locator("[data-experiment=cleared-not-ended]");
      await run(experiment);
      const rows = experiment.locator(".exchange-row", { hasText: /\d{3}/ });
      const answered = async (button: Locator, exchanges: number) => {
        await experiment.getByRole("tab", { name: /^Exchanges/ }).click();
        await button.click();
        await expect.poll(() => rows.count()).toBe(exchanges);
      };
      const signIn = (name: string) =>
        experiment.locator(".request-buttons").getByRole("button", { name: `"user":"${name}"` });
      await answered(signIn("bob"), 1);
      await experiment.getByRole("tab", { name: "Cookie jar 1" }).click();
      await experiment.getByRole("button", { name: "Copy tina4_session into Mallory's jar" }).click();
      await experiment.getByRole("tab", { name: "Cookie jar 2" }).click();
      await answered(experiment.getByRole("button", { name: "POST /logout" }), 2);
      await answered(signIn("alice"), 3);
      await experiment.getByRole("combobox").first().selectOption("Mallory");
      await experiment.getByRole("button", { name: "GET /me", exact: true }).click();
      await page.locator("[data-check=cleared-and-caught]").getByText("Seen.", { exact: true }).waitFor();
    });
  });

  it("is met in the page of a browser: one order, its thanks, one reload without them", async () => {
    await inLesson("flash-messages", async (page) => {
      const experiment = page.locator("[data-experiment=flash-thanks]");
      await run(experiment);
      const shop = experiment.frameLocator("iframe");
      await shop.getByRole("button", { name: "Order one" }).click();
      await shop.getByText("Thank you for your order.").waitFor();
      await experiment.getByRole("button", { name: "Reload" }).click();
      await shop.getByText("Orders so far: 1").waitFor();
      await shop.getByText("Thank you for your order.").waitFor({ state: "detached" });
      await page.locator("[data-check=thanked-once]").getByText("Seen.", { exact: true }).waitFor();
    });
  });

  it("is met by ten requests at once: read, add, write loses some in GET, and increment none", async () => {
    await inLesson("the-first-session", async (page) => {
      const experiment = page.locator("[data-experiment=ten-at-once]");
      await run(experiment);
      const counter = experiment.frameLocator("iframe");
      await counter.getByRole("button", { name: "Begin a session" }).click();
      await counter.getByText('"started": true').waitFor();
      await counter.getByRole("button", { name: "GET, read add write" }).click();
      await counter.getByText('"get":').waitFor();
      await counter.getByRole("button", { name: "POST, read add write" }).click();
      await counter.getByText('"post": 10').waitFor();
      await counter.getByRole("button", { name: "GET, increment" }).click();
      await counter.getByText('"exact": 10').waitFor();
      await page.locator("[data-check=raced-and-exact]").getByText("Seen.", { exact: true }).waitFor();
    });
  });
});
