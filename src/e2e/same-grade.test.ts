import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAgainWhenLate } from "../cli/run-again-when-late.ts";
import { type ServedSite, serveFolder } from "../cli/site-server/serve-folder.ts";
import { type LoadedExercise, loadExercise } from "../course/load-exercise.ts";
import { failureMessages } from "../grader/grade.ts";
import type { GradeRequest } from "../grader/grade-in-page.ts";
import { buildTestSite } from "../grader/test-site/build.ts";
import type { GraderPage } from "../grader/test-site/page.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { gradedFiles, SEED, type Verdict, verdict } from "./graded-files.ts";

declare const graderPage: GraderPage;

type Verdicts = Readonly<Record<string, Verdict>>;

/** Five grades in a row, on a machine that may do much else. */
const LIMIT_MS = 400_000;

let loaded: LoadedExercise;
let folder: string;
let site: ServedSite;
let local: Verdicts;

beforeAll(async () => {
  loaded = await loadExercise(fileURLToPath(new URL("../../", import.meta.url)), "shopping-cart");
  folder = await buildTestSite();
  site = await serveFolder(folder);
  local = await inNode("local");
}, LIMIT_MS);

afterAll(async () => {
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

async function inNode(engine: "local" | "webcontainer"): Promise<Verdicts> {
  const script = fileURLToPath(new URL("grade-on-node-engines.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, engine], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

async function inPage(name: "chromium" | "firefox"): Promise<Verdicts> {
  const browser = await launchBrowser(name);
  try {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const verdicts: Record<string, Verdict> = {};
    for (const [graded, files] of gradedFiles(loaded)) {
      const { exercise, slug } = loaded;
      const request = { slug, exercise, exerciseId: exercise.id, files, seed: SEED };
      const grade = await runAgainWhenLate(
        () => page.evaluate((order: Omit<GradeRequest, "bootEngine">) => graderPage.grade(order), request),
        failureMessages,
      );
      verdicts[graded] = verdict(grade);
      if (graded === "starter") {
        // What was asked and what came, which is in no verdict.
        expect(grade.tests[0]?.failure?.exchanges[0]?.response?.status).toBe(501);
      }
    }
    // As it comes from the other process: what is undefined is not there.
    return JSON.parse(JSON.stringify(verdicts));
  } finally {
    await browser.close();
  }
}

describe("the shopping cart's grade, test by test", () => {
  test("on this machine's Node tells right from wrong", () => {
    const { solution, starter, ...mutants } = local;
    expect(solution).toMatchObject({ exerciseId: "shopping-cart", seed: SEED, passed: true });
    expect(solution?.failure).toBeUndefined();
    expect(solution?.tests.filter(({ state }) => state !== "pass")).toEqual([]);
    expect(solution?.tests.at(0)?.name).toBe("Adding a new product answers 201 with a message and the cart");
    expect(solution?.tests.at(-1)?.name).toBe("Requests at the same time lose nothing");

    expect(starter).toMatchObject({ passed: false });
    expect(starter?.tests.filter(({ state }) => state !== "fail")).toEqual([]);
    expect(starter?.tests[0]).toMatchObject({ expected: "201", received: "501" });
    expect(starter?.tests[0]?.message).toMatch(
      /^POST \/cart\/add \{"product_id":\d,"quantity":\d+\}: expected 501 to be 201/,
    );

    const fails = (found: Verdict) =>
      found.tests.filter(({ state }) => state === "fail").map(({ name }) => name);
    const named = ([name]: readonly [string, Verdict]) =>
      loaded.mutants.find((mutant) => name === `mutant ${mutant.name}`)?.fails;
    expect(Object.values(mutants).map(fails)).toEqual(Object.entries(mutants).map(named));
  });

  test("is the same on the WebContainer double", { timeout: LIMIT_MS }, async () => {
    expect(await inNode("webcontainer")).toEqual(local);
  });

  for (const name of ["chromium", "firefox"] as const) {
    test.skipIf(browserExecutable(name) === undefined)(
      `is the same in the page, in ${name}`,
      { timeout: LIMIT_MS },
      async () => {
        expect(await inPage(name)).toEqual(local);
      },
    );
  }
});
