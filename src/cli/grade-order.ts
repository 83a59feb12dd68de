import type { Exercise } from "../course/exercise.ts";
import type { TextFiles } from "../course/load-exercise.ts";

/** What is to be graded, from the command to the worker that runs the tests. Plain data. */
export interface GradeOrder {
  readonly exercise: Exercise;
  readonly files: TextFiles;
  readonly seed: number;
  /** Programs at once. */
  readonly machines: number;
}

declare module "vitest" {
  interface ProvidedContext {
    gradeOrder: GradeOrder;
  }
}
