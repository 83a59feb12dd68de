import type { LoadedExercise, TextFiles } from "../course/load-exercise.ts";
import type { Grade, TestResult } from "../grader/grade.ts";

/** Decides the same products and quantities on every engine. */
export const SEED = 7148;

const MUTANTS = ["one-cart-for-all", "lost-at-restart", "redirects-with-302"];

/** What is graded on every engine: all right, nothing done, and mistakes of several kinds. */
export function gradedFiles(loaded: LoadedExercise): ReadonlyMap<string, TextFiles> {
  const { starter, solution, mutants } = loaded;
  const right = { ...starter, ...solution };
  const wrong = MUTANTS.map((name) => {
    const mutant = mutants.find((candidate) => candidate.name === name);
    if (mutant === undefined) throw new Error(`There is no mutant ${name}.`);
    return [`mutant ${name}`, { ...right, ...mutant.files }] as const;
  });
  return new Map([["solution", right], ["starter", starter], ...wrong]);
}

/** All of a grade that does not depend on when and how fast it was made. */
export interface Verdict extends Pick<Grade, "exerciseId" | "seed" | "passed"> {
  readonly failure: string | undefined;
  readonly tests: readonly {
    readonly name: string;
    readonly state: TestResult["state"];
    readonly message: string | undefined;
    readonly expected: string | undefined;
    readonly received: string | undefined;
  }[];
}

export function verdict({ exerciseId, seed, passed, failure, tests }: Grade): Verdict {
  return {
    exerciseId,
    seed,
    passed,
    failure,
    tests: tests.map((test) => ({
      name: test.name,
      state: test.state,
      message: test.failure?.message,
      expected: test.failure?.expected,
      received: test.failure?.received,
    })),
  };
}
