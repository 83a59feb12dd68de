import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");
const workbenchPath = "/exercises/shopping-cart/";
const pages = [
  "/",
  "/course/",
  "/lessons/the-first-cookie/",
  workbenchPath,
  "/library/reference/",
  "/engines/",
  "/progress/",
  "/assign/",
  "/assignment/",
  "/feedback/",
  "/instructors/",
];
const WINDOW = { width: 1280, height: 800 };
/** What the window is at 200 %. */
const HALF_WINDOW = { width: 640, height: 400 };
/** Twice the letters that a browser has when nobody chose any. */
const LARGE_LETTERS_PIXELS = 32;
/** As many presses of Tab as a page's controls are looked at. */
const TABS_AT_MOST = 40;
const RING_LIMIT_MS = 5_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser("chromium");
});
afterAll(() => browser.close());

describe.skipIf(browserExecutable("chromium") === undefined)("a reader who needs", () => {
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    context = await browser.newContext({ viewport: WINDOW });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  it.each(pages)("a larger page, larger letters or colours of their own can use %s", async (path) => {
    await page.goto(origin + path);
    if (path === workbenchPath) await new WorkbenchPage(page).ready();

    await page.setViewportSize(HALF_WINDOW);
    expect(await sidewaysPixels(page), "at 200 %").toBeLessThanOrEqual(0);
    expect(await cutTexts(page), "at 200 %").toEqual([]);

    await page.setViewportSize(WINDOW);
    await page.emulateMedia({ forcedColors: "active" });
    expect(await unseenFocus(), "with forced colours").toEqual([]);
    expect(await page.evaluate(chosenLikeOthers), "with forced colours").toEqual([]);
    await page.emulateMedia({ forcedColors: "none" });

    const devtools = await context.newCDPSession(page);
    await devtools.send("Page.setFontSizes", { fontSizes: { standard: LARGE_LETTERS_PIXELS } });
    expect(
      await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)),
    ).toBeGreaterThanOrEqual(LARGE_LETTERS_PIXELS);
    expect(await sidewaysPixels(page), "with large letters").toBeLessThanOrEqual(0);
    expect(await cutTexts(page), "with large letters").toEqual([]);
  });

  /** Goes through the page's controls by Tab; gives those around which nothing shows that they have the focus. */
  async function unseenFocus(): Promise<string[]> {
    const unseen: string[] = [];
    for (let press = 0; press < TABS_AT_MOST; press++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(ringOfFocus);
      if (focus === undefined) break;
      if (!focus.isSeen && !(await isSeenLater())) unseen.push(focus.html);
    }
    return unseen;
  }

  /** The editor puts its ring a moment after the focus came. */
  async function isSeenLater(): Promise<boolean> {
    const looks = async () => {
      if ((await page.evaluate(ringOfFocus))?.isSeen !== true) throw new Error("No ring yet.");
      return true;
    };
    return vi.waitFor(looks, { timeout: RING_LIMIT_MS }).catch(() => false);
  }
});

function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Texts of controls and headings that do not fit their box, and cannot be scrolled to. */
function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, summary, a, label, h1, h2, h3, th, dt")]
      .filter(
        (element) => element.checkVisibility() && element.closest(".visually-hidden, .cm-editor") === null,
      )
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element);
        const isCut = (overflow: string) => overflow === "hidden" || overflow === "clip";
        return (
          (isCut(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (isCut(overflowY) && element.scrollHeight > element.clientHeight + 1)
        );
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}
/** Whether a ring in a system colour stands around what has the focus, or around what stands for it; `undefined`: nothing has it. */
function ringOfFocus(): { readonly html: string; readonly isSeen: boolean } | undefined {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return undefined;
  const isRing = (element: Element, part?: string) => {
    const { outlineStyle, outlineWidth, borderBottomStyle, borderBottomWidth } = getComputedStyle(
      element,
      part,
    );
    const ring = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    return (
      ring ||
      (part === undefined &&
        element.matches(":focus-within:not(:focus)") &&
        borderBottomStyle !== "none" &&
        Number.parseFloat(borderBottomWidth) >= 2)
    );
  };
  // The browser's own button in a field for a time: the browser puts its ring around that, where no page can see it.
  if (focused.matches("input[type=datetime-local]:not(:focus-visible)")) return { html: "", isSeen: true };
  const around = [focused, focused.parentElement, focused.closest(".cm-editor")].filter(
    (one) => one !== null,
  );
  const isSeen =
    around.some((one) => isRing(one)) || isRing(focused, "::after") || focused.tagName === "IFRAME";
  return { html: focused.outerHTML.slice(0, 120), isSeen };
}

/** What is chosen or current and has the same border as its neighbour that is not: only a ground or a colour would tell. */
function chosenLikeOthers(): string[] {
  const look = (element: Element) => {
    const {
      borderBottomColor,
      borderInlineStartColor,
      borderBottomWidth,
      fontWeight,
      color,
      backgroundColor,
    } = getComputedStyle(element);
    return [
      borderBottomColor,
      borderBottomWidth,
      borderInlineStartColor,
      fontWeight,
      color,
      backgroundColor,
    ].join();
  };
  return [...document.querySelectorAll("[aria-selected=true], nav [aria-current]")]
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const holder = element.closest("[role=tablist], nav, [role=listbox]");
      const others = [...(holder?.querySelectorAll(element.tagName) ?? [])].filter(
        (other) => !other.matches("[aria-selected=true], [aria-current]") && other.checkVisibility(),
      );
      return others.some((other) => look(other) === look(element));
    })
    .map((element) => element.outerHTML.slice(0, 120));
}
