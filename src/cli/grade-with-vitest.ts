import { fileURLToPath } from "node:url";
import { type Reporter, startVitest, type TestCase, type TestModule } from "vitest/node";
import type { LoadedExercise, TextFiles } from "../course/load-exercise.ts";
import type { GradeMeta } from "../grader/fixture.ts";
import type { Grade, TestResult } from "../grader/grade.ts";
import { type ReportedError, TEST_LIMIT_MS, testFailure } from "../grader/test-failure.ts";
import type { GradeOrder } from "./grade-order.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Programs at once: more only make each other slow. */
export const MACHINES = 2;

/** Runs an exercise's grade tests with Vitest itself, against programs in real Node. */
export async function gradeWithVitest(
  loaded: LoadedExercise,
  files: TextFiles,
  seed: number,
): Promise<Grade> {
  const startedMs = performance.now();
  const order: GradeOrder = { exercise: loaded.exercise, files, seed, machines: MACHINES };
  const collector = new ResultCollector();
  const vitest = await startVitest(
    "test",
    [loaded.testFile],
    {
      config: false,
      root: ROOT,
      watch: false,
      include: [loaded.testFile],
      setupFiles: [fileURLToPath(new URL("grade-setup.ts", import.meta.url))],
      pool: "threads",
      maxWorkers: 1,
      sequence: { concurrent: true, seed },
      maxConcurrency: MACHINES,
      testTimeout: TEST_LIMIT_MS,
      hookTimeout: TEST_LIMIT_MS,
      provide: { gradeOrder: order },
      reporters: [collector],
    },
    {
      resolve: {
        alias: {
          "keepsake/grader": fileURLToPath(new URL("../grader/index.ts", import.meta.url)),
        },
      },
    },
  );
  await vitest.close();
  // Vitest sets it for a failed test; whether that is a failure is for the caller to say.
  process.exitCode = 0;
  const { tests, failure } = collector;
  return {
    exerciseId: loaded.exercise.id,
    seed,
    passed: failure === undefined && tests.length > 0 && tests.every(({ state }) => state === "pass"),
    tests,
    durationMs: performance.now() - startedMs,
    ...(failure === undefined ? {} : { failure }),
  };
}

class ResultCollector implements Reporter {
  tests: TestResult[] = [];
  failure: string | undefined;

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]): void {
    this.tests = modules.flatMap((module) => [...module.children.allTests()].map(resultOf));
    const error = modules.flatMap((module) => module.errors())[0] ?? unhandled[0];
    if (error !== undefined && this.tests.length === 0) {
      this.failure = `The grade tests could not be loaded: ${error.message}`;
    }
  }
}

function resultOf(test: TestCase): TestResult {
  const result = test.result();
  const durationMs = test.diagnostic()?.duration ?? 0;
  if (result.state !== "failed") {
    return { name: test.name, state: result.state === "passed" ? "pass" : "skip", durationMs };
  }
  const errors: readonly ReportedError[] = result.errors;
  return {
    name: test.name,
    state: "fail",
    durationMs,
    failure: testFailure(errors, (test.meta() as GradeMeta).evidence),
  };
}
