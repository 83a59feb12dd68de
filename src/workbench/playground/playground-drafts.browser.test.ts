import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launchBrowser } from "../../e2e/browser.ts";
import { addPlaygroundPage } from "../../e2e/playground-site.ts";
import type { TextFiles } from "../workspace.ts";

const origin = inject("siteOrigin");

let browser: Browser;
let context: BrowserContext;
let address: string;

beforeAll(async () => {
  browser = await launchBrowser("chromium");
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 900, height: 1000 } });
  address = await addPlaygroundPage(context, origin);
});
afterEach(() => context.close());

/** A page on the same program of a lesson, with the editor open. */
async function openPage(text = "// start\n", guest?: TextFiles): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(
    async (given) => {
      const element = document.createElement("div");
      document.querySelector("main")?.append(element);
      const playground = window.mountPlayground(element, { id: "one", files: { "server.ts": given.text } });
      await playground.open(given.guest === undefined ? {} : { guest: given.guest });
    },
    { text, guest },
  );
  await page.locator(".cm-content").waitFor();
  return page;
}

async function typeFirst(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText(text);
}

test("a text that another page changed is told of, and what was there before a reset is under Drafts", async () => {
  const one = await openPage();
  const other = await openPage();
  await typeFirst(one, "// mine ");
  const notice = other.locator(".notice", { hasText: "changed in another tab" });
  await notice.waitFor();
  expect(await other.locator(".cm-content").textContent()).toContain("// mine // start");
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await notice.waitFor({ state: "detached" });
  await other.getByRole("button", { name: "Reset", exact: true }).click();
  // The other page keeps none of its own.
  for (const page of [one, other]) {
    await page.locator(".cm-content", { hasText: /^\/\/ start$/ }).waitFor();
    await page.locator("summary", { hasText: "Drafts (1)" }).click();
  }
  await one.getByRole("button", { name: /^Restore the draft of .*before a reset$/ }).click();
  await other.locator(".cm-content", { hasText: "// mine // start" }).waitFor();
});

test("a program that the course has changed since says so, and can be taken", async () => {
  const before = await openPage();
  await typeFirst(before, "// mine ");
  // Leaving keeps it, however soon.
  await before.goto("about:blank");
  await before.close();
  const page = await openPage("// a better start\n");
  const line = page.locator(".notice", { hasText: "server.ts changed since you began" });
  await line.waitFor();
  await line.getByRole("button", { name: "Take the new one: server.ts" }).click();
  await line.waitFor({ state: "detached" });
  await page.locator(".cm-content", { hasText: "// a better start" }).waitFor();
  const taken = page.locator(".toast", { hasText: "server.ts is as the lesson has it." });
  await taken.waitFor();
  await typeFirst(page, "// newer ");
  await taken.getByRole("button", { name: "Undo" }).click();
  await page.locator(".cm-content", { hasText: "// mine // start" }).waitFor();
  await page
    .locator(".toast", { hasText: "What you wrote in it since is kept under Drafts." })
    .getByRole("button", { name: "Bring it back" })
    .click();
  await page.locator(".cm-content", { hasText: "// newer // a better start" }).waitFor();
});

test("what was written between a reset and its Undo is under Drafts, which is said, and one press brings it back", async () => {
  const page = await openPage();
  const toast = (text: string) => page.locator(".toasts[role=status] > .toast", { hasText: text });
  await typeFirst(page, "// mine ");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  const undo = toast("The program is as the lesson has it.").getByRole("button", { name: "Undo" });
  await undo.waitFor();
  await typeFirst(page, "// newer ");
  await undo.click();
  await page.locator(".cm-content", { hasText: /^\/\/ mine \/\/ start$/ }).waitFor();
  await toast("What you wrote since is kept under Drafts.")
    .getByRole("button", { name: "Bring it back" })
    .click();
  await page.locator(".cm-content", { hasText: /^\/\/ newer \/\/ start$/ }).waitFor();
  await toast("The draft is back.").getByRole("button", { name: "Undo" }).click();
  await page.locator(".cm-content", { hasText: /^\/\/ mine \/\/ start$/ }).waitFor();
  expect(await toast("What you wrote since").count()).toBe(0);
});

test("Control Z takes an Undo only until something else is written; its button does so afterwards too", async () => {
  const page = await openPage();
  const reset = page.getByRole("button", { name: "Reset", exact: true });
  const undo = page.locator(".toast").getByRole("button", { name: "Undo" });
  await typeFirst(page, "// mine ");
  await reset.click();
  await undo.waitFor();
  const run = page.getByRole("button", { name: "Run", exact: true });
  await run.press("Control+z");
  await page.locator(".cm-content", { hasText: /^\/\/ mine \/\/ start$/ }).waitFor();

  await reset.click();
  await undo.waitFor();
  expect(await undo.getAttribute("aria-keyshortcuts")).toBe("Control+Z Meta+Z");
  await typeFirst(page, "// newer ");
  expect(await undo.getAttribute("aria-keyshortcuts")).toBeNull();
  await run.press("Control+z");
  expect(await undo.count()).toBe(1);
  await undo.click();
  await page.locator(".cm-content", { hasText: /^\/\/ mine \/\/ start$/ }).waitFor();
});

test("a reload for a new version loses what was written into somebody else's program, and nothing of one's own", async () => {
  const isKept = (page: Page) => page.evaluate(() => window.saveBeforeReload());
  const own = await openPage();
  await typeFirst(own, "// mine ");
  expect(await isKept(own)).toBe(true);
  const guest = await openPage("// start\n", { "server.ts": "// theirs\n" });
  expect(await isKept(guest)).toBe(true);
  await typeFirst(guest, "// mine ");
  expect(await isKept(guest)).toBe(false);
});
