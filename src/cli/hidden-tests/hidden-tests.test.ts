import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type LoadedExercise, loadExercise } from "../../course/load-exercise.ts";
import type { GradeFiles } from "../../gradebook/index.ts";
import { hiddenProblems } from "./hidden-problems.ts";
import { newHiddenTests } from "./new-hidden-tests.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const SENTENCE = "A visitor who comes for the first time gets a page, and no error";

let folder: string;
let loaded: LoadedExercise;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keepsake-hidden-"));
  loaded = await loadExercise(ROOT, "visit-counter");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Judges by the text: whatever says "Not today" fails all tests of these names. */
const judging =
  (names: readonly string[]): GradeFiles =>
  async ({ files }) => {
    const fails = Object.values(files).some((text) => text.includes("Not today"));
    const failure = { message: "expected 500 to be less than 400", exchanges: [] };
    return {
      kind: "graded",
      tests: names.map((name) =>
        fails ? { name, state: "fail", durationMs: 1, failure } : { name, state: "pass", durationMs: 1 },
      ),
    };
  };

it("what is scaffolded holds, and is not written over", async () => {
  const home = await newHiddenTests(folder, loaded);
  expect(await Array.fromAsync(hiddenProblems(home, loaded, judging([SENTENCE]), 1))).toEqual([]);
  await expect(newHiddenTests(folder, loaded)).rejects.toThrow("is there already");
});

it("says which tests prove nothing, which wrong solutions name something else, and what is missing", async () => {
  const home = await newHiddenTests(folder, loaded);
  const problems = (grade: GradeFiles) => Array.fromAsync(hiddenProblems(home, loaded, grade, 1));
  const never: GradeFiles = async () => ({
    kind: "graded",
    tests: [{ name: SENTENCE, state: "pass", durationMs: 1 }],
  });
  expect(await problems(never)).toEqual([
    expect.stringContaining(`names "${SENTENCE}", but it passes.`),
    expect.stringContaining(`no wrong solution fails "${SENTENCE}"`),
  ]);
  expect(await problems(judging([SENTENCE, "Another"]))).toEqual([
    expect.stringContaining('does not name "Another", but it fails.'),
  ]);
  expect(await problems(async () => ({ kind: "cannot-grade", reason: "A fault." }))).toEqual([
    expect.stringContaining("the tests could not be run on the solution. A fault."),
  ]);
  await writeFile(join(home, "wrong/does-not-answer/wrong.json"), "{}");
  expect(await problems(judging([SENTENCE]))).toContainEqual(
    expect.stringContaining("needs a wrong.json with"),
  );
  await rm(join(home, "hidden.test.ts"));
  expect(await problems(never)).toEqual([
    expect.stringContaining("has no hidden.test.ts. Begin with npm run new-hidden-tests"),
  ]);
});
