import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { assignment } from "../assignment/assignment.fixture.ts";
import { encodeAssignment } from "../assignment/assignment-link.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { savedFile } from "./saved-file.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");
const file = "src/routes/cart.ts";

let browser: Browser;
const contexts: BrowserContext[] = [];

async function freshContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  contexts.push(context);
  return context;
}

async function openWork(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${origin}/progress/`);
  await page.locator("#work[data-ready]").waitFor();
  return page;
}

/** Writes a text of one's own into the cart, as a browser that has it already. */
async function writeCart(context: BrowserContext, text: string): Promise<WorkbenchPage> {
  const workbench = await WorkbenchPage.open(context, origin);
  await workbench.replaceFile(file, text);
  await workbench.saved();
  return workbench;
}

/** What "Save all as one file" saves. */
async function savedWork(page: Page): Promise<string> {
  const button = page.getByRole("button", { name: "Save all as one file" }).first();
  const { name, text } = await savedFile(page, () => button.click());
  expect(name).toMatch(/^keepsake-work-\d{4}-\d\d-\d\d\.json$/);
  return text;
}

/** Hands in as Ada, and gives the receipt's code. */
async function handIn(page: Page): Promise<string> {
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "See what will be sent" }).click();
  await page.getByRole("button", { name: "Seal it and save the file" }).click();
  return (await page.locator("[data-done] .receipt-code").textContent()) ?? "";
}

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`one's own work, in ${name}`, () => {
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser.close());
    afterEach(async () => {
      for (const context of contexts.splice(0)) await context.close();
    });

    test("goes as one file into another browser, where nothing is lost, and can be taken back", async () => {
      const first = await freshContext();
      await writeCart(first, "// on the first machine\n");
      const content = await savedWork(await openWork(first));

      const second = await freshContext();
      const workbench = await writeCart(second, "// on the second machine\n");
      const page = await openWork(second);
      await page.getByLabel("A file of your work").setInputFiles({
        name: "broken.json",
        mimeType: "application/json",
        buffer: Buffer.from(content.slice(0, -30)),
      });
      await page.getByText("broken or cut off").waitFor();
      await page.getByLabel("A file of your work").setInputFiles({
        name: "work.json",
        mimeType: "application/json",
        buffer: Buffer.from(
          content.replaceAll(/"savedAtMs": (\d+)/g, (_, atMs) => `"savedAtMs": ${Number(atMs) + 3_600_000}`),
        ),
      });
      await page.getByText("1 file that was changed on both sides").waitFor();
      expect(await violations(page, { except: "iframe" })).toEqual([]);
      await page.getByRole("button", { name: "Bring it in" }).click();
      await workbench.editor.filter({ hasText: "on the first machine" }).waitFor();
      await workbench.page.getByText(/^Drafts \(\d+\)$/).click();
      await workbench.page.getByText("when a file was brought in").waitFor();

      await page.getByRole("button", { name: "Undo" }).click();
      await workbench.editor.filter({ hasText: "on the second machine" }).waitFor();
    });

    test("numbers hand-ins on in a tab that was open before, and after everything was forgotten", async () => {
      const context = await freshContext();
      await (await writeCart(context, "// mine\n")).page.close();
      const [first, second] = [await context.newPage(), await context.newPage()];
      for (const page of [first, second]) {
        await page.goto(`${origin}/assignment/#${encodeAssignment(assignment)}`);
        await page.getByLabel("Your name").fill("Ada Lovelace");
      }
      await second.getByRole("button", { name: "See what will be sent" }).click();
      const seal = second.getByRole("button", { name: "Seal it and save the file" });
      await seal.waitFor();
      await handIn(first);
      await seal.click();
      await second.getByText("You handed in from another tab meanwhile").waitFor();
      await seal.click();
      await second.getByText("Saved as ada-lovelace-carts-and-cookies-2.keepsake").waitFor();

      const work = await openWork(context);
      await work.getByRole("button", { name: "Reset everything…" }).click();
      await work.getByRole("button", { name: "Forget everything" }).click();
      await work.getByText("Nothing is kept here yet").waitFor();
      await (await writeCart(context, "// mine, again\n")).page.close();
      await handIn(first);
      await first.getByText("Saved as ada-lovelace-carts-and-cookies-3.keepsake").waitFor();
    });

    test("has the assignments and what was handed in; what two machines count as number 1 stays two", async () => {
      const address = `${origin}/assignment/#${encodeAssignment(assignment)}`;
      const machines = [await freshContext(), await freshContext()] as const;
      const codes: string[] = [];
      for (const context of machines) {
        await (await writeCart(context, "// mine\n")).page.close();
        const page = await context.newPage();
        await page.goto(address);
        codes.push(await handIn(page));
      }
      const [first, second] = machines;
      const content = await savedWork(await openWork(first));
      const page = await openWork(second);
      await page.getByRole("link", { name: assignment.title }).waitFor();
      await page.getByLabel("A file of your work").setInputFiles({
        name: "work.json",
        mimeType: "application/json",
        buffer: Buffer.from(content),
      });
      await page.getByText("1 hand-in more, with its receipt.").waitFor();
      await page.getByRole("button", { name: "Bring it in" }).click();
      await page.getByText("2 files made to hand in.").waitFor();
      expect(await violations(page)).toEqual([]);

      await page.getByRole("link", { name: assignment.title }).click();
      for (const code of codes) await page.getByText(code).waitFor();
      await handIn(page);
      await page.getByText("Saved as ada-lovelace-carts-and-cookies-2.keepsake").waitFor();
    });

    test("is changed with what another tab has saved a moment before", async () => {
      const context = await freshContext();
      await (await writeCart(context, "// mine\n")).page.close();
      const page = await openWork(context);
      // As another tab would: its save is in the queue before the change that this page is about to write.
      await page.evaluate(() => {
        const open = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (stores, mode, options) {
          if (this.name === "keepsake" && mode === "readwrite") {
            IDBDatabase.prototype.transaction = open;
            const ownerId = "from-another-tab";
            const draft = { ownerId, path: "server.ts", text: "theirs", base: "", savedAtMs: 1 };
            open.call(this, ["drafts"], "readwrite").objectStore("drafts").put(draft);
          }
          return open.call(this, stores, mode, options);
        };
      });
      await page
        .getByRole("button", { name: /^Reset .*cart/i })
        .first()
        .click();
      await page.getByRole("button", { name: "Undo" }).waitFor();
      const content = JSON.parse(await savedWork(page));
      expect(content.drafts.map(({ ownerId }: { ownerId: string }) => ownerId)).toEqual(["from-another-tab"]);
    });

    test("is reset, one exercise or all, and had back; open tabs follow", async () => {
      const context = await freshContext();
      const workbench = await writeCart(context, "// mine\n");
      const page = await openWork(context);
      await page
        .getByRole("button", { name: /^Reset .*cart/i })
        .first()
        .click();
      await workbench.editor.filter({ hasText: "import { Router }" }).waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();

      await page.getByRole("button", { name: "Reset everything…" }).click();
      await page.getByRole("button", { name: "Forget everything" }).click();
      await page.getByText("Nothing is kept here yet.").waitFor();
      await workbench.editor.filter({ hasText: "import { Router }" }).waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();
      await workbench.page.reload();
      await workbench.ready();
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();
    });

    test("stands beside the solution once it is asked for; a file taken from it is noted, and can be given back", async () => {
      const workbench = await writeCart(await freshContext(), "// mine\n");
      const { page } = workbench;
      await page.getByRole("tab", { name: "Results" }).click();
      const help = workbench.region("Help");
      await help.getByRole("button", { name: "Show a hint" }).click();
      await help.locator("details[open]").first().waitFor();
      await help.getByRole("button", { name: "Compare with the solution" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Show the solution anyway" }).click();
      await dialog.getByRole("tab", { name: file }).click();
      // On the side of what comes, which is green.
      const comes = dialog.locator(".cm-merge-b");
      await comes.getByRole("textbox", { name: `${file}: The solution` }).waitFor();
      expect(await violations(page, { except: "iframe" })).toEqual([]);
      await dialog.getByRole("button", { name: "Take this file" }).click();
      await dialog.getByText("This file is the same on both sides.").waitFor();
      await page.keyboard.press("Escape");
      await workbench.editor
        .filter({ hasText: "increment" })
        .or(workbench.editor.filter({ hasText: "req.session" }))
        .first()
        .waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();

      const work = await openWork(page.context());
      await work.getByText("0 attempts, 1 hint opened.").waitFor();
      const content: unknown = JSON.parse(await savedWork(work));
      expect(content).toMatchObject({
        exercises: [{ exerciseId: "shopping-cart", solutionShownAtMs: expect.any(Number) }],
        attempts: [
          {
            hints: [{ hint: 1, asked: true }],
            taken: [{ path: file }],
            solutionShownAtMs: expect.any(Number),
          },
        ],
      });
    });

    test("asks what to do when the course has changed a file since", async () => {
      const context = await freshContext();
      const before = await writeCart(context, "// mine\n");
      await before.page.close();
      await context.route("**/exercises/shopping-cart/files.json", async (route) => {
        const response = await route.fetch();
        const data = await response.json();
        data.starter[file] = `// a better start\n${data.starter[file]}`;
        await route.fulfill({ response, json: data });
      });
      const workbench = await WorkbenchPage.open(context, origin);
      const { page } = workbench;
      await page.getByText(`The course's own ${file} changed since you began`).waitFor();
      expect(await violations(page, { except: "iframe" })).toEqual([]);
      await page.getByRole("button", { name: `See the differences in ${file}` }).click();
      await page.getByRole("dialog").getByText("a better start").waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: `Take the new one: ${file}` }).click();
      await workbench.editor.filter({ hasText: "a better start" }).waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await workbench.editor.filter({ hasText: "// mine" }).waitFor();
    });
  });
}

describe.skipIf(browserExecutable("chromium") === undefined)("a full disk, in chromium", () => {
  beforeAll(async () => {
    browser = await launchBrowser("chromium");
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  test("is said once, with what is kept and a way to save the files; when there is room again, all is saved", {
    timeout: 600_000,
  }, async () => {
    const context = await freshContext();
    const workbench = await writeCart(context, "// saved before\n");
    const { page } = workbench;
    const protocol = await context.newCDPSession(page);
    await protocol.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
    // Chromium goes by the room that it knew of before for up to half a minute, so a text or two may still be saved.
    let texts = 0;
    const full = page.getByText("This browser's space for the site is full");
    await expect
      .poll(
        async () => {
          texts += 1;
          await workbench.replaceFile(file, `// too much: ${texts}\n`);
          await page
            .getByText(/Saved on this machine|space for the site is full/)
            .first()
            .waitFor();
          return full.isVisible();
        },
        { timeout: 240_000 },
      )
      .toBe(true);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save my files" }).click(),
    ]);
    const zip = await readFile(await download.path());
    expect(zip.subarray(0, 2).toString()).toBe("PK");
    await protocol.send("Storage.overrideQuotaForOrigin", { origin });
    await page.getByRole("button", { name: "Try again" }).click();
    await workbench.saved();
    await page.reload();
    await workbench.ready();
    await workbench.editor.filter({ hasText: "// too much" }).waitFor();
  });
});
