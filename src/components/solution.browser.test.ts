import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser } from "../e2e/browser.ts";
import { violations } from "../e2e/violations.ts";

const origin = inject("siteOrigin");
const lesson = `${origin}/lessons/cart-solution/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser("chromium");
});
afterAll(() => browser.close());

async function withPage(use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}

/** The page makes it; who opens it before that makes an empty one. */
async function madeItsDatabase(page: Page): Promise<void> {
  const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(names).toContain("keepsake");
}

/** What the page keeps about the shopping cart; `null` when nothing. */
function stored(page: Page, kept: "progress" | "attempts"): Promise<unknown> {
  return page.evaluate(
    (name) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("keepsake");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const asked = database.transaction(name).objectStore(name).get("shopping-cart");
          asked.onerror = () => reject(asked.error);
          asked.onsuccess = () => {
            database.close();
            resolve(asked.result ?? null);
          };
        };
      }),
    kept,
  );
}

describe("a solution in a lesson", () => {
  it("is closed, opens for who asks, and remembers that they asked", async () => {
    await withPage(async (page) => {
      await page.goto(lesson);
      const program = page.locator("#playground-cart-reference");
      expect(await program.isVisible()).toBe(false);
      await page.getByText("Show it anyway").click();
      await program.waitFor({ state: "visible" });
      await madeItsDatabase(page);
      await expect
        .poll(() => stored(page, "progress"))
        .toEqual({ exerciseId: "shopping-cart", attempts: 0, solutionShownAtMs: expect.any(Number) });
      // A hand-in says it too.
      await expect
        .poll(() => stored(page, "attempts"))
        .toMatchObject({ attempts: [], solutionShownAtMs: expect.any(Number) });
      expect(await violations(page)).toEqual([]);
    });
  });

  it("remembers also who asked before the page's scripts had come", async () => {
    await withPage(async (page) => {
      const scripts = Promise.withResolvers<void>();
      await page.route("**/_astro/*.js", async (route) => {
        await scripts.promise;
        await route.continue();
      });
      await page.goto(lesson, { waitUntil: "commit" });
      await page.getByText("Show it anyway").click();
      await expect.poll(() => page.locator("[data-solution] > details").getAttribute("open")).toBe("");
      scripts.resolve();
      await page.locator("[data-ask]", { hasText: "The solution" }).waitFor();
      await expect
        .poll(() => stored(page, "progress"))
        .toEqual({ exerciseId: "shopping-cart", attempts: 0, solutionShownAtMs: expect.any(Number) });
    });
  });

  it("is open for who has passed, and notes nothing", async () => {
    await withPage(async (page) => {
      await page.goto(lesson);
      const passed = { exerciseId: "shopping-cart", attempts: 3, passedAtMs: 1 };
      await madeItsDatabase(page);
      await page.evaluate(
        (progress) =>
          new Promise<void>((resolve, reject) => {
            const opening = indexedDB.open("keepsake");
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
              const database = opening.result;
              const writing = database.transaction("progress", "readwrite");
              writing.objectStore("progress").put(progress);
              writing.onerror = () => reject(writing.error);
              writing.oncomplete = () => {
                database.close();
                resolve();
              };
            };
          }),
        passed,
      );
      await page.reload();
      await page.getByText("You have passed").waitFor();
      await page.locator("#playground-cart-reference").waitFor({ state: "visible" });
      expect(await stored(page, "progress")).toEqual(passed);
    });
  });
});
