import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { SearchPages } from "../palette/search/search-page.ts";
import { type BrowserName, browserExecutable, launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");
const browsers: readonly BrowserName[] = ["chromium", "firefox"];
const lesson = "/lessons/the-first-cookie/";

/** What a search looks at, as it travels when a reader first searches. */
const SEARCH_TEXT_LIMIT_BYTES = 250_000;

it("what a search looks at travels in little", async () => {
  const text = await (await fetch(`${origin}/search.json`)).text();
  expect(gzipSync(text).byteLength).toBeLessThanOrEqual(SEARCH_TEXT_LIMIT_BYTES);
});

it("a search looks at every page of the site but its front", async () => {
  const sitemap = await (await fetch(`${origin}/sitemap.xml`)).text();
  const paths = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(
    ([, address = ""]) => new URL(address).pathname,
  );
  const { pages }: SearchPages = await (await fetch(`${origin}/search.json`)).json();
  expect(paths.length).toBeGreaterThan(pages.length / 2);
  expect(paths.filter((path) => path !== "/" && !pages.some(({ href }) => href === path))).toEqual([]);
});

describe.each(browsers)("in %s", (name) => {
  const available = browserExecutable(name) !== undefined;
  let browser: Browser;
  beforeAll(async () => {
    if (available) browser = await launchBrowser(name);
  });
  afterAll(() => browser?.close());

  async function withPage(
    path: string,
    use: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      await page.goto(origin + path);
      await page.getByRole("button", { name: "Search" }).waitFor();
      await use(page);
    } finally {
      await context.close();
    }
  }

  it.runIf(available)("a search is typed, chosen and followed by keyboard, to the heading", () =>
    withPage(lesson, async (page) => {
      await page.keyboard.press("ControlOrMeta+k");
      await field(page).pressSequentially("how a deletion can");
      await page.getByRole("option").first().waitFor();
      await field(page).fill("delete cookie");
      await option(page, "Delete it").waitFor();
      expect(await chosen(page).count()).toBe(1);
      while ((await chosen(page).getByText("Delete it", { exact: true }).count()) === 0) {
        await page.keyboard.press("ArrowDown");
      }
      await page.keyboard.press("Enter");
      await page.waitForURL(`**${lesson}#delete-it`);
      expect(await focused(page)).toBe("Delete it");
      await page.keyboard.press("/");
      await field(page).fill("stop the fixation");
      await option(page, "Stop the fixation").click();
      await page.waitForURL("**/exercises/stop-the-fixation/");
    }),
  );

  it.runIf(available)("is a combobox with its list, has no violation, and gives the focus back", () =>
    withPage(
      "/course/",
      async (page) => {
        const button = page.getByRole("button", { name: "Search" });
        await button.focus();
        await page.keyboard.press("Enter");
        await field(page).waitFor();
        expect(await page.getByRole("dialog").ariaSnapshot()).toContain(
          'option "Show the keyboard shortcuts ?"',
        );
        await field(page).fill("session id");
        await option(page, "session id").waitFor();
        expect(await field(page).getAttribute("aria-activedescendant")).toBe(
          await chosen(page).getAttribute("id"),
        );
        const tree = await page.getByRole("dialog").ariaSnapshot();
        expect(tree).toMatch(/combobox "Search the course, or name a command" \[expanded\]: session id/);
        expect(tree).toMatch(/listbox "Results":\s+- group "In the course":/);
        expect(tree).toMatch(/option "session id Lesson The words, and where to read on.+" \[selected\]/);
        expect(tree).toMatch(/status: \d+ results\./);
        expect(await violations(page, { only: "dialog" })).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        await page.keyboard.press("Escape");
        await field(page).waitFor({ state: "detached" });
        expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
      },
      { viewport: { width: 360, height: 640 }, colorScheme: "dark", reducedMotion: "reduce" },
    ),
  );

  it.runIf(available)(
    "single keys go on and back, open the sheet, are text in a field, and can be turned off",
    () =>
      withPage(lesson, async (page) => {
        await page.keyboard.press("n");
        await page.waitForURL("**/lessons/the-first-session/");
        await page.keyboard.press("p");
        await page.waitForURL(`**${lesson}`);
        await page.keyboard.press("/");
        await field(page).pressSequentially("n?/");
        expect(await field(page).inputValue()).toBe("n?/");
        await page.keyboard.press("Escape");
        await field(page).waitFor({ state: "hidden" });
        await page.keyboard.press("?");
        const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
        await sheet.getByText("Next: The first session").waitFor();
        expect(await violations(page, { only: "dialog" })).toEqual([]);
        await sheet.getByRole("checkbox").uncheck();
        await page.keyboard.press("Escape");
        await page.reload();
        await page.keyboard.press("n");
        await page.keyboard.press("?");
        await page.keyboard.press("ControlOrMeta+k");
        await field(page).waitFor();
        expect(await sheet.count()).toBe(0);
        expect(new URL(page.url()).pathname).toBe(lesson);
      }),
  );

  it.runIf(available)("a key right after the palette was closed is no text in the field that is gone", () =>
    withPage(lesson, async (page) => {
      await page.keyboard.press("/");
      await field(page).waitFor();
      await page.evaluate(() => {
        document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
        const press = new KeyboardEvent("keydown", { key: "?", shiftKey: true, bubbles: true });
        document.activeElement?.dispatchEvent(press);
      });
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    }),
  );

  it.runIf(available)(
    "Continue leads to where one was last, from the first page, the course and the palette",
    () =>
      withPage(lesson, async (page) => {
        await page
          .getByRole("heading", { name: "Delete it" })
          .evaluate((element) => element.scrollIntoView());
        await page.waitForFunction(() => localStorage.getItem("keepsake:last-place")?.includes("#delete-it"));
        await page.goto(`${origin}/`);
        await page.getByRole("link", { name: "Continue: The first cookie" }).click();
        await page.waitForURL(`**${lesson}#delete-it`);
        await page.goto(`${origin}/exercises/visit-counter/`);
        await page.getByRole("heading", { level: 1, name: "Count visits" }).waitFor();
        await page.goto(`${origin}/course/`);
        await page.getByRole("link", { name: "Continue: Count visits" }).waitFor();
        await page.keyboard.press("ControlOrMeta+k");
        await field(page).fill("continue");
        await option(page, "Continue: Count visits").waitFor();
        await page.keyboard.press("Enter");
        await page.waitForURL("**/exercises/visit-counter/");
      }),
  );

  it.runIf(available)("in the workbench names files, panes and keys, and Back leads to the file before", () =>
    withPage("/exercises/shopping-cart/", async (page) => {
      const workbench = new WorkbenchPage(page);
      await workbench.ready();
      const before = await workbench.editor.getAttribute("aria-label");
      await page.keyboard.press("ControlOrMeta+k");
      await field(page).fill("open products");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "src/products.ts" }).waitFor();
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
        pane: "editor",
        file: "src/products.ts",
      });
      await workbench.editor.press("?");
      expect(await page.getByRole("dialog").count()).toBe(0);
      await page.goBack();
      await page.getByRole("textbox", { name: before ?? "" }).waitFor();
      await page.keyboard.press("ControlOrMeta+k");
      await field(page).fill("cookie jar");
      await option(page, "Show the cookie jar").click();
      await page.getByRole("tab", { name: /Cookie jar/, selected: true }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("workbench-inspector");
      await page.keyboard.press("?");
      const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
      await sheet.getByText("Run the program").waitFor();
      await sheet.getByRole("button", { name: "Close" }).click();
      // Letters that miss the editor leave the page nowhere.
      await page.keyboard.type("np");
      await page.keyboard.press("ControlOrMeta+s");
      await workbench.status.filter({ hasText: "Listening on port 7148" }).waitFor();
    }),
  );

  it.runIf(available)("an address leads to file, line and tab, and is copied from where one is", () =>
    withPage("/", async (page) => {
      const { promise: isTyping, resolve: types } = Promise.withResolvers<void>();
      await page.route(/terminal-screen/, (route) => isTyping.then(() => route.continue()));
      // Firefox ends the loading of a page only with the scripts that it has asked for until then, the held one too.
      await page.goto(`${origin}/exercises/shopping-cart/?file=src/products.ts&line=3&tab=terminal`, {
        waitUntil: "commit",
      });
      const workbench = new WorkbenchPage(page);
      await workbench.ready();
      await page.getByRole("textbox", { name: "src/products.ts" }).waitFor();
      const active = page.locator(".cm-lineNumbers .cm-activeLineGutter");
      await active.filter({ hasText: /^3$/ }).waitFor();
      await page.getByRole("tab", { name: "Terminal", selected: true }).waitFor();
      await workbench.editor.press("ArrowDown");
      types();
      await page.locator(".xterm-rows").waitFor();
      // It takes the focus from nobody who has gone on while it came.
      expect(await focusedLabel(page)).toBe("src/products.ts, read only");
      await page.keyboard.press("ControlOrMeta+k");
      await field(page).fill("copy a link");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/exercises/shopping-cart/?file=src/products.ts&line=4&tab=terminal");
    }),
  );

  it.runIf(available)("a request that a lesson's text names is sent in its playground, a file opened", () =>
    withPage(lesson, async (page) => {
      await page.getByRole("link", { name: "GET /shop" }).click();
      const playground = page.getByRole("group", { name: "A deletion that misses" });
      const sent = playground.getByRole("listbox", { name: "Exchanges, newest first" });
      await sent.getByRole("option").filter({ hasText: "/shop" }).waitFor();
      expect(await focusedLabel(page)).toBe("Path");
      await page.goto(`${origin}/lessons/the-first-session/?file=server.ts&line=3#playground-visit-counter`);
      const opened = page.getByRole("group", { name: "A visit counter" });
      await opened.getByRole("textbox", { name: "server.ts" }).waitFor();
      await opened.locator(".cm-activeLineGutter").filter({ hasText: /^3$/ }).waitFor();
    }),
  );
});

function focusedLabel(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
}

function field(page: Page): Locator {
  return page.getByRole("combobox", { name: "Search the course, or name a command" });
}

function option(page: Page, title: string): Locator {
  return page
    .getByRole("option")
    .filter({ has: page.getByText(title, { exact: true }) })
    .first();
}

function chosen(page: Page): Locator {
  return page.getByRole("option", { selected: true });
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}
