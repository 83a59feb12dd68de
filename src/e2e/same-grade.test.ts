import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServedSite, serveFolder } from "../cli/site-server/serve-folder.ts";
import { type LoadedExercise, loadExercise } from "../course/load-exercise.ts";
import type { GradeRequest } from "../grader/grade-in-page.ts";
import { buildTestSite } from "../grader/test-site/build.ts";
import type { GraderPage } from "../grader/test-site/page.ts";
import { browserExecutable, launchBrowser } from "./browser.ts";
import { gradedFiles, SEED, verdict } from "./graded-files.ts";

declare const graderPage: GraderPage;

type Verdicts = Readonly<Record<string, unknown>>;

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
    const verdicts: Record<string, unknown> = {};
    for (const [graded, files] of gradedFiles(loaded)) {
      const { exercise, slug } = loaded;
      const request = { slug, exercise, exerciseId: exercise.id, files, seed: SEED };
      const grade = await page.evaluate(
        (order: Omit<GradeRequest, "bootEngine">) => graderPage.grade(order),
        request,
      );
      verdicts[graded] = verdict(grade);
    }
    // As it comes from the other process: what is undefined is not there.
    return JSON.parse(JSON.stringify(verdicts));
  } finally {
    await browser.close();
  }
}

describe("the shopping cart's grade, test by test", () => {
  test("on this machine's Node tells right from wrong", () => {
    expect(local["solution"]).toMatchObject({ passed: true });
    const wrong = Object.keys(local).filter((name) => name !== "solution");
    expect(wrong.map((name) => local[name])).toEqual(
      wrong.map(() => expect.objectContaining({ passed: false })),
    );
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
