import type { Exercise } from "../course/exercise.ts";
import type { Engine, FileTree } from "../engine/engine.ts";
import { serveEngine } from "./engine-proxy.ts";
import type { Grade, TestResult } from "./grade.ts";
import type { FromGradeWorker, GradeOrder, RemoteMachine } from "./grade-worker-messages.ts";
import { freshSeed } from "./random.ts";

export interface GradeRequest {
  /** The exercise's folder: its grade tests are found by it. */
  readonly slug: string;
  readonly exerciseId: string;
  /** The learner's files, complete. */
  readonly files: FileTree;
  readonly exercise: Exercise;
  /** Called once for each machine that the run uses; the run tears them down. */
  readonly bootEngine: () => Promise<Engine>;
  /** Repeats an earlier run. Default: a fresh one, which the grade tells. */
  readonly seed?: number;
  /** Ends the run; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called as each test ends, which need not be in the order of the file. */
  readonly onTest?: (result: TestResult) => void;
}

const CHECK_EVERY_MS = 1_000;
/** Checks in a row without a sign of life. A page that was busy itself makes one, not several. */
const SILENT_CHECKS = 5;

/**
 * Runs an exercise's grade tests against a learner's files, in a Worker of their own, on machines of their
 * own. Settles with a grade whatever the program or the tests do; rejects only by `signal`.
 */
export async function gradeInPage(request: GradeRequest): Promise<Grade> {
  const { slug, exerciseId, files, exercise, seed = freshSeed(), signal, onTest } = request;
  signal?.throwIfAborted();
  const startedMs = performance.now();
  const worker = new Worker(new URL("./grade-worker.ts", import.meta.url), {
    type: "module",
    name: "grade tests",
  });
  const tests: TestResult[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Grade>();
  const giveUp = (failure: string) =>
    resolve({ exerciseId, seed, passed: false, tests, durationMs: performance.now() - startedMs, failure });

  const booting: Promise<Engine>[] = [];
  const boot = (): RemoteMachine => {
    const { port1, port2 } = new MessageChannel();
    const engine = request.bootEngine();
    booting.push(engine);
    engine.then(
      (booted) => serveEngine(booted, port1),
      (error: unknown) => giveUp(`The machine for the tests did not start: ${messageOf(error)}`),
    );
    return { kind: "inpage", port: port2 };
  };
  const machines = Array.from({ length: machineCount() }, boot);

  let silentChecks = 0;
  const watch = setInterval(() => {
    silentChecks += 1;
    if (silentChecks >= SILENT_CHECKS) giveUp("The tests stopped answering and were ended.");
  }, CHECK_EVERY_MS);
  worker.onmessage = ({ data }: MessageEvent<FromGradeWorker>) => {
    silentChecks = 0;
    if (data.kind === "grade") resolve({ ...data.grade, durationMs: performance.now() - startedMs });
    if (data.kind === "test") {
      tests.push(data.result);
      onTest?.(data.result);
    }
  };
  worker.onerror = (event) =>
    giveUp(`The tests could not be run: ${event.message || "their script did not load"}.`);
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });

  const order: GradeOrder = { slug, exerciseId, files, exercise, seed, machines };
  worker.postMessage(
    order,
    machines.map(({ port }) => port),
  );
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    signal?.removeEventListener("abort", onAbort);
    worker.terminate();
    for (const engine of booting) engine.then((booted) => booted.teardown(), ignoreFailedBoot);
  }
}

/** Two machines keep two cores busy; more only where there are cores to spare. */
function machineCount(): number {
  return navigator.hardwareConcurrency >= 8 ? 3 : 2;
}

/** It was told when it happened. */
function ignoreFailedBoot(): void {}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
