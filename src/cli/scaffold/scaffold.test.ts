import { execFile as callback } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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

const execFile = promisify(callback);
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
    for (const folder of ["", ".", "..", "../exercises", "01-part/", "chapters.json"])
      await expect(newLesson(root, folder, "A")).rejects.toThrow(`no part "${folder}". There are:`);
  });

  it("stands behind the last of a part that has gaps, and takes no id that another lesson has", async () => {
    const home = await mkdtemp(join(tmpdir(), "keepsake-lessons-"));
    try {
      for (const part of ["01-part", "02-more"])
        await mkdir(join(home, "lessons", part), { recursive: true });
      await writeFile(join(home, "lessons/01-part/01-first.mdx"), "");
      await writeFile(join(home, "lessons/01-part/04-fourth.mdx"), "");
      expect(await newLesson(home, "01-part", "Next")).toBe("lessons/01-part/05-next.mdx");
      await expect(newLesson(home, "02-more", "Fourth!")).rejects.toThrow(
        "lessons/01-part/04-fourth.mdx has this id already: choose another title.",
      );
    } finally {
      await rm(home, { recursive: true });
    }
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

  it("leaves nothing half made where only its solution is there", async () => {
    await mkdir(join(root, "solutions/old-one"), { recursive: true });
    await expect(newExercise(root, "old-one", "Old")).rejects.toThrow("solutions/old-one is there already");
    expect(await readdir(join(root, "exercises"))).not.toContain("old-one");
  });

  it("says what keeps it from being written", async () => {
    const home = await mkdtemp(join(tmpdir(), "keepsake-file-"));
    try {
      await writeFile(join(home, "exercises"), "a file");
      await expect(newExercise(home, "one", "One")).rejects.toThrow(
        "exercises/one cannot be written: a file stands where a folder should be.",
      );
      await expect(newExercise(root, "a".repeat(300), "Long")).rejects.toThrow("choose a shorter one");
    } finally {
      await rm(home, { recursive: true });
    }
  });
});

describe("the commands", () => {
  const commands = ["new-lesson.ts", "new-exercise.ts"];

  it.each(commands)("%s takes a name and a title in quotation marks", async (command) => {
    const run = (...given: string[]) =>
      execFile(process.execPath, [join(repository, "src/cli", command), ...given]).then(
        () => "made",
        ({ code, stderr }: { readonly code: number; readonly stderr: string }) => `${code} ${stderr}`,
      );
    expect(await run()).toContain("2 Say both: npm run new-");
    expect(await run("06-cookies", "  ")).toContain("2 Say both");
    expect(await run("06-cookies", "A", "title")).toContain(
      "2 Put the title in quotation marks: npm run new-",
    );
  });
});
