import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCourse } from "../cli/check-lessons-course.ts";
import { experimentOf } from "../cli/check-lessons-replay.ts";
import { exerciseProblems, type GradeFiles } from "../cli/exercise-problems.ts";
import { runAgainWhenLate } from "../cli/run-again-when-late.ts";
import { type ServedSite, serveFolder } from "../cli/site-server/serve-folder.ts";
import { listExercises, loadExercise } from "../course/load-exercise.ts";
import { failureMessages } from "../grader/grade.ts";
import { buildTestSite } from "../grader/test-site/build.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import type { CoursePage } from "./course-site/page.ts";

declare const coursePage: CoursePage;

/** The same seed as in Node: the same tests get the same random data. */
const SEED = 7148;
/** All mutants of an exercise, one after the other. */
const EXERCISE_LIMIT_MS = 600_000;
const root = fileURLToPath(new URL("../../", import.meta.url));
const course = await readCourse(root);
const exercises = await Promise.all((await listExercises(root)).map((slug) => loadExercise(root, slug)));

/** What is said of the course and holds in Node holds in the page. No screen takes part, so it is quick. */
describe.skipIf(browserExecutable("chromium") === undefined)("on the in-page engine", () => {
  let folder: string;
  let site: ServedSite;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = await buildTestSite(fileURLToPath(new URL("course-site/", import.meta.url)));
    site = await serveFolder(folder);
    browser = await launchBrowser("chromium");
    page = await browser.newPage();
    await page.goto(site.origin);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const { lesson, source } of course.lessons) {
    it(`${lesson.id}: what is said about its programs is true`, async () => {
      for (const playground of source.playgrounds) {
        const problems = await page.evaluate(
          (experiment) => coursePage.replay(experiment),
          experimentOf(playground, source),
        );
        expect(problems).toEqual([]);
      }
    });
  }

  for (const loaded of exercises.filter(({ exercise }) => exercise.engines.includes("inpage"))) {
    it(`${loaded.slug}: starter, solution, variants and mutants end as they do in Node`, {
      timeout: EXERCISE_LIMIT_MS,
    }, async () => {
      const { slug, exercise } = loaded;
      const grade: GradeFiles = (files) => {
        const request = { slug, exercise, exerciseId: exercise.id, files, seed: SEED };
        return runAgainWhenLate(
          () => page.evaluate((order) => coursePage.grade(order), request),
          failureMessages,
        );
      };
      const problems: string[] = [];
      for await (const problem of exerciseProblems(loaded, grade)) problems.push(problem);
      expect(problems).toEqual([]);
    });
  }
});
