import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchBrowser } from "../e2e/browser.ts";

const address = `${inject("siteOrigin")}/lessons/the-first-cookie/`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser("chromium");
});
afterAll(() => browser.close());

async function inLesson(use: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(address);
    await use(page);
  } finally {
    await context.close();
  }
}

const flask = (page: Page) => page.getByText("from flask import");
const fastapi = (page: Page) => page.getByText("from fastapi import");

it("tabs are chosen with a click or the arrow keys, and the choice is there on the next visit", async () => {
  await inLesson(async (page) => {
    expect([await flask(page).isVisible(), await fastapi(page).isVisible()]).toEqual([true, false]);
    await page.getByRole("tab", { name: "Flask" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: "FastAPI", selected: true }).waitFor();
    expect([await flask(page).isVisible(), await fastapi(page).isVisible()]).toEqual([false, true]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("FastAPI");
    await page.reload();
    await page.getByRole("tab", { name: "FastAPI", selected: true }).waitFor();
    await page.getByRole("tab", { name: "Flask" }).click();
    await flask(page).waitFor();
  });
});

it("the kept choice moves nothing on the page", async () => {
  await inLesson(async (page) => {
    await page.evaluate(() => localStorage.setItem("keepsake:tab", "FastAPI"));
    await page.reload();
    await page.locator(".tabs").scrollIntoViewIfNeeded();
    const shifted = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const observer = new PerformanceObserver((list) => {
            const shifts = list.getEntries() as (PerformanceEntry & {
              readonly sources?: { node?: Node }[];
            })[];
            const inTabs = shifts.filter(({ sources = [] }) =>
              sources.some(({ node }) => node?.parentElement?.closest(".tabs")),
            );
            resolve(inTabs.length);
          });
          observer.observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
        }),
    );
    expect(shifted).toBe(0);
  });
});

it("without script, each system stands below the other, with its name", async () => {
  await inLesson(
    async (page) => {
      for (const name of ["Flask", "FastAPI"]) {
        const section = page.locator(`.tabs > [data-tab="${name}"]`);
        expect(await section.locator(".system").isVisible()).toBe(true);
        expect(await section.locator("pre").isVisible()).toBe(true);
      }
    },
    { javaScriptEnabled: false },
  );
});
