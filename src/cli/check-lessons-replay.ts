import { CourseError } from "../course/course-error.ts";
import type { LessonPlayground } from "../course/lesson-playground.ts";
import type { LessonCheck, LessonSource } from "../course/lesson-source.ts";
import { type Observed, parseObservation, stepsSeen } from "../course/observation.ts";
import type { Engine } from "../engine/engine.ts";
import { ShownExchanges } from "./check-lessons-exchanges.ts";
import { LessonMachine } from "./check-lessons-machine.ts";

/**
 * Runs one playground of a lesson on a fresh engine: sends what its wire blocks say, compares what comes, and
 * sees whether the checks on it could be met. A program that the lesson mends runs a second time, mended: with the
 * wire blocks that are `mended`, or without those with the same requests, whatever is answered.
 */
export function replayProblems(
  playground: LessonPlayground,
  source: LessonSource,
  bootEngine: () => Promise<Engine>,
): Promise<CourseError[]> {
  return replayExperiment(experimentOf(playground, source), bootEngine);
}

/** A playground with what the lesson says of it elsewhere. Plain data. */
export interface Experiment {
  readonly playground: LessonPlayground;
  readonly checks: readonly LessonCheck[];
  /** The files after the mend. `undefined`: the lesson mends nothing. */
  readonly mended: Readonly<Record<string, string>> | undefined;
}

export function experimentOf(playground: LessonPlayground, source: LessonSource): Experiment {
  const checks = source.checks.filter(({ of }) => of === playground.id);
  const mending = source.blocks.filter(({ meta }) => meta.get("mends") === playground.id);
  if (mending.length === 0) return { playground, checks, mended: undefined };
  const mended = { ...playground.files };
  for (const { meta, text } of mending) mended[meta.get("file") ?? ""] = `${text}\n`;
  return { playground, checks, mended };
}

/** {@link replayProblems}, of plain data. */
export async function replayExperiment(
  { playground, checks, mended }: Experiment,
  bootEngine: () => Promise<Engine>,
): Promise<CourseError[]> {
  const problems = await replay(playground, playground.files, checks, "as written", bootEngine);
  if (mended === undefined) return problems;
  return [...problems, ...(await replay(playground, mended, checks, "mended", bootEngine))];
}

async function replay(
  playground: LessonPlayground,
  files: Readonly<Record<string, string>>,
  checks: readonly LessonCheck[],
  state: "as written" | "mended",
  bootEngine: () => Promise<Engine>,
): Promise<CourseError[]> {
  const problems: CourseError[] = [];
  const fault = (line: number, message: string) =>
    problems.push(new CourseError(playground.file, line, message));
  const engine = await bootEngine();
  try {
    const machine = await LessonMachine.start(engine, playground, files);
    const exchanges = new ShownExchanges(machine);
    const holdsMended = state === "mended" && playground.mendedSteps.length > 0;
    const isCompared = state === "as written" || holdsMended;
    for (const step of holdsMended ? playground.mendedSteps : playground.steps) {
      await machine.take(step);
      if (step.kind !== "exchange") continue;
      for (const { line, message } of await exchanges.send(step)) {
        if (isCompared) fault(line, message);
      }
    }
    for (const { line, message } of isCompared ? exchanges.unshown() : []) fault(line, message);
    // An attack that was seen before the mend is not to be seen after it.
    const looked = checks
      .filter(({ mended }) => mended || !holdsMended)
      .map((check) => ({ ...check, observation: parseObservation(check.saw) }))
      .map((check) => ({ ...check, shouldBeMet: !check.mended || state === "mended" }));
    const isMet = ({ observation }: (typeof looked)[number], seen: readonly Observed[]) =>
      stepsSeen(observation, seen) === observation.steps.length;
    const seen = await machine.observed((some) =>
      looked.every((check) => !check.shouldBeMet || isMet(check, some)),
    );
    for (const check of looked) {
      const { id, line, shouldBeMet } = check;
      const met = isMet(check, seen);
      if (met && !shouldBeMet)
        fault(line, `The check "${id}" is met before anything is mended: make it look at more.`);
      if (!met && shouldBeMet) {
        fault(
          line,
          `The wire blocks of "${playground.id}", ${state}, do not lead to the check "${id}": mend either.`,
        );
      }
    }
    await machine.stop();
    if (problems.length > 0 && machine.output !== "") {
      fault(
        playground.line,
        `The program of "${playground.id}", ${state}, wrote:\n${machine.output.slice(-2000)}`,
      );
    }
  } catch (error) {
    fault(playground.line, error instanceof Error ? error.message : String(error));
  } finally {
    await engine.teardown();
  }
  return problems;
}
