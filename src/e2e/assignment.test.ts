import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { decodeAssignment } from "../assignment/assignment-link.ts";
import { feedbackText } from "../assignment/feedback.ts";
import { fingerprintOf } from "../assignment/fingerprint.ts";
import { parseKeyFile } from "../assignment/key-pair.ts";
import { receiptCode } from "../assignment/receipt.ts";
import { openHandIn } from "../assignment/sealed-hand-in.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const origin = inject("siteOrigin");
const MARK = "// written by Ada\n";

for (const name of ["chromium", "firefox"] as const) {
  describe.skipIf(browserExecutable(name) === undefined)(`an assignment, in ${name}`, () => {
    let browser: Browser;
    const contexts: BrowserContext[] = [];
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
    afterAll(() => browser.close());

    /** Somebody with a browser of their own. */
    async function somebody(): Promise<Page> {
      const context = await browser.newContext();
      contexts.push(context);
      await context.addInitScript(rememberSavedFiles);
      return context.newPage();
    }

    test("goes from an instructor to a learner, back sealed, and is answered", async () => {
      const instructor = await somebody();
      const { link, keyText } = await assign(instructor);
      const assignment = decodeAssignment(link);
      expect(assignment).toMatchObject({ title: "Carts and cookies", hints: false, solution: false });

      const learner = await somebody();
      await learner.goto(link);
      await learner.getByRole("heading", { level: 1, name: "Carts and cookies" }).waitFor();
      await learner.getByText("Read lesson 12 first").waitFor();
      expect(await learner.locator(".markdown script, .markdown img").count()).toBe(0);
      await learner.getByText("Not begun").waitFor();
      expect(await violations(learner)).toEqual([]);

      await learner.getByRole("link", { name: "Build a shopping cart" }).click();
      const workbench = new WorkbenchPage(learner);
      await workbench.ready();
      await workbench.editor.click();
      await learner.keyboard.insertText(MARK);
      await workbench.saved();
      expect(await workbench.check()).toMatch(/fail/);
      const results = workbench.region("Results");
      await results.getByText("Hints are closed until your assignment is over").waitFor();

      await learner.getByRole("link", { name: "Carts and cookies" }).click();
      await learner.getByText("Checked once, not passed yet").waitFor();
      await learner.getByRole("button", { name: "See what will be sent" }).click();
      await learner.getByText("give your name").waitFor();
      await learner.getByLabel("Your name").fill("Ada Lovelace");
      const first = await handIn(learner);
      const second = await handIn(learner);

      const key = await parseKeyFile(keyText);
      const opened = await openHandIn(first.sealed, key);
      expect(opened.learner.name).toBe("Ada Lovelace");
      expect(opened.assignment.fingerprint).toBe(fingerprintOf(assignment));
      expect(opened.exercises.map(({ id }) => id)).toEqual(["shopping-cart"]);
      expect(opened.exercises[0]?.files["src/routes/cart.ts"]).toContain(MARK);
      expect(opened.exercises[0]?.files["server.ts"]).toBeDefined();
      expect(opened.exercises[0]?.attempts).toMatchObject([{ passed: false }]);
      expect(receiptCode(first.sealed)).toBe(first.code);
      expect(first.fileName).toBe("ada-lovelace-carts-and-cookies.keepsake");
      expect((await openHandIn(second.sealed, key)).sequence).toBe(2);
      await learner.getByText(first.code).waitFor();
      expect(await learner.locator(".receipts li").count()).toBe(2);
      expect(await violations(learner)).toEqual([]);

      await learner.goto(`${origin}/feedback/`);
      const files = opened.exercises[0]?.files ?? {};
      const given = feedbackText({
        format: "keepsake-feedback",
        version: 1,
        assignment: { fingerprint: opened.assignment.fingerprint, title: assignment.title, zone: "UTC" },
        learner: opened.learner,
        receipt: first.code,
        exercises: [
          {
            id: "shopping-cart",
            title: "Build a shopping cart",
            result: {
              kind: "graded",
              tests: [{ hidden: true, name: "keeps carts apart", state: "fail" }],
              points: 0,
              maxPoints: 10,
            },
            files,
            comments: [{ path: "src/routes/cart.ts", line: 1, text: "A <b>good</b> start." }],
          },
        ],
        score: { points: 0, maxPoints: 10, passed: false },
      });
      await learner.locator("input[type=file]").setInputFiles({
        name: "ada.feedback.json",
        mimeType: "application/json",
        buffer: Buffer.from(given),
      });
      await learner.getByText("A <b>good</b> start.").first().waitFor();
      await learner.getByText("keeps carts apart").waitFor();
      expect(await violations(learner)).toEqual([]);
    });

    test("is kept, refused in plain words when its link is damaged, and opened again for a copy", async () => {
      const page = await somebody();
      const { link } = await assign(page);
      await page.goto(link);
      await page.getByRole("heading", { level: 1, name: "Carts and cookies" }).waitFor();
      await page.goto(`${origin}/assignment/`);
      await page.getByRole("link", { name: "Carts and cookies" }).waitFor();
      await page.getByLabel("The link of an assignment").fill(link.slice(0, -5));
      await page.getByRole("button", { name: "Open" }).click();
      await page.getByText("The end of this link is missing").waitFor();

      await page.goto(`${origin}/assign/`);
      await page.getByText("Change a copy").click();
      await page.getByLabel("Its link").fill(link);
      await page.getByText("This copy keeps the key").waitFor();
      expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe("Carts and cookies");
      await page.getByLabel("Title", { exact: true }).fill("Carts again");
      const copy = decodeAssignment((await page.locator(".link-text a").getAttribute("href")) ?? "");
      expect(copy).toEqual({ ...decodeAssignment(link), title: "Carts again" });
    });
  });
}

/** Makes an assignment as an instructor does; there is no link before the key's file is said to be kept. */
async function assign(page: Page): Promise<{ link: string; keyText: string }> {
  await page.goto(`${origin}/assign/`);
  await page.getByRole("button", { name: "Make a key and save its file" }).click();
  await page.getByText("Give the assignment a title.").waitFor();
  await page.locator("#assign-title:focus").waitFor();
  await page.getByLabel("Title", { exact: true }).fill("Carts and cookies");
  await page
    .getByLabel("Instructions, in Markdown")
    .fill("Read *lesson 12* first.\n\n<script>alert(1)</script> ![x](https://evil.test/x.png)");
  await page.getByRole("checkbox", { name: /Build a shopping cart/ }).check();
  await page.getByLabel("Due (may stay empty)").fill("2090-01-20T23:59");
  await page.getByLabel("the hints").uncheck();
  await page.getByRole("button", { name: "Make a key and save its file" }).click();
  await page.getByText("If you lose this file").waitFor();
  const keyText = new TextDecoder().decode((await lastSaved(page)).bytes);
  expect(await page.locator(".link-text").count()).toBe(0);
  await page.getByLabel("I have the file").check();
  await page.getByRole("img", { name: "The link as a QR code" }).waitFor();
  expect(await violations(page)).toEqual([]);
  return { link: (await page.locator(".link-text a").getAttribute("href")) ?? "", keyText };
}

async function handIn(page: Page): Promise<{ sealed: Uint8Array; code: string; fileName: string }> {
  await page.getByRole("button", { name: "See what will be sent" }).click();
  await page.getByRole("heading", { name: "This will be in the file, and nothing else" }).waitFor();
  // Two clicks of an unsteady hand are one hand-in.
  await page.getByRole("button", { name: "Seal it and save the file" }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  const code = await page.locator("[data-done] .receipt-code").textContent();
  const { bytes, name } = await lastSaved(page);
  return { sealed: bytes, code: code ?? "", fileName: name };
}

/** Runs in the page. Playwright does not see what Firefox downloads, so the page itself tells what it offered. */
function rememberSavedFiles(): void {
  const blobs = new Map<string, Blob>();
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (source) => {
    const url = make(source);
    if (source instanceof Blob) blobs.set(url, source);
    return url;
  };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    Object.assign(window, { saved: { name: this.download, blob: blobs.get(this.href) } });
    click.call(this);
  };
}

async function lastSaved(page: Page): Promise<{ name: string; bytes: Uint8Array }> {
  const { name, bytes } = await page.evaluate(async () => {
    const saved: { name: string; blob: Blob } = Reflect.get(window, "saved");
    return { name: saved.name, bytes: [...new Uint8Array(await saved.blob.arrayBuffer())] };
  });
  return { name, bytes: Uint8Array.from(bytes) };
}
