import type { Exchange } from "../web/exchange.ts";

/** The verdict on one run of an exercise's tests. Plain data: it crosses workers and goes into files. */
export interface Grade {
  readonly exerciseId: string;
  /** Repeats the same products, orders and quantities. */
  readonly seed: number;
  readonly passed: boolean;
  readonly tests: readonly TestResult[];
  readonly durationMs: number;
  /**
   * Why the run did not get to its end: a syntax error in the tests, an engine that did not boot, tests that stopped
   * answering. `tests` then holds those alone that had ended before, often none.
   */
  readonly failure?: string;
}

export interface TestResult {
  /** The sentence in the test file, shown verbatim. */
  readonly name: string;
  readonly state: "pass" | "fail" | "skip";
  readonly durationMs: number;
  readonly failure?: TestFailure;
}

export interface TestFailure {
  /** For the learner: what is wrong and where to look. */
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  /** The exchanges of this test, last first, at most {@link FAILURE_EXCHANGES}. */
  readonly exchanges: readonly Exchange[];
  /** The program's last lines of output, when it wrote any to stderr. */
  readonly stderr?: string;
}

/** All that a grade says went wrong. */
export function failureMessages({ failure, tests }: Grade): string[] {
  return [failure ?? "", ...tests.map((test) => test.failure?.message ?? "")];
}

export const FAILURE_EXCHANGES = 5;
