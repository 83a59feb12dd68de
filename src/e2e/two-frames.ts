import type { Page } from "playwright-core";

/** Settles when the page has drawn what it has become: a new size, another pane. The first frame may be under way already. */
export async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}
