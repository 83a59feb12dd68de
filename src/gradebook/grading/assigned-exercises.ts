import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assignment } from "../../assignment/assignment.ts";
import { canonicalBytes } from "../../assignment/canonical-json.ts";
import { digest } from "../../assignment/fingerprint.ts";
import { type LoadedExercise, listExercises, loadExercise } from "../../course/load-exercise.ts";
import { HIDDEN_TEST_FILE } from "./hidden-folder.ts";

/** An exercise of the assignment, as the instructor has it. */
export interface AssignedToGrade {
  readonly id: string;
  readonly loaded: LoadedExercise;
  /** The instructor's own copy, in place of any that were handed in. */
  readonly tests: string;
  readonly hiddenTests?: string;
  /** Names all that the verdict depends on but the hand-in: tests, starter, settings. */
  readonly version: string;
}

/** The assignment asks for what this course does not have. The message says what. */
export class AssignedError extends Error {
  override readonly name = "AssignedError";
}

/** Loads the exercises from the repository at `root`, in the assignment's order. `hiddenFolder`: the
 * instructor's hidden tests, in a folder for each exercise that has some. Rejects with an AssignedError. */
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
      const tests = await readFile(loaded.testFile, "utf8");
      const hiddenTests =
        hiddenFolder === undefined
          ? undefined
          : await textOf(join(hiddenFolder, loaded.slug, HIDDEN_TEST_FILE));
      return assignedExercise(loaded, tests, hiddenTests);
    }),
  );
}

/** An exercise with the tests that count. */
export function assignedExercise(
  loaded: LoadedExercise,
  tests: string,
  hiddenTests?: string,
): AssignedToGrade {
  const { exercise, starter } = loaded;
  const parts = { exercise, starter, tests, hidden: hiddenTests ?? "" };
  return {
    ...{ id: exercise.id, loaded, tests },
    ...(hiddenTests === undefined ? {} : { hiddenTests }),
    version: Buffer.from(digest(canonicalBytes(parts))).toString("hex"),
  };
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
