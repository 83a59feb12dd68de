import type { TestFailure } from "./grade.ts";
import type { Evidence } from "./scene.ts";

/** An error of a test as runners report it. */
export interface ReportedError {
  readonly message: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** A test's time, unless it says otherwise. */
export const TEST_LIMIT_MS = 5_000;
const STDERR_LINES = 30;

/** What the learner reads about a failed test. The first error counts: those after it follow from it. */
export function testFailure(errors: readonly ReportedError[], evidence: Evidence | undefined): TestFailure {
  const [first] = errors;
  const expected = shown(first?.expected);
  const received = shown(first?.actual);
  const stderr = lastLines(evidence?.stderr ?? "");
  return {
    message:
      first === undefined ? "The test failed and gave no reason." : plainMessage(first.message, evidence),
    ...(expected === undefined || received === undefined ? {} : { expected, received }),
    exchanges: evidence?.exchanges ?? [],
    ...(stderr === "" ? {} : { stderr }),
  };
}

function plainMessage(message: string, evidence: Evidence | undefined): string {
  const [, limitMs] = /^(?:Test|Hook) timed out in (\d+)ms/.exec(message) ?? [];
  if (limitMs !== undefined) {
    const last = evidence?.exchanges[0]?.request;
    const where =
      last === undefined
        ? ""
        : ` The last request that ended was ${last.method} ${new URL(last.url).pathname}.`;
    return `This test took longer than ${Number(limitMs) / 1000} seconds and was given up.${where}`;
  }
  return message.replace(/ \/\/ (Object\.is equality|.*deep equality.*)$/, "");
}

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-STDERR_LINES).join("\n");
}
