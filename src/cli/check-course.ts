/**
 * Checks the whole course and says file, line and remedy of all that does not hold: front matter, ids, order, links,
 * anchors, times, spelling, plain language, stray files; every program has right types, runs and does what is said
 * about it; every exercise's starter, solution, variants and mutants.
 *
 *     npm run check-course [-- ID …]     whose programs run: ids of lessons, slugs of exercises. Default: all
 *     npm run check-course -- --files    nothing runs
 */
import "../grader/grade-test-modules.ts";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadExercise } from "../course/load-exercise.ts";
import { missingPython } from "../session/trial-python/trial-python.ts";
import { type CheckedLesson, readCourse } from "./check-lessons-course.ts";
import { replayProblems } from "./check-lessons-replay.ts";
import { courseProblems } from "./course-checks/course-problems.ts";
import { lessonTypeProblems } from "./lesson-types.ts";
import { LESSON_PACKAGES, PythonPrograms } from "./python/python-programs.ts";
import { pythonProblems } from "./python/replay-python.ts";
import { QuickMachines } from "./quick-machines.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

async function* allProblems(wanted: readonly string[], filesOnly: boolean): AsyncGenerator<string> {
  const course = await readCourse(ROOT);
  for (const { message } of await courseProblems(ROOT, course)) yield message;
  if (filesOnly) return;
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  const lessons = course.lessons.filter(({ lesson }) => isWanted(lesson.id));
  yield* lessonTypeProblems(ROOT, lessons);
  yield* lessonProblems(lessons);
  yield* allExerciseProblems([...course.exercises.values()].map(slugOf).filter(isWanted));
}

async function* allExerciseProblems(slugs: readonly string[]): AsyncGenerator<string> {
  if (slugs.length === 0) return;
  const { ExerciseChecks } = await import("./exercise-problems-in-node.ts");
  const checks = await ExerciseChecks.prepare(ROOT);
  try {
    for (const slug of slugs) {
      console.log(`  exercise ${slug}`);
      yield* checks.problems(await loadExercise(ROOT, slug));
    }
  } finally {
    await checks.close();
  }
}

/** Of an exercise's address. */
function slugOf(href: string): string {
  return href.split("/")[2] ?? "";
}

async function* lessonProblems(lessons: readonly CheckedLesson[]): AsyncGenerator<string> {
  const missing = missingPython(...LESSON_PACKAGES);
  if (missing !== undefined) console.log(`  The Python programs do not run: ${missing}.`);
  const python = missing === undefined ? await PythonPrograms.open() : undefined;
  const machines = await QuickMachines.prepare();
  try {
    for (const { lesson, source } of lessons) {
      console.log(`  lesson ${lesson.id}`);
      for (const playground of source.playgrounds) {
        for (const { message } of await replayProblems(playground, source, machines.boot)) yield message;
      }
      if (python === undefined) continue;
      for (const program of source.programs) {
        for (const { message } of await pythonProblems(program, source, python, machines.boot)) yield message;
      }
    }
  } finally {
    await python?.close();
    await machines.remove();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: "boolean", default: false } },
});
let count = 0;
for await (const problem of allProblems(positionals, values.files)) {
  count += 1;
  console.error(`✗ ${problem}`);
}
console.log(count === 0 ? "✓ The course holds." : `${count} problems.`);
process.exitCode = count === 0 ? 0 : 1;
