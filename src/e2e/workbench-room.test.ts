import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { twoFrames } from "./two-frames.ts";
import { violationsInBothSchemes } from "./violations.ts";
import { solutionFiles, WorkbenchPage } from "./workbench-page.ts";

const WIDTHS = [1920, 1600, 1440, 1280, 1248, 1152, 1024, 1023, 900, 800, 768, 640, 360, 320];
/** A phone, and two on their side: one has a pane at a time, the other two. */
const LOW = [
  { width: 360, height: 500 },
  { width: 740, height: 360 },
  { width: 844, height: 390 },
  { width: 1280, height: 400 },
];

/** Of a bar: what of it reaches beyond its box, the window or its neighbour. */
function cutParts(bar: Locator): Promise<string[]> {
  return bar.evaluate((element) => {
    const parts = [...element.querySelectorAll<HTMLElement>("h1, p, button, summary")].filter((part) =>
      part.checkVisibility(),
    );
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const frame = element.getBoundingClientRect();
    return parts.flatMap((part, index) => {
      const box = boxes[index] ?? frame;
      const clash = boxes.some(
        (other, at) =>
          at !== index &&
          Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 &&
          Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 1,
      );
      const isClipped = getComputedStyle(part).overflowY !== "visible";
      const isCut =
        part.scrollWidth > part.clientWidth + 1 ||
        (isClipped && part.scrollHeight > part.clientHeight + 1) ||
        box.left < frame.left ||
        box.right > frame.right ||
        box.bottom > frame.bottom + 1;
      return isCut || clash ? [part.textContent ?? ""] : [];
    });
  });
}

/** At which sides a menu, or what is in it, is outside: of the window, or of the menu. */
function sidesOutside(panel: Locator): Promise<string[]> {
  return panel.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    return [
      ...(box.left < 0 ? ["left"] : []),
      ...(box.top < 0 ? ["top"] : []),
      ...(box.right > clientWidth ? ["right"] : []),
      ...(box.bottom > clientHeight ? ["bottom"] : []),
      ...(element.scrollWidth > element.clientWidth ? ["its own width"] : []),
    ];
  });
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the workbench's room, in ${name}`, () => {
    let browser: Browser;
    let context: BrowserContext;

    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterEach(() => context.close());
    afterAll(() => browser.close());

    async function open(path: string, width: number, height = 800): Promise<WorkbenchPage> {
      context = await browser.newContext({ viewport: { width, height } });
      return WorkbenchPage.open(context, inject("siteOrigin"), path);
    }

    test("is enough for every word of the toolbar, whatever the width", async () => {
      const workbench = await open("/exercises/flash-contact-form/", 1280);
      const { page } = workbench;
      for (const [path, text] of Object.entries(solutionFiles("flash-contact-form"))) {
        await workbench.replaceFile(path, text);
      }
      await workbench.run();
      await workbench.pass();
      await workbench.saved();
      const bar = page.locator(".workbench-bar");
      const cut = async () => {
        const found: Record<number, string[]> = {};
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          await twoFrames(page);
          const parts = await cutParts(bar);
          if (parts.length > 0) found[width] = parts;
        }
        return found;
      };
      expect(await cut()).toEqual({});
      await bar.getByText("Passed.", { exact: true }).waitFor();

      await page.setViewportSize({ width: 1280, height: 800 });
      const entry = Object.keys(solutionFiles("flash-contact-form"))[0] ?? "";
      await workbench.replaceFile(entry, "const visitors = undefined;\nvisitors.welcome();\n");
      await workbench.button("Run").click();
      await workbench.status.filter({ hasText: "crashed" }).waitFor();
      expect(await cut()).toEqual({});
    });

    test("is enough for every menu, which is whole within the window or scrolls", async () => {
      const workbench = await open("/exercises/shopping-cart/?pane=editor", 1280);
      const { page } = workbench;
      await workbench.run();
      await workbench.openFile("src/routes/a-file-with-a-long-name.ts");
      for (const viewport of LOW) {
        await page.setViewportSize(viewport);
        // What is seen before would be asked to open when it is gone.
        await twoFrames(page);
        const more = workbench.button("More");
        if ((await more.isVisible()) && (await more.getAttribute("aria-expanded")) === "false")
          await more.click();
        for (const pane of ["Editor", "Browser", "Inspector"]) {
          const link = page.getByRole("navigation", { name: "Panes" }).getByRole("link", { name: pane });
          if (await link.isVisible()) await link.click();
          await twoFrames(page);
          await everyMenuFits(page, `${viewport.width} px, ${pane}`);
        }
      }

      await page.setViewportSize({ width: 360, height: 740 });
      await page.getByRole("link", { name: "Editor" }).click();
      await page.locator("summary", { hasText: "Files" }).click();
      await workbench.button("Rename src/routes/a-file-with-a-long-name.ts").click();
      const field = page.getByRole("textbox", { name: /^New name of / });
      expect((await field.boundingBox())?.width).toBeGreaterThan(120);
    });

    test("is for two panes on a tablet: the editor stays, and the switch says what is beside it", async () => {
      const workbench = await open("/exercises/shopping-cart/", 820, 1180);
      const { page } = workbench;
      const panes = page.getByRole("navigation", { name: "Panes" });
      const shown = async (beside: string) => {
        await workbench.region(beside).waitFor();
        await panes.locator("[aria-current]", { hasText: beside === "Exercise" ? "Text" : beside }).waitFor();
        for (const other of ["Exercise", "Browser", "Inspector", "Results"]) {
          expect(await workbench.region(other).isVisible(), other).toBe(other === beside);
        }
        await workbench.region("Editor").waitFor();
      };
      await shown("Exercise");
      expect(await panes.getByRole("link").allTextContents()).toEqual([
        "Text",
        "Browser",
        "Inspector",
        "Results",
      ]);
      await panes.getByRole("link", { name: "Browser" }).click();
      await workbench.run();
      await shown("Browser");
      await panes.getByRole("link", { name: "Inspector" }).click();
      expect(page.url()).toContain("pane=inspector");
      await shown("Inspector");
      expect(await violationsInBothSchemes(page, { except: "iframe" })).toEqual([]);
      await page.goBack();
      await shown("Browser");

      // Turned, it has the one that was looked at last.
      await page.setViewportSize({ width: 768, height: 1024 });
      await panes.getByRole("link", { name: "Editor" }).click();
      await page.setViewportSize({ width: 1000, height: 768 });
      await shown("Browser");
    });

    test("between a tablet's two panes is given out with the handle between them, which is remembered", async () => {
      const workbench = await open("/exercises/shopping-cart/?pane=browser", 820, 1180);
      const { page } = workbench;
      const handle = page.getByRole("separator", { name: "Width of the pane beside the editor" });
      const now = (percent: number) => page.waitForFunction(isAt, percent);
      /** Where the two panes and the handle begin and end, in per cent of the window. */
      const edges = async () => {
        const parts = [workbench.region("Browser"), handle, workbench.region("Editor")];
        const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
        return boxes.flatMap((box) =>
          box === null ? [] : [box.x, box.x + box.width].map((x) => Math.round((100 * x) / 820)),
        );
      };
      await now(47);
      expect(await edges()).toEqual([0, 47, 47, 48, 48, 100]);
      await handle.press("ArrowRight");
      await now(49);
      expect(await edges()).toEqual([0, 49, 49, 50, 50, 100]);
      await handle.press("Home");
      await now(30);
      await handle.press("ArrowLeft");
      await now(30);
      await handle.press("End");
      await now(65);
      expect(await violationsInBothSchemes(page, { except: "iframe" })).toEqual([]);

      await handle.hover();
      await page.mouse.down();
      await page.mouse.move(0.4 * 820, 600, { steps: 4 });
      await page.mouse.up();
      await now(40);
      await page.reload();
      await now(40);
      expect((await edges()).slice(0, 3)).toEqual([0, 40, 40]);

      // Three columns have handles of their own, and a phone has one pane.
      for (const width of [1280, 640]) {
        await page.setViewportSize({ width, height: 800 });
        await handle.waitFor({ state: "hidden" });
      }
    });
  });
}

/** Whether the handle says so. */
function isAt(percent: number): boolean {
  return document.querySelector('[data-size="--beside"]')?.getAttribute("aria-valuenow") === String(percent);
}

async function everyMenuFits(page: Page, where: string): Promise<void> {
  for (const summary of await page.locator("#workbench details.menu > summary").all()) {
    if (!(await summary.isVisible())) continue;
    await summary.click();
    const panel = page.locator("details[open] > .menu-panel");
    await panel.locator("button, a, input").first().waitFor();
    const menu = `${where}: ${await summary.textContent()}`;
    expect(await sidesOutside(panel), menu).toEqual([]);
    const last = panel.locator("button, a").last();
    await last.scrollIntoViewIfNeeded();
    expect(await last.evaluate(isInFront), menu).toBe(true);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
  }
}

/** Nothing lies over the middle of it. */
function isInFront(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return there !== null && (element.contains(there) || there.contains(element));
}
