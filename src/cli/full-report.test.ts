import { describe, expect, it } from "vitest";
import { markdownOf, resultOfMutants, resultOfTests, withFullResults } from "./full-report.ts";

const test = (title: string, status: string) => ({ ancestorTitles: ["records"], title, status, duration: 1 });
const file = (status: string, ...assertionResults: ReturnType<typeof test>[]) => ({
  name: "a.test.ts",
  status,
  assertionResults,
});

describe("the report of what takes long", () => {
  it("counts what ran, and leaves out what was not asked for", () => {
    const report = { testResults: [file("passed", test("a million", "passed"), test("other", "skipped"))] };
    expect(resultOfTests("Fuzz", report, 1.25)).toEqual({
      what: "Fuzz",
      result: "1 of 1 passed",
      passed: true,
      minutes: 1.25,
      details: ["passed: records: a million"],
    });
  });

  it.each([
    [
      "a test that failed",
      [file("failed", test("a", "failed"), test("b", "passed"))],
      "1 of 2 passed, **1 failed**",
    ],
    [
      "a file that could not run",
      [file("failed")],
      "0 of 0 passed, **1 files could not run**, **nothing ran**",
    ],
    ["nothing", [], "0 of 0 passed, **nothing ran**"],
  ])("does not pass with %s", (_what, testResults, result) => {
    expect(resultOfTests("Fuzz", { testResults }, 1)).toMatchObject({ passed: false, result });
  });

  it("counts a mutant that hangs as killed, and one that does not compile not at all", () => {
    const mutants = (...statuses: string[]) => ({ mutants: statuses.map((status) => ({ status })) });
    const files = {
      "a.ts": mutants("Killed", "Timeout", "CompileError"),
      "b.ts": mutants("Killed", "Survived", "NoCoverage"),
    };
    const { result, passed, details } = resultOfMutants("Mutants", { files }, 60, 1);
    expect([result, passed]).toEqual(["3 of 5 mutants killed, 60.0 %", true]);
    expect(details).toEqual(["a.ts: 2 of 2", "b.ts: 1 of 3"]);
    expect(resultOfMutants("Mutants", { files }, 61, 1).passed).toBe(false);
    expect(resultOfMutants("Mutants", { files: {} }, 0.1, 1).passed).toBe(false);
  });

  it("goes between its marks in the README, whatever stands in it", () => {
    const readme = "before\n<!-- full: written by x -->\nold\n<!-- /full -->\nafter\n";
    const part = markdownOf([resultOfTests("Costs $1", { testResults: [] }, 2)], "On $& machine.");
    const written = withFullResults(readme, part);
    expect(written).toContain("| Costs $1 | 0 of 0 passed, **nothing ran** | 2.0 |");
    expect(written).toContain("On $& machine.");
    expect(written).not.toContain("old");
    expect(withFullResults(written, part)).toBe(written);
    expect(() => withFullResults("no marks", part)).toThrow("README.md has no place");
  });
});
