import type { LoadedExercise } from "../course/load-exercise.ts";
import type { Grade } from "../grader/grade.ts";
import { exerciseProblems, exerciseTypeProblems } from "./exercise-problems.ts";
import { gradeInNode } from "./grade-in-node.ts";

export { failed } from "./exercise-problems.ts";

/** The same in every run, so that a change of the content alone can change the result. */
export const SEED = 7148;

/** All that can be wrong with an exercise, graded in this process. Needs grade-test-modules.ts loaded before. */
export async function* allExerciseProblems(
  root: string,
  loaded: LoadedExercise,
  seed = SEED,
  onGrade?: (what: string, grade: Grade) => void,
): AsyncGenerator<string> {
  const grade = (files: LoadedExercise["starter"], programs: "fresh" | "shared") =>
    gradeInNode({ loaded, files, seed, programs });
  yield* exerciseProblems(loaded, grade, onGrade);
  yield* exerciseTypeProblems(root, loaded);
}
