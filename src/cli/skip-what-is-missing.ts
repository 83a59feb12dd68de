import { type RunnerTask, type RunnerTestCase, type RunnerTestSuite, TestRunner } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** What it needs, or all tests in it, and this machine has not. */
    missing?: string;
  }
}

/**
 * Skips a test that ends with a `NotInstalledError` (src/session/trial-servers), in itself or in what is done before
 * it: who has no database servers on the machine still has every other test. Not in use where all is demanded.
 */
export default class SkipWhatIsMissing extends TestRunner {
  override async onAfterRetryTask(...args: Parameters<TestRunner["onAfterRetryTask"]>): Promise<void> {
    await super.onAfterRetryTask(...args);
    const [test] = args;
    skipIfMissing(test);
  }

  override async onAfterRunSuite(suite: RunnerTestSuite): Promise<void> {
    await super.onAfterRunSuite(suite);
    skipIfMissing(suite);
  }
}

/** What comes after the first error (a server that cannot be stopped, as there is none) follows from it. */
function skipIfMissing(task: RunnerTestCase | RunnerTestSuite): void {
  const result: RunnerTask["result"] = task.result;
  const first = result?.errors?.[0];
  if (result?.state !== "fail" || first?.name !== "NotInstalledError") return;
  result.state = "skip";
  delete result.errors;
  task.meta.missing = first.message;
}
