import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { makeCodeLink } from "../workbench/share/code-link.ts";
import { sharedCode } from "../workbench/share/shared-code.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";
import { hasFocus, solutionFiles, WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");
const exercise = `${origin}/exercises/shopping-cart/`;
const lesson = `${origin}/lessons/the-first-cookie/`;

let browser: Browser;
let context: BrowserContext;
let page: Page;
const failures: string[] = [];

async function openContext(options: Parameters<Browser["newContext"]>[0] = {}): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.on("weberror", (error) => failures.push(String(error.error())));
  page = await context.newPage();
}

afterEach(async () => {
  await context.close();
  expect(failures.splice(0)).toEqual([]);
});

/** A link to the shopping cart with these files in place of its own. */
async function linkWith(files: Readonly<Record<string, string>>): Promise<string> {
  const { starter } = await (await fetch(`${exercise}files.json`)).json();
  const made = await makeCodeLink(sharedCode("shopping-cart", starter, { ...starter, ...files }));
  return made.kind === "link" ? `${exercise}#${made.fragment}` : "";
}

const gate = () => page.getByRole("region", { name: "The code in this link" });

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());

    test("code from a link is shown, run only when asked, and never comes over one's own", async () => {
      await openContext();
      const workbench = new WorkbenchPage(page);
      await page.goto(exercise);
      await workbench.ready();
      await workbench.replaceFile("src/routes/cart.ts", "// mine\n");
      await workbench.saved();

      // Pasted into the address of the page that is open.
      await page.goto(await linkWith({ ...solutionFiles(), "src/theirs.ts": "export {};\n" }));
      await hasFocus(gate().getByRole("heading", { name: "Somebody else’s code" })).waitFor();
      const cart = gate().getByRole("group", { name: "What differs in src/routes/cart.ts" });
      expect(await cart.textContent()).toContain("added: ");
      expect(await gate().textContent()).toContain("new file, ");
      expect(await page.locator("#workbench[data-ready]").count()).toBe(0);
      expect(await page.locator("iframe").count()).toBe(0);
      expect(await violations(page, { except: "iframe" })).toEqual([]);

      await gate().getByRole("button", { name: "Run it once, keeping nothing" }).click();
      await workbench.ready();
      await workbench.run();
      await workbench.preview.getByRole("button", { name: "Add to cart" }).waitFor();
      await workbench.pass();
      expect(await page.getByText("Share", { exact: true }).count()).toBe(0);

      // Hints open for the visit; who sees the solution has seen it.
      await page.getByRole("button", { name: "Show a hint" }).click();
      await page.getByText(/^Hint 1 of/).waitFor();
      await page.getByRole("button", { name: "Compare with the solution" }).click();
      await page.getByRole("button", { name: "Show the solution anyway" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      await page.getByText("You have seen the solution.").waitFor();
      await page.getByText(/^Hint 1 of/).waitFor();

      await page.getByRole("button", { name: "Back to my own work" }).click();
      await page.getByText("Somebody else’s code").waitFor({ state: "detached" });
      await workbench.ready();
      expect(new URL(page.url()).hash).toBe("");
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();
      expect(await page.getByText(/^Passed \d/).count()).toBe(0);
      await page.getByRole("tab", { name: "Results" }).click();
      await page.getByText("You have seen the solution.").waitFor();
      expect(await page.getByText(/^Hint 1 of/).count()).toBe(0);
    });

    test("it can be kept as a draft, beside one's own work", async () => {
      await openContext();
      const workbench = new WorkbenchPage(page);
      await page.goto(await linkWith({ "src/routes/cart.ts": "// theirs\n" }));
      await gate().getByRole("button", { name: "Keep it beside my work, as a draft" }).click();
      await workbench.ready();
      expect(page.url()).toBe(exercise);
      await workbench.editor.filter({ hasText: "import { Router }" }).waitFor();
      await page.getByRole("button", { name: "Show it, and keep mine as a draft" }).click();
      await workbench.editor.filter({ hasText: "// theirs" }).waitFor();
      await page.getByText("Drafts (1)").waitFor();

      // The same link again is the same draft.
      await page.goto(await linkWith({ "src/routes/cart.ts": "// theirs\n" }));
      await gate().getByRole("button", { name: "Keep it beside my work, as a draft" }).click();
      await page.getByText("The code from the link is under Drafts.").waitFor();
      await page.getByText("Drafts (1)").waitFor();
    });
  });
}

describe("in chromium, in detail", () => {
  beforeAll(async () => {
    browser = await launchBrowser("chromium");
  });
  afterAll(() => browser.close());

  test("a link that is copied opens with the same code; by keyboard, and on a narrow window", async () => {
    await openContext({
      viewport: { width: 360, height: 740 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const workbench = new WorkbenchPage(page);
    await page.goto(`${exercise}?pane=editor`);
    await workbench.ready();
    await workbench.button("More").click();
    const share = page.locator("summary", { hasText: "Share" });
    await share.focus();
    await page.keyboard.press("Enter");
    // What is in the menu is fetched when somebody comes near it; before that Tab goes past it.
    await workbench.button("Copy a link to my code").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("You have changed nothing yet").waitFor();
    await page.keyboard.press("Escape");
    expect(await share.evaluate((summary) => summary === document.activeElement)).toBe(true);

    await workbench.replaceFile("src/routes/cart.ts", "// shared by me\n");
    await share.click();
    await page.getByRole("button", { name: "Copy a link to my code" }).click();
    await page.getByText("The link is in the clipboard").waitFor();
    expect(await violations(page, { except: "iframe" })).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/\/exercises\/shopping-cart\/#code=1\.[\w-]+$/);
    await page.goto("about:blank");
    await page.goto(link);
    await gate().getByText("// shared by me").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  test("a zip holds the learner's files and the library, and comes back as it went", async () => {
    await openContext();
    const workbench = new WorkbenchPage(page);
    await page.goto(exercise);
    await workbench.ready();
    await workbench.replaceFile("src/routes/cart.ts", "// taken home\n");
    await page.locator("summary", { hasText: "Share" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download a zip" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("shopping-cart.zip");
    const zip = await download.path();
    const files = unzipSync(await readFile(zip));
    const text = (path: string) => strFromU8(files[`shopping-cart/${path}`] ?? new Uint8Array());
    expect(text("src/routes/cart.ts")).toBe("// taken home\n");
    const { dependencies, scripts } = JSON.parse(text("package.json"));
    expect(scripts.start).toBe("node server.ts");
    const library = String(dependencies.keepsake).slice("file:".length);
    expect(Object.keys(files)).toContain(`shopping-cart/${library}`);

    await page.keyboard.press("Escape");
    await workbench.replaceFile("src/routes/cart.ts", "// later\n");
    await page.locator("summary", { hasText: "Share" }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Take in a zip…" }).click(),
    ]);
    await chooser.setFiles({ name: "back.zip", mimeType: "application/zip", buffer: await readFile(zip) });
    await page.getByText("The zip's files are here").waitFor();
    await workbench.editor.filter({ hasText: "// taken home" }).waitFor();
    await page.getByText("Drafts (1)").waitFor();
  });

  test("in a lesson, a link asks at its playground and runs there without being kept; a broken one says so", async () => {
    await openContext();
    await page.goto(lesson);
    const spec = JSON.parse((await page.locator("[data-spec]").first().textContent()) ?? "");
    const theirs =
      'import { createServer } from "node:http";\ncreateServer((_, res) => res.end("theirs")).listen(7148);\n';
    const made = await makeCodeLink(
      sharedCode(`playground:${spec.id}`, spec.files, { ...spec.files, "server.ts": theirs }),
    );
    const link = made.kind === "link" ? `${lesson}#${made.fragment}` : "";
    await page.goto(link);
    await gate().getByText('res.end("theirs")').waitFor();
    expect(await violations(page, { except: "iframe" })).toEqual([]);
    await gate().getByRole("button", { name: "Run it once, keeping nothing" }).click();
    const playground = page.locator(`[data-experiment="${spec.id}"] .playground`);
    await playground.getByText("Somebody else’s code").waitFor();
    await playground.locator(".run-status", { hasText: "Listening on port 7148" }).waitFor();
    await playground.getByRole("button", { name: "Back to my own work" }).click();
    await playground.getByText("Somebody else’s code").waitFor({ state: "detached" });
    await page.waitForURL(lesson);
    expect(await playground.locator("pre").first().textContent()).not.toContain("theirs");

    await page.goto(link.slice(0, -4));
    await gate().getByText("This link is not whole").waitFor();
    await gate().getByRole("button", { name: "Go on to my own work" }).click();
    await page.waitForURL(lesson);
  });

  /** A link to a playground of that lesson, with a comment of somebody's at the end of its first file. */
  async function playgroundLink(lessonPage: string, id: string): Promise<string> {
    await page.goto(lessonPage);
    const spec = JSON.parse(
      (await page.locator(`[data-experiment="${id}"] [data-spec]`).textContent()) ?? "",
    );
    const [path = ""] = Object.keys(spec.files);
    const files = { ...spec.files, [path]: `${spec.files[path]}\n// theirs\n` };
    const made = await makeCodeLink(sharedCode(`playground:${id}`, spec.files, files));
    return made.kind === "link" ? `${lessonPage}#${made.fragment}` : "";
  }

  test("in a lesson, what somebody else's code does meets no check of the learner's", async () => {
    await openContext();
    await page.goto(await playgroundLink(`${origin}/lessons/the-first-session/`, "visit-counter"));
    await gate().getByRole("button", { name: "Run it once, keeping nothing" }).click();
    const experiment = page.locator("[data-experiment=visit-counter]");
    await experiment.locator(".run-status", { hasText: "Listening on port 7148" }).waitFor();
    const rows = experiment.locator(".exchange-row", { hasText: /\d{3}/ });
    for (const exchanges of [1, 2]) {
      await experiment.getByRole("button", { name: "GET /", exact: true }).click();
      await expect.poll(() => rows.count()).toBe(exchanges);
    }
    const check = page.locator("[data-check=second-visit]");
    expect(await check.locator("[data-state]").textContent()).toContain("Watches the program above");
    expect(await page.evaluate(() => localStorage.getItem("keepsake:lessons"))).toBeNull();
  });

  test("a link to the program of a closed solution is asked about where one sees it, and opens it to run", async () => {
    await openContext();
    await page.goto(await playgroundLink(`${origin}/lessons/cart-solution/`, "cart-reference"));
    await hasFocus(gate().getByRole("heading", { name: "Somebody else’s code" })).waitFor();
    expect(await page.locator("[data-solution] > details").getAttribute("open")).toBeNull();
    await gate().getByRole("button", { name: "Run it once, keeping nothing" }).click();
    const playground = page.locator('[data-experiment="cart-reference"] .playground');
    await playground.locator(".run-status", { hasText: "Listening on port 7148" }).waitFor();
    expect(await playground.getByText("Somebody else’s code").isVisible()).toBe(true);
  });

  test("printed, a lesson shows programs, answers and where links lead, and nothing to press", async () => {
    await openContext({ colorScheme: "dark" });
    await page.goto(lesson);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    expect(await page.getByText("The jar lets go of a cookie").isVisible()).toBe(true);
    expect(
      await page.locator("header.site-header, .playground-bar, .copy").filter({ visible: true }).count(),
    ).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      "rgb(255, 255, 255)",
    );
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    expect(await page.getByText("The jar lets go of a cookie").isVisible()).toBe(false);
  });

  test("printed, an exercise is its text and the files that were changed", async () => {
    await openContext();
    const workbench = new WorkbenchPage(page);
    await page.goto(exercise);
    await workbench.ready();
    await workbench.replaceFile("src/routes/cart.ts", "// on paper\n".repeat(80));
    await page.emulateMedia({ media: "print" });
    const printed = page.locator(".printed-files");
    // The page learns to print its files when it is idle.
    await expect
      .poll(async () => {
        await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
        return printed.count();
      })
      .toBe(1);
    expect(await printed.locator("figcaption").allTextContents()).toEqual(["src/routes/cart.ts"]);
    expect(await printed.isVisible()).toBe(true);
    expect(await page.locator(".workbench-text").isVisible()).toBe(true);
    expect(
      await page
        .locator(".workbench-toolbar, #workbench-editor, #workbench-browser")
        .filter({ visible: true })
        .count(),
    ).toBe(0);
  });
});
