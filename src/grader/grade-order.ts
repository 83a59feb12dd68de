import { connectEngine } from "./engine-proxy.ts";
import type { Grade, TestResult } from "./grade.ts";
import type { GradeOrder } from "./grade-worker-messages.ts";
import { runTests } from "./run-tests.ts";
import { StagePool } from "./stage.ts";

const testFiles = import.meta.glob("../../exercises/*/grade.test.ts");

/** Runs the grade tests that a page asks for. Settles with a grade whatever the program or the tests do. */
export async function gradeOrder(order: GradeOrder, onTest: (result: TestResult) => void): Promise<Grade> {
  const { slug, exerciseId, files, exercise, seed, machines } = order;
  const importTests = testFiles[`../../exercises/${slug}/grade.test.ts`];
  if (importTests === undefined) {
    const failure = `There are no grade tests for ${slug}.`;
    return { exerciseId, seed, passed: false, tests: [], durationMs: 0, failure };
  }
  const left = [...machines];
  const pool = new StagePool({
    files,
    exercise,
    size: machines.length,
    programs: "shared",
    bootEngine: async () => {
      const machine = left.shift();
      if (machine === undefined) throw new Error("There are more stages than machines.");
      return connectEngine(machine.port, machine.kind);
    },
  });
  await pool.ready();
  return runTests({
    exerciseId,
    host: { seed, lease: (options) => pool.lease(options) },
    importTests,
    concurrency: machines.length,
    onTest,
  });
}
