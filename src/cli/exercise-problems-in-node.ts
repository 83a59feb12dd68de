import type { LoadedExercise } from "../course/load-exercise.ts";
import type { Grade } from "../grader/grade.ts";
import { exerciseProblems, exerciseTypeProblems, type GradeFiles } from "./exercise-problems.ts";
import { ExerciseTypes } from "./exercise-types.ts";
import { gradeInNode } from "./grade-in-node.ts";
import { QuickMachines } from "./quick-machines.ts";

export { failed } from "./exercise-problems.ts";

/** The same in every run, so that a change of the content alone can change the result. */
export const SEED = 7148;

/** Each machine costs a start, and a program that is shared needs few. */
const MACHINES = { fresh: 2, shared: 1 };

/** Checks exercises, graded in this process. Needs grade-test-modules.ts loaded before. */
export class ExerciseChecks {
  readonly #machines: QuickMachines;
  readonly #types: ExerciseTypes;

  private constructor(root: string, machines: QuickMachines) {
    this.#machines = machines;
    this.#types = new ExerciseTypes(root);
  }

  static async prepare(root: string): Promise<ExerciseChecks> {
    return new ExerciseChecks(root, await QuickMachines.prepare());
  }

  /** All that is wrong with one of them. `onGrade` hears of each run. */
  async *problems(
    loaded: LoadedExercise,
    { seed = SEED, onGrade }: { seed?: number; onGrade?: (what: string, grade: Grade) => void } = {},
  ): AsyncGenerator<string> {
    const bootEngine = this.#machines.boot;
    const grade: GradeFiles = (files, programs, first = []) =>
      gradeInNode({ loaded, files, seed, programs, bootEngine, first, machines: MACHINES[programs] });
    yield* exerciseProblems(loaded, grade, onGrade);
    yield* exerciseTypeProblems(this.#types, loaded);
  }

  close(): Promise<void> {
    return this.#machines.remove();
  }
}
