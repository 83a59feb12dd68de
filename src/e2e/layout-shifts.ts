import type { Page } from "playwright-core";
import { twoFrames } from "./two-frames.ts";

/** What moved by itself while a page came, without anybody's doing. */
export interface LayoutShift {
  /** As Chromium counts it; the sum over a visit is to be 0.01 at most. */
  readonly score: number;
  /** "p.run-status from 12,80 (300×20) to 12,100 (300×20)" */
  readonly moved: readonly string[];
}

declare global {
  var layoutShifts: LayoutShift[];
}

interface LayoutShiftEntry extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

/**
 * Opens a page in Chromium as the slowest network brings it: its text is painted before any of its fonts has come, and all
 * fonts before any script that is not in the way of the first paint. `settled` says when nothing more will come. Gives
 * what moved, up to then.
 */
export async function layoutShiftsOf(
  page: Page,
  url: string,
  settled: (page: Page) => Promise<unknown>,
): Promise<readonly LayoutShift[]> {
  await page.addInitScript(recordShifts);
  const fonts = Promise.withResolvers<void>();
  const scripts = Promise.withResolvers<void>();
  await page.route(/\.woff2$/, async (route) => {
    await fonts.promise;
    await route.continue();
  });
  await page.route(/\/_astro\/.*\.m?js$|\.json$/, async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  fonts.resolve();
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  await twoFrames(page);
  scripts.resolve();
  await settled(page);
  // What was drawn has been counted after two.
  await twoFrames(page);
  return page.evaluate(() => globalThis.layoutShifts);
}

function recordShifts(): void {
  globalThis.layoutShifts = [];
  const nameOf = (node: Node | null): string => {
    if (!(node instanceof Element))
      return node?.parentElement ? `text in ${nameOf(node.parentElement)}` : "?";
    const id = node.id === "" ? "" : `#${node.id}`;
    return [node.localName + id, ...node.classList].join(".");
  };
  const rectOf = ({ x, y, width, height }: DOMRectReadOnly) =>
    `${Math.round(x)},${Math.round(y)} (${Math.round(width)}×${Math.round(height)})`;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShiftEntry[]) {
      if (entry.hadRecentInput) continue;
      globalThis.layoutShifts.push({
        score: entry.value,
        moved: entry.sources.map(
          ({ node, previousRect, currentRect }) =>
            `${nameOf(node)} from ${rectOf(previousRect)} to ${rectOf(currentRect)}`,
        ),
      });
    }
  }).observe({ type: "layout-shift", buffered: true });
}
