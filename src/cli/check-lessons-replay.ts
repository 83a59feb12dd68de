import { isDeepStrictEqual } from "node:util";
import { CourseError } from "../course/course-error.ts";
import type { LessonPlayground } from "../course/lesson-playground.ts";
import type { LessonCheck, LessonSource } from "../course/lesson-source.ts";
import { parseObservation, stepsSeen } from "../course/observation.ts";
import { matchesPattern, type WireExchange, type WireResponse } from "../course/wire.ts";
import type { Engine } from "../engine/engine.ts";
import type { Exchange } from "../web/exchange.ts";
import { headerValues } from "../web/http.ts";
import { LessonMachine } from "./check-lessons-machine.ts";

/**
 * Runs one playground of a lesson on a fresh engine: sends what its wire blocks say, compares what comes, and
 * sees whether the checks on it could be met. A program that the lesson mends runs a second time, mended: with the
 * wire blocks that are `mended`, or without those with the same requests, whatever is answered.
 */
export async function replayProblems(
  playground: LessonPlayground,
  source: LessonSource,
  bootEngine: () => Promise<Engine>,
): Promise<CourseError[]> {
  const checks = source.checks.filter(({ of }) => of === playground.id);
  const mending = source.blocks.filter(({ meta }) => meta.get("mends") === playground.id);
  const problems = await replay(playground, playground.files, checks, "as written", bootEngine);
  if (mending.length === 0) return problems;
  const mended = { ...playground.files };
  for (const { meta, text } of mending) mended[meta.get("file") ?? ""] = `${text}\n`;
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
    const holdsMended = state === "mended" && playground.mendedSteps.length > 0;
    const isCompared = state === "as written" || holdsMended;
    for (const step of holdsMended ? playground.mendedSteps : playground.steps) {
      if (step.kind === "restart") await machine.restart();
      else if (step.kind === "stop") await machine.stopProcess(step.process);
      else if (step.kind === "start") await machine.startProcess(step.process);
      else if (step.kind === "clock") await machine.moveClock(step.byMs);
      else if (step.kind === "real-time") await machine.backToRealTime();
      else if (step.kind === "theft") machine.copyCookie(step);
      else {
        const exchanges = await machine.send(step);
        for (const exchange of isCompared ? exchanges : []) {
          for (const difference of await differences(step, exchange, machine)) fault(step.line, difference);
        }
      }
    }
    const seen = machine.observed();
    for (const { id, saw, mended, line } of checks) {
      const observation = parseObservation(saw);
      const met = stepsSeen(observation, seen) === observation.steps.length;
      const shouldBe = !mended || state === "mended";
      if (met && !shouldBe)
        fault(line, `The check "${id}" is met before anything is mended: make it look at more.`);
      if (!met && shouldBe) {
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

async function differences(
  step: WireExchange,
  exchange: Exchange,
  machine: LessonMachine,
): Promise<string[]> {
  const found = step.response === undefined ? [] : responseDifferences(step, step.response, exchange);
  if (step.record === undefined) return found;
  const commit = await machine.commit(exchange);
  const data = commit.after?.data ?? null;
  if (!isDeepStrictEqual(plain(data), plain(step.record))) {
    found.push(
      `${name(step)} should leave the record ${JSON.stringify(step.record)}, and left ${JSON.stringify(data)}.`,
    );
  }
  return found;
}

function responseDifferences(step: WireExchange, expected: WireResponse, exchange: Exchange): string[] {
  const { response } = exchange;
  if (response === undefined)
    return [`${name(step)} had no answer: ${exchange.failure?.message ?? "none came"}.`];
  const body = new TextDecoder().decode(response.body.bytes).trimEnd();
  const found: string[] = [];
  if (response.status !== expected.status) {
    found.push(
      `${name(step)} should answer ${expected.status}, and answered ${response.status}: ${body.slice(0, 300)}`,
    );
  }
  for (const [field, pattern] of expected.headers) {
    const values = headerValues(response.headers, field);
    if (values.some((value) => matchesPattern(pattern, value))) continue;
    found.push(`${name(step)} should send ${field}: ${pattern}, and sent ${values.join(" | ") || "none"}.`);
  }
  for (const field of expected.absent) {
    const values = headerValues(response.headers, field);
    if (values.length > 0)
      found.push(`${name(step)} should send no ${field}, and sent ${values.join(" | ")}.`);
  }
  if (expected.body !== undefined && !matchesPattern(expected.body.trimEnd(), body)) {
    found.push(`${name(step)} should say\n${expected.body}\nand said\n${body}`);
  }
  return found;
}

function name({ agent, request }: WireExchange): string {
  return `${request.method} ${request.target} (${agent})`;
}

/** Key order does not matter, and neither do prototypes. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
