import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, BrowserContext, Download, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { decodeAssignment } from "../assignment/assignment-link.ts";
import { wallTimeOf } from "../assignment/zoned-time.ts";
import { runAgainWhenLate } from "../cli/run-again-when-late.ts";
import { type ServedSite, serveFolder } from "../cli/site-server/serve-folder.ts";
import { type GradesFile, readGrades } from "../gradebook/index.ts";
import { whyNoSandbox } from "../grader/sandbox/trial-sandbox.ts";
import { browserExecutable, haveNoServiceWorkers, launchBrowser } from "./browser.ts";
import {
  HIDDEN_SENTENCE,
  HIDDEN_WORD,
  hardCoded,
  hiddenTest,
  type LearnersProgram,
  oneResetForAll,
  rightCounter,
  rightTheme,
} from "./class-programs.ts";
import { violations } from "./violations.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DIST = join(ROOT, "dist");
const TITLE = "Counting and keeping";
const ZONE = "Europe/Rome";
const HOUR_MS = 3_600_000;
/** A whole class on a machine that may be busy. */
const SCENE_TIMEOUT_MS = 900_000;
/** One step of it: the longest are the copy of the whole site and a check. */
const STEP_TIMEOUT_MS = 180_000;

const run = promisify(execFile);

let folder: string;
let browser: Browser;
let site: ServedSite;

beforeEach(async (context) => {
  const missing = await whyNoSandbox();
  if (missing !== undefined) context.skip(missing);
  expect(inject("siteOrigin")).toMatch(/^http/);
  folder = await mkdtemp(join(tmpdir(), "keepsake-scene-"));
  await mkdir(join(folder, "downloads"));
  browser = await launchBrowser("chromium", { serviceWorkers: true });
  // A server of its own: it goes away while one learner works.
  site = await serveFolder(DIST);
});
afterEach(async () => {
  await browser?.close();
  // It may be down: a test that failed may have cut the network.
  await site?.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(browserExecutable("chromium") === undefined)("a class, in chromium", () => {
  test("is given an assignment, works, hands in, is graded with a hidden test, and reads its feedback", {
    timeout: SCENE_TIMEOUT_MS,
  }, async () => {
    const instructor = await somebody();
    const link = await assign(instructor);
    const { dueAtMs = 0 } = decodeAssignment(link);

    const ada = await somebody({ keepsTheSite: true });
    await ada.goto(link);
    await ada.locator("[data-offline-state=ready]").waitFor();

    const bob = await somebody();
    await bob.goto(link);
    await bob.getByText("Not begun").first().waitFor();
    await work(bob, oneResetForAll, "All 7 tests pass.");
    await work(bob, rightTheme, "All 10 tests pass.");
    const late = await handIn(bob, "Bob Roe", "1904");
    await utimes(late, (dueAtMs + HOUR_MS) / 1000, (dueAtMs + HOUR_MS) / 1000);

    const mallory = await somebody();
    await mallory.goto(link);
    await work(mallory, hardCoded, "7 of 7 tests fail.");
    await claimToHavePassed(mallory);
    await mallory.reload();
    await mallory.getByText("Passed in the page").waitFor();
    await handIn(mallory, "Mallory Moe", "666");

    // The server is gone and the network is cut; she has seen nothing but the assignment's page.
    const port = Number(new URL(site.origin).port);
    await site.close();
    await ada.context().setOffline(true);
    await work(ada, rightCounter, "All 7 tests pass.");
    await work(ada, rightTheme, "All 10 tests pass.");
    await ada.reload();
    await ada.getByText("Passed in the page").nth(1).waitFor();
    await handIn(ada, "Ada Lovelace", "1815");
    site = await serveFolder(DIST, { port });
    await ada.context().setOffline(false);

    await writeHiddenTests();
    const { out, grades } = await runAgainWhenLate(
      () => regraded(link),
      (run) => messagesOf(run.grades),
    );
    const { learners, troubles } = grades;
    expect(
      learners.map(({ name, standing, score }) => [name, standing, score?.points, score?.passed]),
    ).toEqual([
      ["Ada Lovelace", "graded", 20, true],
      // 8.75 and 10, and a day begun takes a fifth.
      ["Bob Roe", "graded", 15, true],
      ["Mallory Moe", "graded", 0, false],
    ]);
    expect(troubles.map(({ learner, kind }) => [learner, kind])).toEqual([
      ["Bob Roe", "late"],
      ["Mallory Moe", "claim-differs"],
      ["Mallory Moe", "missing-exercise"],
    ]);
    for (const report of ["class.html", "reports/bob-roe-1904.html"]) {
      await instructor.goto(pathToFileURL(join(out, report)).href);
      expect(await violations(instructor), report).toEqual([]);
    }

    const line = lineOf(oneResetForAll, "resets += 1;");
    await mkdir(join(out, "comments"));
    await writeFile(
      join(out, "comments/1904.md"),
      `Nearly all of it.\n\n## visit-counter server.ts:${line}\nThis number is everybody's.\n`,
    );
    expect(await command("feedback", [out])).toContain("3 files are in");

    await readFeedback(ada, out, "ada-lovelace", { points: "20 of 20 points", hidden: "Pass" });
    await readFeedback(bob, out, "bob-roe", { points: "15 of 20 points", hidden: "Fail" });
    // The whole file, folded, has it once more.
    const commented = bob.locator("li[data-commented]").first();
    await commented.getByText("This number is everybody's.").waitFor();
    expect(await commented.locator("code").textContent()).toBe("  resets += 1;");
    expect(await commented.getAttribute("value")).toBe(String(line));
    await bob.getByText("Nearly all of it.").waitFor();
    await bob.getByText(/20 percent/).waitFor();
    await readFeedback(mallory, out, "mallory-moe", { points: "0 of 20 points", hidden: "Fail" });
    await mallory.getByText("It was not in your hand-in.").waitFor();
    expect(
      await mallory.getByRole("region", { name: "Count visits" }).getByText("Fail", { exact: true }).count(),
    ).toBe(8);
  });
});

/** With a browser of their own; `keepsTheSite`: it makes the copy for use without a network. */
async function somebody({ keepsTheSite = false } = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    ...{ viewport: { width: 1280, height: 900 }, timezoneId: ZONE, acceptDownloads: true },
  });
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  if (!keepsTheSite) await context.addInitScript(haveNoServiceWorkers);
  return context.newPage();
}

/** Makes the assignment and keeps its key as `class.key`. Settles with the link. */
async function assign(page: Page): Promise<string> {
  await page.goto(`${site.origin}/assign/`);
  await page.getByLabel("Title", { exact: true }).fill(TITLE);
  await page.getByLabel("Instructions, in Markdown").fill("Both by **Friday**, please.");
  for (const { exercise } of [rightCounter, rightTheme])
    await page.getByRole("checkbox", { name: exercise }).check();
  await page.getByLabel("Due (may stay empty)").fill(wallTimeOf(Date.now() + 48 * HOUR_MS, ZONE));
  const key = await downloaded(page, () =>
    page.getByRole("button", { name: "Make a key and save its file" }).click(),
  );
  await key.saveAs(join(folder, "class.key"));
  await page.getByLabel("I have the file").check();
  const link = (await page.locator(".link-text a").getAttribute("href")) ?? "";
  await page.getByText(`--key ${key.suggestedFilename()} --assignment "${link}"`).waitFor();
  return link;
}

/** From the assignment's page into an exercise, and back when its tests have run. */
async function work(page: Page, { exercise, files }: LearnersProgram, verdict: string): Promise<void> {
  await page.getByRole("link", { name: exercise, exact: true }).click();
  const workbench = new WorkbenchPage(page);
  await workbench.ready();
  for (const [path, text] of Object.entries(files)) await workbench.replaceFile(path, text);
  await workbench.saved();
  expect(await workbench.check()).toContain(verdict);
  await page.getByRole("link", { name: TITLE, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
}

/** Settles with the file that was handed in. */
async function handIn(page: Page, name: string, number: string): Promise<string> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Student number").fill(number);
  await page.getByRole("button", { name: "See what will be sent" }).click();
  const file = await downloaded(page, () =>
    page.getByRole("button", { name: "Seal it and save the file" }).click(),
  );
  const path = join(folder, "downloads", file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return download;
}

/** Writes into the page's own notes that everything passed, as anybody can with the browser's tools. */
async function claimToHavePassed(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const settled = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open("keepsake"));
    const stores = database.transaction(["attempts", "progress"], "readwrite");
    const log = await settled(stores.objectStore("attempts").get("visit-counter"));
    for (const attempt of log.attempts) {
      attempt.passed = true;
      for (const test of attempt.tests) test.state = "pass";
    }
    await settled(stores.objectStore("attempts").put(log));
    await settled(
      stores
        .objectStore("progress")
        .put({ exerciseId: "visit-counter", attempts: 1, passedAtMs: Date.now() }),
    );
    database.close();
  });
}

/** What was handed in, graded with the hidden tests; each time anew. */
async function regraded(link: string): Promise<{ readonly out: string; readonly grades: GradesFile }> {
  const out = await mkdtemp(join(folder, "graded-"));
  const said = await command("regrade", [
    ...[join(folder, "downloads"), "--key", join(folder, "class.key"), "--assignment", link],
    ...["--hidden", join(folder, "hidden"), "--out", out],
  ]);
  expect(said).toContain("Graded 3 hand-ins.");
  return { out, grades: readGrades(await readFile(join(out, "grades.json"), "utf8")) };
}

/** Why tests failed, and why something could not be graded. */
function messagesOf({ learners }: GradesFile): string[] {
  const results = learners.flatMap(({ exercises }) => exercises.map(({ result }) => result));
  return results.flatMap((result) => {
    if (result.kind === "cannot-grade") return [result.reason];
    return result.kind === "graded" ? result.tests.map(({ message }) => message ?? "") : [];
  });
}

/** Scaffolds them, writes them, and has them checked. */
async function writeHiddenTests(): Promise<void> {
  const hidden = join(folder, "hidden");
  await command("new-hidden-tests", ["visit-counter", hidden]);
  const home = join(hidden, "visit-counter");
  await writeFile(join(home, "hidden.test.ts"), hiddenTest);
  await rm(join(home, "wrong"), { recursive: true });
  await mkdir(join(home, "wrong/one-reset-for-all"), { recursive: true });
  const wrong = { breaks: "A reset is one for all.", fails: [HIDDEN_SENTENCE] };
  await writeFile(join(home, "wrong/one-reset-for-all/wrong.json"), JSON.stringify(wrong));
  for (const [path, text] of Object.entries(oneResetForAll.files))
    await writeFile(join(home, "wrong/one-reset-for-all", path), text);
  expect(await command("check-hidden-tests", [hidden])).toContain("hold");
}

/** `npm run NAME -- …`, without npm. Settles with what it printed; rejects with all of it when it fails. */
async function command(name: string, given: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(ROOT, `src/cli/${name}.ts`), ...given], { cwd: ROOT });
  return stdout;
}

interface ExpectedFeedback {
  readonly points: string;
  /** How the hidden test went. */
  readonly hidden: "Pass" | "Fail";
}

/** Opens a learner's feedback in their own browser: it has the hidden test's sentence, and nothing of its code. */
async function readFeedback(
  page: Page,
  out: string,
  name: string,
  { points, hidden }: ExpectedFeedback,
): Promise<void> {
  const files = await readdir(join(out, "feedback"));
  const file = join(out, "feedback", files.find((each) => each.startsWith(name)) ?? "none");
  await page.goto(`${site.origin}/feedback/`);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("heading", { level: 2, name: TITLE }).waitFor();
  await page.getByText(points, { exact: true }).first().waitFor();
  const secret = page.getByRole("listitem").filter({ hasText: HIDDEN_SENTENCE });
  await secret.getByText(hidden, { exact: true }).waitFor();
  await secret.getByText("a test of your instructor's own").waitFor();
  expect(await readFile(file, "utf8")).not.toContain(HIDDEN_WORD);
  expect(await page.locator("body").textContent()).not.toContain(HIDDEN_WORD);
  expect(await violations(page)).toEqual([]);
}

function lineOf({ files }: LearnersProgram, code: string): number {
  return 1 + (files["server.ts"] ?? "").split("\n").findIndex((line) => line.trim() === code);
}
