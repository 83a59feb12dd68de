import { type Browser, type BrowserContextOptions, devices } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";

interface Visit {
  readonly name: string;
  readonly path: string;
  /** There when one can begin. */
  readonly ready: string;
  readonly on?: BrowserContextOptions;
  readonly atMostKilobytes: number;
}

const lesson = { path: "/lessons/the-first-cookie/", ready: ".experiment .playground-bar" };
const workbench = { path: "/exercises/shopping-cart/", ready: "#workbench[data-ready]" };
const visits: readonly Visit[] = [
  { ...lesson, name: "a lesson", atMostKilobytes: 45 },
  { ...workbench, name: "the workbench", atMostKilobytes: 180 },
  // It begins with the text: the editor comes when its pane is shown.
  { ...workbench, name: "the workbench on a phone", on: devices["Pixel 5"] ?? {}, atMostKilobytes: 75 },
];

describe.skipIf(browserExecutable("chromium") === undefined)("Before one does anything", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser("chromium");
  });
  afterAll(() => browser.close());

  test.each(visits)(
    "$name loads at most $atMostKilobytes kB of script, and no engine waits for it",
    async ({ path, ready, on, atMostKilobytes }) => {
      const context = await browser.newContext(on);
      try {
        const page = await context.newPage();
        const scripts: string[] = [];
        page.on("response", (response) => {
          if (/\/_astro\/.*\.js$/.test(response.url())) scripts.push(response.url());
        });
        // What comes in idle time is waited for by nobody.
        await context.addInitScript(() => {
          Object.defineProperty(window, "requestIdleCallback", { value: () => 0 });
        });
        await page.goto(inject("siteOrigin") + path, { waitUntil: "load" });
        await page.locator(ready).first().waitFor();
        const sizes = await Promise.all([...new Set(scripts)].map(compressedBytes));
        const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
        expect(kilobytes).toBeGreaterThan(1);
        expect(kilobytes).toBeLessThanOrEqual(atMostKilobytes);
      } finally {
        await context.close();
      }
    },
  );
});

async function compressedBytes(url: string): Promise<number> {
  const response = await fetch(url, { headers: { "Accept-Encoding": "identity" } });
  if (response.body === null) return 0;
  const compressed = response.body.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(compressed).arrayBuffer()).byteLength;
}
