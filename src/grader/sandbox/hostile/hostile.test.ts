import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LoadedExercise } from "../../../course/load-exercise.ts";
import type { Grade } from "../../grade.ts";
import { endSandboxes, gradeInSandbox } from "../grade-in-sandbox.ts";
import { findIsolation } from "../isolation.ts";
import { SANDBOX_LIMITS } from "../sandbox-limits.ts";
import { TestsHost } from "../tests-host.ts";
import { failedTests, loadTrial, whyNoSandbox } from "../trial-sandbox.ts";
import { escapes } from "./escapes.ts";
import { falseResults } from "./false-results.ts";
import { floods } from "./floods.ts";
import { COUNTS, HONEST, rewarded, STAYS, TRIAL_TESTS } from "./hand-in.ts";
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

/** `npm run test:full` tries all of them, and once more without Node's permissions. */
const isFull = process.env["KEEPSAKE_FULL"] === "1";
const SAMPLE_OF = 3;
const ALL = [...falseResults, ...escapes, ...floods];
/** Of those, what `npm test` tries without: what permissions alone might have held. */
const ALONE = [
  "forks without end",
  "reads another learner's file by its path",
  "opens the network",
  "kills all that it can reach",
  "looks for a solution in all that it can read",
];

/** What `npm test` tries with them, beside the sample. */
const ALWAYS = ["looks for a solution in all that it can read"];
const handIns = isFull
  ? ALL
  : ALL.filter(({ name }, index) => index % SAMPLE_OF === 0 || ALWAYS.includes(name));

let counter: LoadedExercise;
let host: TrialHost;
let missing: string | undefined;

beforeAll(async () => {
  missing = await whyNoSandbox();
  counter = await loadTrial("visit-counter");
  const { solution } = await loadTrial("shopping-cart");
  host = await openTrialHost(longestPlainPiece(Object.values(solution)));
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterAll(async () => {
  await endSandboxes();
  expect(leftRunning()).toEqual([]);
  await host.close();
});

/** One that looks the same in whatever format a text is kept. */
function longestPlainPiece(texts: readonly string[]): string {
  const pieces = texts.flatMap((text) => text.match(/[\w ().,;=]+/g) ?? []);
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), "");
}

async function grade(server: string): Promise<Grade> {
  const outcome = await gradeInSandbox({
    loaded: counter,
    files: { "server.ts": placed(server, host.places) },
    testFiles: { "grade.test.ts": TRIAL_TESTS },
    seed: 11,
    limits: LIMITS,
  });
  await expectUnharmed();
  if (outcome.kind !== "graded") throw new Error(outcome.reason);
  return outcome.grade;
}

async function expectUnharmed(): Promise<void> {
  expect(host.visits(), "connections to the machine that grades").toBe(0);
  expect(host.escapedFiles()).toEqual([]);
  await vi.waitFor(() => expect(leftRunning()).toEqual([]), { timeout: 60_000 });
}

test("an honest hand-in passes, and so would one that had broken out", { timeout: 120_000 }, async () => {
  expect(await grade(HONEST)).toMatchObject({ passed: true });
  expect(await grade(rewarded("won = true;"))).toMatchObject({ passed: true });
});

test.each(handIns)("it $name", { timeout: 180_000 }, async ({ server, fails = [COUNTS, STAYS] }) => {
  expect(failedTests(await grade(server))).toEqual(fails);
});

test("after all of them an honest hand-in still passes", { timeout: 120_000 }, async () => {
  expect(await grade(HONEST)).toMatchObject({ passed: true });
});

describe("without Node's permissions, the cell alone", () => {
  let tests: TestsHost | undefined;
  beforeAll(() => endSandboxes());
  afterAll(() => tests?.end());

  async function gradeInCell(server: string): Promise<Grade> {
    const tools = await findIsolation();
    if ("reason" in tools) throw new Error(tools.reason);
    if (tests?.reusable !== true) {
      await tests?.end();
      tests = await TestsHost.start({ tools, limits: { ...SANDBOX_LIMITS, ...LIMITS }, permissions: false });
    }
    const outcome = await tests.grade({
      exercise: counter.exercise,
      files: { "server.ts": placed(server, host.places) },
      tests: { "grade.test.ts": TRIAL_TESTS },
      seed: 11,
    });
    await expectUnharmed();
    if (outcome.kind !== "graded") throw new Error(outcome.said);
    return outcome.grade;
  }

  const held = ALL.filter(({ mayWithoutPermissions = false }) => !mayWithoutPermissions);
  const tried = isFull ? held : held.filter(({ name }) => ALONE.includes(name));
  test.each(tried)("it $name", { timeout: 180_000 }, async ({ server, fails = [COUNTS, STAYS] }) => {
    expect(failedTests(await gradeInCell(server))).toEqual(fails);
  });
});
