/**
 * Proves the exercises: every starter fails every test, every solution and variant passes, every mutant fails
 * exactly the tests that it names, and all of them but the mutants have right types.
 *
 *     npm run check-exercises [-- SLUG …] [--seed N]
 */
import "../grader/grade-test-modules.ts";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ExerciseError, listExercises, loadExercise } from "../course/load-exercise.ts";
import type { Grade } from "../grader/grade.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: "string" } },
  });
  const { allExerciseProblems, failed, SEED } = await import("./exercise-problems-in-node.ts");
  const seed = Number(values.seed ?? SEED);
  const slugs = positionals.length > 0 ? positionals : await listExercises(ROOT);
  const problems: string[] = [];
  for (const slug of slugs) {
    const exercise = await loadExercise(ROOT, slug);
    for await (const problem of allExerciseProblems(ROOT, exercise, seed, (what, grade) =>
      progress(what, grade, failed(grade).length),
    )) {
      problems.push(problem);
      console.log(`✗ ${problem}`);
    }
  }
  const count = `${slugs.length} ${slugs.length === 1 ? "exercise" : "exercises"}`;
  console.log(
    problems.length === 0 ? `✓ ${count} in order, seed ${seed}` : `${problems.length} problems in ${count}`,
  );
  return problems.length === 0 ? 0 : 1;
}

function progress(what: string, grade: Grade, failures: number): void {
  const passed = grade.tests.length - failures;
  console.log(`  ${what}: ${passed} of ${grade.tests.length} pass, ${Math.round(grade.durationMs)} ms`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ExerciseError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
