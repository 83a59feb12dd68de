import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes minutes, the longest first. On a clean clone vitest knows no durations and goes by file size. */
const LONGEST = [
  "src/cli/check-exercises.test.ts",
  "src/e2e/course-in-page.test.ts",
  "src/cli/check-lessons.test.ts",
  "src/e2e/class-scene.test.ts",
  "src/e2e/leaks.test.ts",
  "src/e2e/webkit-core.test.ts",
  "src/e2e/same-grade.test.ts",
  "src/e2e/offline.test.ts",
  "src/e2e/inspector.test.ts",
  "src/workbench/report/report.browser.test.ts",
];

/** Begins with the test files that take longest, so that no core waits for one of them at the end. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((path) => moduleId.endsWith(path));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
