import type { Reporter, TestCase, TestModule } from "vitest/node";
import { browserExecutable, browserNames } from "../e2e/browser.ts";

/** A skip whose reason starts with this needs what no machine of ours has (a paid service, an unreachable host). */
export const UNREACHABLE = "cannot run here: ";

/**
 * Closes every test run: names each skipped test with its reason, then one line with the counts.
 * With `KEEPSAKE_REQUIRE_ALL=1` (set by `.ci/run`) a skip of something that could have run is a failure.
 */
export default class SkipReporter implements Reporter {
  onTestRunEnd(testModules: readonly TestModule[]): void {
    const tests = testModules.flatMap((module) => [...module.children.allTests()]);
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const avoidable: string[] = [];
    for (const test of tests) {
      const result = test.result();
      count[result.state] += 1;
      if (result.state !== "skipped") continue;
      const reason = result.note ?? reasonOf(test);
      console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}\n         ${reason}`);
      if (!reason.startsWith(UNREACHABLE)) avoidable.push(test.fullName);
    }
    const failed =
      count.failed + count.pending + testModules.filter((module) => module.errors().length > 0).length;
    console.log(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped`);
    if (process.env["KEEPSAKE_REQUIRE_ALL"] === "1" && avoidable.length > 0) {
      console.error(
        `${avoidable.length} skipped although everything it needs can be had: install it (see .ci/run).`,
      );
      process.exitCode = 1;
    }
  }
}

/** Tests that are skipped as a group have no reason of their own. */
function reasonOf(test: TestCase): string {
  let task: TestCase | TestCase["parent"] | undefined = test;
  for (; task !== undefined; task = task.type === "module" ? undefined : task.parent) {
    const { missing } = task.meta();
    if (missing !== undefined) return missing;
  }
  const missing = browserNames.filter((name) => browserExecutable(name) === undefined);
  if (test.project.name !== "browser" || missing.length === 0) return "no reason given";
  return `not installed on this machine: ${missing.join(" and ")}`;
}
