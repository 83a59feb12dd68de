import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");

const routes = `import { Router } from "keepsake";
import { total } from "../total.ts";

Router.get("/cart", (req, res) => {
  const sum: number = total();
  res.json({ sum, cart: req.session.get("cart") });
});
`;

let browser: Browser;
let context: BrowserContext;
let workbench: WorkbenchPage;
const failures: string[] = [];

async function open(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.on("weberror", (error) => failures.push(String(error.error())));
  workbench = await WorkbenchPage.open(context, origin);
}

/** The editor's own words for what TypeScript underlined. */
function underlined(page: Page): Locator {
  return page.locator(".cm-lintRange-error");
}

/** Puts the pointer on the first place in the editor where that text stands. */
async function pointAt(page: Page, text: string): Promise<void> {
  const { x, y } = await workbench.editor.evaluate((content, wanted) => {
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at === -1) continue;
      const range = document.createRange();
      range.setStart(node, at + wanted.length - 1);
      range.setEnd(node, at + wanted.length);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
    throw new Error(`The editor does not show ${wanted}.`);
  }, text);
  await page.mouse.move(x, y - 2);
  await page.mouse.move(x, y);
}

afterEach(async () => {
  await context.close();
  expect(failures.splice(0)).toEqual([]);
});

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`the editor's types, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());

    test("a type error is underlined and named, and an edit in one file shows in another", async () => {
      await open();
      const { page } = workbench;
      const problems = page.getByRole("button", { name: /^(No problems|\d+ problems?)$/ });
      await workbench.replaceFile("src/total.ts", "export function total(): string {\n  return '1';\n}\n");
      await workbench.replaceFile("src/routes/cart.ts", routes);
      await underlined(page).filter({ hasText: "sum" }).waitFor();
      await problems.filter({ hasText: "1 problem" }).press("Enter");
      const list = page.getByRole("region", { name: "Problems" });
      const entry = list.getByRole("button", { name: /src\/routes\/cart\.ts:\d+/ });
      expect(await entry.textContent()).toContain("Type 'string' is not assignable to type 'number'.");
      expect(await violations(page, { except: "iframe" })).toEqual([]);

      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await workbench.editor.evaluate((editor) => editor === document.activeElement)).toBe(true);

      await workbench.replaceFile("src/total.ts", "export function total(): number {\n  return 1;\n}\n");
      await problems.filter({ hasText: "No problems" }).waitFor();
      await workbench.openFile("src/routes/cart.ts");
      await underlined(page).first().waitFor({ state: "detached" });

      await pointAt(page, "req.session.get");
      const info = page.locator(".cm-tooltip .cm-info");
      await info.waitFor();
      expect(await info.textContent()).toMatch(/\(method\) \w+\.get<.*A fresh copy of the value\./s);
    });

    test("F12 leads to a definition, and after a dot stand the session's own methods", async () => {
      await open();
      const { page } = workbench;
      await workbench.replaceFile("src/total.ts", "export function total(): number {\n  return 1;\n}\n");
      await workbench.replaceFile("src/routes/cart.ts", `${routes}export const wrong: number = "a";\n`);
      // The types are there once they have said what is wrong with this text.
      await underlined(page).first().waitFor();
      await pointAt(page, "= total");
      await page.mouse.down();
      await page.mouse.up();
      await page.keyboard.press("F12");
      await workbench.editor.and(page.getByLabel("src/total.ts")).waitFor();

      await workbench.openFile("src/routes/cart.ts");
      await workbench.editor.focus();
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type('Router.get("/", (req) => req.session.re');
      await page.getByRole("option", { name: "regenerate" }).waitFor();
      expect(
        await page.getByRole("listbox").getByRole("option", { name: "removeEventListener" }).count(),
      ).toBe(0);
    });
  });
}

describe("in chromium, without types", () => {
  beforeAll(async () => {
    browser = await launchBrowser("chromium");
  });
  afterAll(() => browser.close());

  test("the editor goes on and says so when they cannot be had, and gets them when asked again", async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.route("**/types/*", (route) => route.abort());
    workbench = await WorkbenchPage.open(context, origin);
    const { page } = workbench;
    await workbench.editor.click();
    await page.getByText("No types").waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("const n:number='a'");
    await page.keyboard.press("Shift+Alt+F");
    await page.locator(".editor-remark", { hasText: "src/routes/cart.ts is formatted." }).waitFor();
    expect(await workbench.editor.textContent()).toBe('const n: number = "a";');
    await page.keyboard.press("ControlOrMeta+z");
    expect(await workbench.editor.textContent()).toBe("const n:number='a'");

    await context.unroute("**/types/*");
    await page.getByRole("button", { name: "No problems" }).click();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "1 problem" }).waitFor();
  });
});
