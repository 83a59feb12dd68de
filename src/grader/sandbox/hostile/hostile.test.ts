import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LoadedExercise } from "../../../course/load-exercise.ts";
import { endSandboxes, gradeInSandbox } from "../grade-in-sandbox.ts";
import { failedTests, loadTrial, whyNoSandbox } from "../trial-sandbox.ts";
import { escapes } from "./escapes.ts";
import { falseResults } from "./false-results.ts";
import { floods } from "./floods.ts";
import { COUNTS, HONEST, STAYS, TRIAL_TESTS } from "./hand-in.ts";
import { leftRunning, openTrialHost, placed, type TrialHost } from "./trial-host.ts";

const MB = 1024 * 1024;
/** Small, so that what has no end meets one soon. */
const LIMITS = {
  memoryBytes: 256 * MB,
  cpuMs: 3_000,
  wallMs: 60_000,
  diskBytes: 24 * MB,
  files: 2_000,
  outputBytes: 4 * MB,
};

let counter: LoadedExercise;
let host: TrialHost;
let missing: string | undefined;

beforeAll(async () => {
  missing = await whyNoSandbox();
  counter = await loadTrial("visit-counter");
  host = await openTrialHost();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterAll(async () => {
  await endSandboxes();
  expect(leftRunning()).toEqual([]);
  await host.close();
});

async function grade(server: string) {
  const outcome = await gradeInSandbox({
    loaded: counter,
    files: { "server.ts": placed(server, host.places) },
    testFiles: { "grade.test.ts": TRIAL_TESTS },
    seed: 11,
    limits: LIMITS,
  });
  expect(host.visits(), "connections to the machine that grades").toBe(0);
  expect(host.escapedFiles()).toEqual([]);
  await vi.waitFor(() => expect(leftRunning()).toEqual([]), { timeout: 10_000 });
  return outcome;
}

test("an honest hand-in passes under these limits", { timeout: 120_000 }, async () => {
  expect(await grade(HONEST)).toMatchObject({ kind: "graded", grade: { passed: true } });
});

describe.each([
  ["false results", falseResults],
  ["escapes", escapes],
  ["floods", floods],
] as const)("%s", (_kind, handIns) => {
  test.each(handIns)("$name", { timeout: 180_000 }, async ({ server, fails = [COUNTS, STAYS] }) => {
    const outcome = await grade(server);
    if (outcome.kind !== "graded") throw new Error(outcome.reason);
    expect(failedTests(outcome.grade)).toEqual(fails);
  });
});

test("after all of them an honest hand-in passes still", { timeout: 120_000 }, async () => {
  expect(await grade(HONEST)).toMatchObject({ kind: "graded", grade: { passed: true } });
});
