import type { TextFiles } from "../../course/load-exercise.ts";
import type { SetupSpec } from "../../course/setup.ts";
import type { Grade, TestResult } from "../grade.ts";
import type { IsolationTools } from "./isolation.ts";
import type { SandboxLimits } from "./sandbox-limits.ts";

/** What the process that runs the tests is told and tells. Both sides trust each other: no learner's code is in either. */
export type ToTests =
  /** First. `library`: what `bundleLibrary` made; without a sandbox, nothing. */
  | ({ readonly kind: "begin"; readonly library: TextFiles } & Terms)
  /** One after another: the next when the one before is done. */
  | { readonly kind: "grade"; readonly order: HandInOrder };

/** On which programs run. */
export interface Terms {
  /** Absent: without a sandbox. */
  readonly tools: IsolationTools | undefined;
  readonly limits: SandboxLimits;
  /** Default true. False: the cell alone holds programs, without Node's permissions; to prove that it does. */
  readonly permissions?: boolean;
}

export type FromTests =
  | { readonly kind: "ready" }
  /** Of all tests, before the first runs. */
  | { readonly kind: "tests"; readonly names: readonly string[] }
  | { readonly kind: "test"; readonly result: TestResult }
  /** `clean`: nothing of the hand-in is left, so another may follow. */
  | { readonly kind: "graded"; readonly grade: Grade; readonly clean: boolean };

/** Plain data. */
export interface HandInOrder {
  readonly exercise: SetupSpec & { readonly id: string };
  /** What is graded: all files of the program. */
  readonly files: TextFiles;
  /** The test files and what they import. Each that ends with ".test.ts" is run. */
  readonly tests: TextFiles;
  readonly seed: number;
}
