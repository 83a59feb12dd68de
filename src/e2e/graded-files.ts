import type { LoadedExercise, TextFiles } from "../course/load-exercise.ts";
import type { Grade } from "../grader/grade.ts";

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
export function verdict({ exerciseId, seed, passed, failure, tests }: Grade): unknown {
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
