import { readFile } from "node:fs/promises";
import type { LoadedExercise, TextFiles } from "../../course/load-exercise.ts";
import type { Grade, TestResult } from "../grade.ts";
import { findIsolation, type IsolationTools, refusedBySystem, whatWentWrong } from "./isolation.ts";
import { SANDBOX_LIMITS, type SandboxLimits } from "./sandbox-limits.ts";
import { type Progress, TestsHost, type TestsOutcome } from "./tests-host.ts";
import type { HandInOrder } from "./tests-messages.ts";

export interface SandboxGrading {
  readonly loaded: LoadedExercise;
  /** All files of the program: the starter's with the learner's over them. */
  readonly files: TextFiles;
  /**
   * Laid over the exercise's own tests: "grade.test.ts" replaces them, each further "NAME.test.ts" is run too. Default:
   * the exercise's own.
   */
  readonly testFiles?: TextFiles;
  readonly seed: number;
  /** Default {@link SANDBOX_LIMITS}. */
  readonly limits?: Partial<SandboxLimits>;
  /** Hand-ins are trusted: they run with this user's rights where the sandbox is not to be had, and where it is too. */
  readonly unsafe?: boolean;
  /** The promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called with the names of all tests, when they are about to begin. */
  readonly onTests?: (names: readonly string[]) => void;
}

export type SandboxOutcome =
  | {
      readonly kind: "graded";
      readonly grade: Grade;
      /** "none": the hand-in was trusted. */
      readonly isolation: "sandbox" | "none";
    }
  /**
   * Nothing is known of the hand-in, so it is no zero. `reason`: a sentence for the instructor. `noSandbox`: it is that
   * this machine has none.
   */
  | { readonly kind: "cannot-grade"; readonly reason: string; readonly noSandbox?: true };

/** A hand-in after which the tests' process was broken gets one more try in a new one. */
const TRIES = 2;

/**
 * Grades one hand-in. Its program runs in a sandbox of the system; the tests run in another process, which the program
 * cannot reach. Safe to call several times at once: each has processes of its own. Processes that run tests are kept for
 * the next hand-in; they end with this process, or by {@link endSandboxes}.
 */
export async function gradeInSandbox(grading: SandboxGrading): Promise<SandboxOutcome> {
  const { loaded, files, testFiles = {}, seed, unsafe = false, signal, onTests } = grading;
  signal?.throwIfAborted();
  const limits: SandboxLimits = { ...SANDBOX_LIMITS, ...grading.limits };
  const tools = unsafe ? undefined : await findIsolation();
  if (tools !== undefined && "reason" in tools)
    return { kind: "cannot-grade", reason: tools.reason, noSandbox: true };
  const own = await readFile(loaded.testFile, "utf8");
  const { id, entry, port, processes, hosts, browsers } = loaded.exercise;
  const order: HandInOrder = {
    exercise: { id, entry, port, processes, hosts, browsers },
    files,
    tests: { "grade.test.ts": own, ...testFiles },
    seed,
  };
  let outcome: TestsOutcome | undefined;
  for (let tried = 0; tried < TRIES && (outcome === undefined || outcome.kind === "broken"); tried += 1) {
    const host = await takeHost(tools, limits);
    if ("reason" in host) return { kind: "cannot-grade", reason: host.reason, noSandbox: true };
    outcome = await host.grade(order, { signal, onTests }).finally(() => giveBack(host, tools, limits));
  }
  return verdict(outcome, order, limits, unsafe);
}

function verdict(
  outcome: TestsOutcome | undefined,
  order: HandInOrder,
  limits: SandboxLimits,
  unsafe: boolean,
): SandboxOutcome {
  const isolation = unsafe ? "none" : "sandbox";
  if (outcome?.kind === "graded") return { kind: "graded", grade: outcome.grade, isolation };
  if (outcome?.kind === "late" && outcome.tests.names !== undefined) {
    return { kind: "graded", grade: lateGrade(order, outcome.tests, outcome.tests.names, limits), isolation };
  }
  const said = whatWentWrong(outcome?.said ?? "");
  return {
    kind: "cannot-grade",
    reason:
      outcome?.kind === "late"
        ? `The tests had not begun after ${limits.wallMs / 1000} s. Is this machine very busy? Grade it again.`
        : `The process that runs the tests broke off twice while this hand-in was graded.${said === "" ? "" : ` It said: ${said}`} Read the hand-in's sources: they may do that on purpose.`,
  };
}

/** The tests that were reached count; those that were not have failed. */
function lateGrade(
  { exercise, seed }: HandInOrder,
  { results }: Progress,
  names: readonly string[],
  { wallMs }: SandboxLimits,
): Grade {
  const byName = new Map(results.map((result) => [result.name, result]));
  const tests = names.map(
    (name): TestResult =>
      byName.get(name) ?? {
        name,
        state: "fail",
        durationMs: 0,
        failure: {
          message: `The tests of this hand-in took longer than ${wallMs / 1000} seconds, and this one was not reached.`,
          exchanges: [],
        },
      },
  );
  return { exerciseId: exercise.id, seed, passed: false, tests, durationMs: wallMs };
}

/** Hosts that wait for a hand-in, by what they were started with. */
const waiting = new Map<string, TestsHost[]>();
const hosts = new Set<TestsHost>();

async function takeHost(
  tools: IsolationTools | undefined,
  limits: SandboxLimits,
): Promise<TestsHost | { readonly reason: string }> {
  const kept = waiting.get(hostKey(tools, limits)) ?? [];
  for (let host = kept.pop(); host !== undefined; host = kept.pop()) {
    if (!host.reusable) continue;
    host.ref();
    return host;
  }
  try {
    const host = await TestsHost.start({ tools, limits });
    hosts.add(host);
    return host;
  } catch (error) {
    return { reason: refusedBySystem(error instanceof Error ? error.message : String(error)) };
  }
}

async function giveBack(
  host: TestsHost,
  tools: IsolationTools | undefined,
  limits: SandboxLimits,
): Promise<void> {
  if (!host.reusable) {
    hosts.delete(host);
    await host.end();
    return;
  }
  host.unref();
  const key = hostKey(tools, limits);
  waiting.set(key, [...(waiting.get(key) ?? []), host]);
}

/** Ends the processes that wait for another hand-in. Settles when they are gone. */
export async function endSandboxes(): Promise<void> {
  waiting.clear();
  await Promise.all([...hosts].map((host) => host.end()));
  hosts.clear();
}

function hostKey(tools: IsolationTools | undefined, limits: SandboxLimits): string {
  return JSON.stringify([tools ?? null, limits]);
}
