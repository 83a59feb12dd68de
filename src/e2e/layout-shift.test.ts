import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { layoutShiftsOf } from "./layout-shifts.ts";

/** Of a whole visit. */
const AT_MOST = 0.01;

const pages: readonly [name: string, path: string, settled: (page: Page) => Promise<unknown>][] = [
  ["landing", "/", (page) => page.locator("[data-palette]:visible").waitFor()],
  [
    "lesson",
    "/lessons/the-first-cookie/",
    (page) => page.locator(".experiment .playground-bar").first().waitFor(),
  ],
  [
    "workbench",
    "/exercises/shopping-cart/",
    async (page) => {
      await page.locator("#workbench[data-ready]").waitFor();
      // The engine boots in idle time, and the status line says its steps.
      await page.waitForFunction(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("/engine/worker-")),
      );
      await page.locator(".run-status").getByText("Not running", { exact: true }).waitFor();
    },
  ],
];
const windows = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];
const visits = pages.flatMap(([name, path, settled]) =>
  windows.map((viewport) => ({ name, path, settled, viewport, width: viewport.width })),
);

describe.skipIf(browserExecutable("chromium") === undefined)("While a page comes", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser("chromium");
  });
  afterAll(() => browser.close());

  test.each(visits)("nothing jumps: $name, $width px wide", async ({ path, settled, viewport }) => {
    const context = await browser.newContext({ viewport });
    try {
      const shifts = await layoutShiftsOf(await context.newPage(), inject("siteOrigin") + path, settled);
      const sum = shifts.reduce((total, { score }) => total + score, 0);
      expect(sum, JSON.stringify(shifts, null, 2)).toBeLessThanOrEqual(AT_MOST);
    } finally {
      await context.close();
    }
  });
});
