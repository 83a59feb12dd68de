import { startTests, type Task, type Test, type VitestRunner } from "@vitest/runner";
import type { GradeMeta } from "./fixture.ts";
import type { Grade, TestResult } from "./grade.ts";
import { type GradeHost, setGradeHost } from "./grade-host.ts";
import { type ReportedError, TEST_LIMIT_MS, testFailure } from "./test-failure.ts";

export interface RunOptions {
  readonly exerciseId: string;
  readonly host: GradeHost;
  /** Evaluates the grade tests anew. */
  readonly importTests: () => Promise<unknown>;
  /** Tests at once: as many as the host has machines. */
  readonly concurrency: number;
  /** Of a test that says nothing else. Default {@link TEST_LIMIT_MS}. */
  readonly testLimitMs?: number;
  /**
   * Names of tests that run before the others, because they are known to fail. After a failure the program begins anew:
   * each of these then has a fresh one already, and is not tried twice.
   */
  readonly first?: readonly string[];
  /** Called with the names of all tests before the first runs. */
  readonly onCollected?: (names: readonly string[]) => void;
  /** Called as each test ends. */
  readonly onTest?: (result: TestResult) => void;
}

/** The errors of a test's tries before the last one. */
const earlierErrors = new WeakMap<Test, number>();

/**
 * Runs grade tests without Vitest itself: in a page's Worker, or many times over in one Node process.
 * A test that fails with a program that other tests had too is tried once more with one of its own; that counts.
 */
export async function runTests(options: RunOptions): Promise<Grade> {
  const {
    exerciseId,
    host,
    concurrency,
    testLimitMs = TEST_LIMIT_MS,
    first = [],
    onCollected,
    onTest,
  } = options;
  setGradeHost(host);
  const startedMs = performance.now();
  const results = new Map<Test, TestResult>();
  let inOrder: readonly Test[] = [];
  const runner: VitestRunner = {
    config: runnerConfig(concurrency, host.seed, testLimitMs),
    pool: "grader",
    importFile: () => options.importTests(),
    onCollected: (files) => {
      inOrder = files.flatMap(({ tasks }) => testsOf(tasks));
      onCollected?.(inOrder.map(({ name }) => name));
      for (const { tasks } of files) bringForward(tasks, new Set(first));
    },
    onBeforeRunTask: (test) => {
      test.retry = { count: 1, condition: () => (test.meta as GradeMeta).freshProgram === false };
    },
    onBeforeTryTask: (test) => {
      earlierErrors.set(test, test.result?.errors?.length ?? 0);
    },
    onAfterRunTask: (test) => {
      const result = resultOf(test);
      results.set(test, result);
      onTest?.(result);
    },
  };
  const [file] = await startTests(["grade.test.ts"], runner);
  const tests = inOrder.map((test) => results.get(test) ?? resultOf(test));
  const failure = file?.result?.errors?.[0]?.message;
  const broken = failure !== undefined && tests.length === 0;
  return {
    exerciseId,
    seed: host.seed,
    passed: !broken && tests.length > 0 && tests.every(({ state }) => state === "pass"),
    tests,
    durationMs: performance.now() - startedMs,
    ...(broken ? { failure: `The grade tests could not be loaded: ${failure}` } : {}),
  };
}

function runnerConfig(concurrency: number, seed: number, testLimitMs: number): VitestRunner["config"] {
  return {
    root: "/",
    setupFiles: [],
    name: undefined,
    passWithNoTests: false,
    testNamePattern: undefined,
    allowOnly: false,
    sequence: { concurrent: true, seed, hooks: "stack", setupFiles: "list" },
    chaiConfig: undefined,
    maxConcurrency: concurrency,
    testTimeout: testLimitMs,
    hookTimeout: testLimitMs,
    retry: 0,
    includeTaskLocation: false,
    tags: [],
    tagsFilter: undefined,
    strictTags: false,
  };
}

function testsOf(tasks: readonly Task[]): Test[] {
  return tasks.flatMap((task) => (task.type === "test" ? [task] : testsOf(task.tasks)));
}

/** Within each suite, which stays whole. */
function bringForward(tasks: Task[], names: ReadonlySet<string>): void {
  const leads = (task: Task): boolean =>
    task.type === "test" ? names.has(task.name) : task.tasks.some((each) => leads(each));
  tasks.sort((one, other) => Number(leads(other)) - Number(leads(one)));
  for (const task of tasks) if (task.type === "suite") bringForward(task.tasks, names);
}

function resultOf(test: Test): TestResult {
  const { result } = test;
  const { evidence } = test.meta as GradeMeta;
  const state = result?.state === "pass" ? "pass" : result?.state === "fail" ? "fail" : "skip";
  return {
    name: test.name,
    state,
    durationMs: result?.duration ?? 0,
    ...(state === "fail" ? { failure: testFailure(errorsOf(test), evidence) } : {}),
  };
}

/** Of the last try. */
function errorsOf(test: Test): readonly ReportedError[] {
  return (test.result?.errors ?? []).slice(earlierErrors.get(test) ?? 0);
}
