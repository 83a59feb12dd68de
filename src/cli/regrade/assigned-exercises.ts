import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assignment } from "../../assignment/assignment.ts";
import { canonicalBytes } from "../../assignment/canonical-json.ts";
import { digest } from "../../assignment/fingerprint.ts";
import { type LoadedExercise, listExercises, loadExercise } from "../../course/load-exercise.ts";
import { HIDDEN_TEST_FILE } from "../hidden-tests/hidden-folder.ts";

/** An exercise of the assignment, as the instructor has it. */
export interface AssignedToGrade {
  readonly id: string;
  readonly loaded: LoadedExercise;
  /** The instructor's hidden tests; absolute path. */
  readonly hiddenFile?: string;
  /** Names all that the verdict depends on but the hand-in: tests, starter, settings. */
  readonly version: string;
}

/** The assignment asks for what this course does not have. The message says what. */
export class AssignedError extends Error {
  override readonly name = "AssignedError";
}

/** Loads the exercises from the repository at `root`, in the assignment's order. `hiddenFolder`: of `--hidden`. */
export async function assignedExercises(
  root: string,
  assignment: Assignment,
  hiddenFolder?: string,
): Promise<AssignedToGrade[]> {
  const all = await Promise.all((await listExercises(root)).map((slug) => loadExercise(root, slug)));
  return Promise.all(
    assignment.exercises.map(async ({ id }) => {
      const loaded = all.find(({ exercise }) => exercise.id === id);
      if (loaded === undefined) {
        throw new AssignedError(
          `The assignment has the exercise ${id}, and this course has none of that name. The assignment was made with version ${assignment.courseVersion} of the course: get that one, and run this again.`,
        );
      }
      const hiddenFile = hiddenFolder && join(hiddenFolder, loaded.slug, HIDDEN_TEST_FILE);
      const hidden = hiddenFile === undefined ? undefined : await textOf(hiddenFile);
      const { exercise, starter, testFile } = loaded;
      const parts = { exercise, starter, tests: await readFile(testFile, "utf8"), hidden: hidden ?? "" };
      return {
        ...{ id, loaded, version: Buffer.from(digest(canonicalBytes(parts))).toString("hex") },
        ...(hidden === undefined || hiddenFile === undefined ? {} : { hiddenFile }),
      };
    }),
  );
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
