import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { pseudoText } from "../words/pseudo-language.fixture.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";

const origin = inject("siteOrigin");

const pages = [
  { name: "the landing page", path: "/", ready: "h1" },
  { name: "a lesson", path: "/lessons/the-first-cookie/", ready: ".playground-bar button" },
  { name: "the workbench", path: "/exercises/shopping-cart/", ready: "#workbench[data-ready]" },
] as const;

/** What a reader reads or hears becomes as another language would be; code stays. Lines run from right to left. */
async function turnAround(page: Page): Promise<void> {
  await page.exposeFunction("pseudoText", pseudoText);
  await page.evaluate(async () => {
    document.documentElement.dir = "rtl";
    const say: unknown = Reflect.get(window, "pseudoText");
    if (typeof say !== "function") return;
    const code = "code, kbd, pre, samp, script, style, noscript, .cm-editor, .terminal, .console-lines";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) {
      const { currentNode } = walker;
      if (currentNode instanceof Text && currentNode.parentElement?.closest(code) === null)
        texts.push(currentNode);
    }
    await Promise.all(
      texts.map(async (text) => {
        text.data = String(await say(text.data));
      }),
    );
    for (const name of ["aria-label", "title", "placeholder"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        element.setAttribute(name, String(await say(element.getAttribute(name))));
      }
    }
  });
}

/** What can be pressed or read, and stands outside the window where nothing scrolls to it. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > width)
      found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.querySelectorAll<HTMLElement>(
      "a, button, summary, input, select, label, h1, h2, h3, p",
    )) {
      if (
        !element.checkVisibility({ visibilityProperty: true }) ||
        element.closest(".visually-hidden, .skip") !== null
      )
        continue;
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || (box.left >= -0.5 && box.right <= width + 0.5)) continue;
      let scroller = element.parentElement;
      while (scroller !== null && !/auto|scroll/.test(getComputedStyle(scroller).overflowX))
        scroller = scroller.parentElement;
      if (scroller === null)
        found.push(`${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
    }
    return found;
  });
}

describe.skipIf(browserExecutable("chromium") === undefined)(
  "a longer language that runs from right to left, in chromium",
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser("chromium");
    });
    afterAll(() => browser.close());

    for (const { name, path, ready } of pages) {
      test.each([360, 1280])(`fits on ${name}, %i px wide, and axe finds nothing`, async (width) => {
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          reducedMotion: "reduce",
        });
        const page = await context.newPage();
        await page.goto(origin + path);
        await page.locator(ready).first().waitFor();
        await turnAround(page);
        expect(await overflowing(page)).toEqual([]);
        // A label and the text that it repeats are made longer each by itself here.
        const rulesOff = ["label-content-name-mismatch"];
        expect(await violations(page, { except: "iframe", rulesOff })).toEqual([]);
        await context.close();
      });
    }

    test("tabs and separators go the way that the lines run", async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      await page.goto(`${origin}/exercises/shopping-cart/`);
      await page.locator("#workbench[data-ready]").waitFor();
      await page.evaluate(() => {
        document.documentElement.dir = "rtl";
      });
      const tabs = page.getByRole("tablist", { name: "Exercise and results", exact: true });
      await tabs.getByRole("tab", { name: "Exercise", exact: true }).focus();
      await page.keyboard.press("ArrowLeft");
      await tabs.getByRole("tab", { name: "Results", selected: true }).waitFor();
      await page.keyboard.press("ArrowRight");
      await tabs.getByRole("tab", { name: "Exercise", selected: true }).waitFor();

      const separator = page.getByRole("separator", { name: "Width of the exercise", exact: true });
      const before = Number(await separator.getAttribute("aria-valuenow"));
      await separator.press("ArrowLeft");
      expect(Number(await separator.getAttribute("aria-valuenow"))).toBe(before + 2);
      await context.close();
    });
  },
);
