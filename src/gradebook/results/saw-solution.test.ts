import { expect, it } from "vitest";
import { sawSolutionFirst } from "./saw-solution.ts";

const attempt = (atMs: number, passed: boolean) => ({ atMs, passed, passedTests: 1, tests: 2, failed: [] });

it("counts a look at the solution only when nothing had passed by then", () => {
  const attempts = [attempt(10, false), attempt(20, true)];
  expect(sawSolutionFirst({ attempts })).toBe(false);
  expect(sawSolutionFirst({ attempts, solutionShownAtMs: 15 })).toBe(true);
  expect(sawSolutionFirst({ attempts, solutionShownAtMs: 30 })).toBe(false);
  expect(sawSolutionFirst({ attempts: [], solutionShownAtMs: 30 })).toBe(true);
});
