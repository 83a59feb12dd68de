import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAgainWhenLate } from "../cli/run-again-when-late.ts";
import { type ServedSite, serveFolder } from "../cli/site-server/serve-folder.ts";
import { type LoadedExercise, loadExercise } from "../course/load-exercise.ts";
import { type BrowserName, browserExecutable, launchBrowser } from "../e2e/browser.ts";
import { failureMessages, type Grade } from "./grade.ts";
import type { GradeRequest } from "./grade-in-page.ts";
import { buildTestSite } from "./test-site/build.ts";
import type { GraderPage } from "./test-site/page.ts";

declare const graderPage: GraderPage;

type Files = Readonly<Record<string, string>>;

let folder: string;
let site: ServedSite;
let loaded: LoadedExercise;

beforeAll(async () => {
  loaded = await loadExercise(fileURLToPath(new URL("../../", import.meta.url)), "shopping-cart");
  folder = await buildTestSite();
  site = await serveFolder(folder);
});

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

const names: readonly BrowserName[] = ["chromium", "firefox"];

/** That right and wrong programs get the grade that they get in Node is held by src/e2e/same-grade.test.ts. */
describe.each(names.filter((name) => browserExecutable(name) !== undefined))("in %s", (name) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser(name);
    page = await browser.newPage();
    await page.goto(site.origin);
  });
  afterAll(() => browser.close());

  function grade(files: Files, seed: number): Promise<Grade> {
    const { exercise, slug, starter } = loaded;
    const request = { slug, exercise, exerciseId: exercise.id, files: { ...starter, ...files }, seed };
    return page.evaluate((order: Omit<GradeRequest, "bootEngine">) => graderPage.grade(order), request);
  }

  function gradeInTime(files: Files, seed: number): Promise<Grade> {
    return runAgainWhenLate(() => grade(files, seed), failureMessages);
  }

  test("a loop that never ends in the program is a failure with a reason, and the page goes on", async () => {
    const result = await grade({ "server.ts": "for (;;);\n" }, 14);
    expect(result.passed).toBe(false);
    expect(result.tests[0]?.failure?.message).toMatch(
      // Half of it where another machine of the same check had been late before.
      /server\.ts did not listen on port 7148 within (3|1\.5) seconds\./,
    );
    expect(await page.evaluate(() => 1 + 1)).toBe(2);
    expect((await gradeInTime(loaded.solution, 15)).passed).toBe(true);
  });

  test("a program with a syntax error fails each test with the error, at once", async () => {
    const result = await gradeInTime({ "server.ts": "const app = ;\n" }, 16);
    expect(new Set(result.tests.map(({ failure }) => failure?.message)).size).toBe(1);
    expect(result.tests[0]?.failure?.message).toMatch(
      /^server\.ts ended with exit code 1 before it listened on port 7148\. It said: SyntaxError/,
    );
  });

  test("a run that is given up rejects with the signal's reason", async () => {
    const { exercise, slug, starter } = loaded;
    const request = {
      slug,
      exercise,
      exerciseId: exercise.id,
      files: { ...starter, "server.ts": "for (;;);\n" },
    };
    const reason = await page.evaluate(
      (order: Omit<GradeRequest, "bootEngine">) =>
        graderPage.grade(order, 300).then(
          () => "",
          (error: Error) => error.name,
        ),
      request,
    );
    expect(reason).toBe("TimeoutError");
  });

  test("an exercise without grade tests says so", async () => {
    const { exercise, starter } = loaded;
    const request = { slug: "no-such", exercise, exerciseId: exercise.id, files: starter };
    const result = await page.evaluate(
      (order: Omit<GradeRequest, "bootEngine">) => graderPage.grade(order),
      request,
    );
    expect(result).toMatchObject({
      passed: false,
      tests: [],
      failure: "There are no grade tests for no-such.",
    });
  });
});
