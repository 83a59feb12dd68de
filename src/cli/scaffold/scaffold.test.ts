import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listExercises, loadExercise } from "../../course/load-exercise.ts";
import { readProse } from "../../course/prose.ts";
import { bootLocalEngine } from "../../engine/local/local-engine.ts";
import { readCourse } from "../check-lessons-course.ts";
import { replayProblems } from "../check-lessons-replay.ts";
import { staticProblems } from "../check-lessons-static.ts";
import { exerciseFolderProblems } from "../course-checks/exercise-folders.ts";
import { languageProblems } from "../course-checks/language.ts";
import { timeProblems } from "../course-checks/times.ts";
import { exerciseProblems, exerciseTypeProblems } from "../exercise-problems.ts";
import { ExerciseTypes } from "../exercise-types.ts";
import { gradeWithVitest } from "../grade-with-vitest.ts";
import { newExercise } from "./new-exercise.ts";
import { newLesson } from "./new-lesson.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const messages = (problems: readonly Error[]) => problems.map(({ message }) => message);

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "keepsake-scaffold-"));
  await mkdir(join(root, "lessons/01-part"), { recursive: true });
  await mkdir(join(root, "exercises"));
  await writeFile(
    join(root, "lessons/01-part/part.json"),
    JSON.stringify({ id: "part", title: "Part", summary: "One." }),
  );
  await symlink(join(repository, "node_modules"), join(root, "node_modules"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("a new lesson", () => {
  it("holds as it is written, and the next one stands after it", async () => {
    expect(await newLesson(root, "01-part", "What's a “café” cookie?")).toBe(
      "lessons/01-part/01-whats-a-cafe-cookie.mdx",
    );
    expect(await newLesson(root, "01-part", 'Two "quotes"')).toBe("lessons/01-part/02-two-quotes.mdx");
    const course = await readCourse(root);
    expect(messages(staticProblems(course))).toEqual([]);
    for (const lesson of course.lessons) {
      const { source } = lesson;
      const prose = readProse(await readFile(join(root, source.file), "utf8"), "mdx");
      expect(messages(languageProblems(prose, source.file))).toEqual([]);
      expect(messages(timeProblems(lesson, prose))).toEqual([]);
      for (const playground of source.playgrounds)
        expect(messages(await replayProblems(playground, source, () => bootLocalEngine()))).toEqual([]);
      expect(source).toMatchObject({ playgrounds: [{}], checks: [{}], predictions: [{}] });
    }
  });

  it("is refused for a part that is not there, and for a title without a letter", async () => {
    await expect(newLesson(root, "02-none", "A")).rejects.toThrow('no part "02-none". There are: 01-part.');
    await expect(newLesson(root, "01-part", "…")).rejects.toThrow("gives no id");
  });
});

describe("a new exercise", () => {
  it("holds as it is written, but for what only its author can add", { timeout: 60_000 }, async () => {
    expect(await newExercise(root, "count-visits", "Count visits")).toBe("exercises/count-visits");
    const problems: string[] = [];
    for (const slug of await listExercises(root)) {
      const loaded = await loadExercise(root, slug);
      const grade = (files: typeof loaded.starter) => gradeWithVitest(loaded, files, 1);
      for await (const problem of exerciseProblems(loaded, grade)) problems.push(problem);
      problems.push(...exerciseTypeProblems(new ExerciseTypes(repository), loaded));
    }
    expect(problems).toEqual([]);
    expect(messages(await exerciseFolderProblems(root, await readCourse(root)))).toEqual([
      expect.stringContaining("mutants:1: has 1 folders: there must be 6 at least."),
      expect.stringContaining("variants:1: has 1 folders: there must be 2 at least."),
      expect.stringContaining("No lesson leads here"),
    ]);
  });

  it("is refused where one is, and for a name that is no slug", async () => {
    await expect(newExercise(root, "count-visits", "Again")).rejects.toThrow("is there already");
    await expect(newExercise(root, "Count Visits", "Again")).rejects.toThrow('write "count-visits"');
  });
});
