import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CourseError } from "../../course/course-error.ts";
import type { CheckedCourse } from "../check-lessons-course.ts";

const MUTANTS_AT_LEAST = 6;
const VARIANTS_AT_LEAST = 2;
const HINTS_AT_LEAST = 3;

const belongs = [
  /^(exercise\.json|text\.md|grade\.test\.ts)$/,
  /^starter\/.+/,
  /^mutants\/[a-z0-9-]+\/.+/,
  /^variants\/[a-z0-9-]+\/.+/,
];

/** The folders of `exercises/` and `solutions/` below `root`: what must be there, what must not, who leads to it. */
export async function exerciseFolderProblems(root: string, course: CheckedCourse): Promise<CourseError[]> {
  const slugs = await foldersIn(join(root, "exercises"));
  const problems = (await foldersIn(join(root, "solutions")))
    .filter((slug) => !slugs.includes(slug))
    .map((slug) => new CourseError(`solutions/${slug}`, 1, "is the solution of no exercise: remove it."));
  const ledTo = new Set(course.lessons.map(({ lesson }) => lesson.exercise));
  for (const slug of slugs) {
    const home = `exercises/${slug}`;
    const fault = (path: string, message: string) => problems.push(new CourseError(path, 1, message));
    const paths = await filesIn(join(root, home));
    for (const path of paths) {
      if (!belongs.some((pattern) => pattern.test(path)))
        fault(
          `${home}/${path}`,
          "belongs to no exercise: move or remove it; see src/course/README.md for what does.",
        );
    }
    for (const name of ["exercise.json", "text.md", "grade.test.ts"]) {
      if (!paths.includes(name)) fault(home, `has no ${name}: add it.`);
    }
    for (const [kind, least] of [
      ["mutants", MUTANTS_AT_LEAST],
      ["variants", VARIANTS_AT_LEAST],
    ] as const) {
      const count = (await foldersIn(join(root, home, kind))).length;
      if (count < least) fault(`${home}/${kind}`, `has ${count} folders: there must be ${least} at least.`);
    }
    const { id, hints = [] }: { id?: string; hints?: readonly string[] } = JSON.parse(
      await readFile(join(root, home, "exercise.json"), "utf8"),
    );
    if (hints.length < HINTS_AT_LEAST)
      fault(
        `${home}/exercise.json`,
        `has ${hints.length} hints: give ${HINTS_AT_LEAST} at least, from a nudge on.`,
      );
    if (!ledTo.has(id))
      fault(`${home}/exercise.json`, `No lesson leads here: put exercise: ${id} into one's front matter.`);
  }
  return problems;
}

/** Sorted; none when there is no such folder. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
