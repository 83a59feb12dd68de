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
  const { ExerciseChecks, failed, SEED } = await import("./exercise-problems-in-node.ts");
  const seed = Number(values.seed ?? SEED);
  const slugs = positionals.length > 0 ? positionals : await listExercises(ROOT);
  const exercises = await Promise.all(slugs.map((slug) => loadExercise(ROOT, slug)));
  const onGrade = (what: string, grade: Grade) => progress(what, grade, failed(grade).length);
  let count = 0;
  const checks = await ExerciseChecks.prepare(ROOT);
  try {
    for (const exercise of exercises) {
      const before = count;
      for await (const problem of checks.problems(exercise, { seed, onGrade })) {
        count += 1;
        console.log(`✗ ${problem}`);
      }
      const found = count - before;
      console.log(found === 0 ? `✓ ${exercise.slug}` : `✗ ${exercise.slug}: ${found} problems`);
    }
  } finally {
    await checks.close();
  }
  const of = `${slugs.length} ${slugs.length === 1 ? "exercise" : "exercises"}`;
  console.log(count === 0 ? `✓ ${of} in order, seed ${seed}` : `${count} problems in ${of}`);
  return count === 0 ? 0 : 1;
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
