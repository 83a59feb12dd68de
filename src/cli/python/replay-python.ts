import { CourseError } from "../../course/course-error.ts";
import type { LessonPlayground } from "../../course/lesson-playground.ts";
import type { PythonProgram } from "../../course/lesson-python.ts";
import type { LessonSource } from "../../course/lesson-source.ts";
import { firstOrigin } from "../../course/setup.ts";
import type { WireExchange, WireStep } from "../../course/wire.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Exchange } from "../../web/exchange.ts";
import { headerValues } from "../../web/http.ts";
import type { SentRequest } from "../check-lessons-browser.ts";
import { type Difference, exchangeName, ShownExchanges } from "../check-lessons-exchanges.ts";
import { LessonMachine } from "../check-lessons-machine.ts";
import type { DrivenProgram } from "../driven-program.ts";
import { within } from "../within.ts";
import { PythonMachine } from "./python-machine.ts";
import type { PythonPrograms } from "./python-programs.ts";
import { cookieDifferences, type SetCookies } from "./same-cookies.ts";

const PROGRAM_LIMIT_MS = 30_000;
/** Where a wire block's paths lead. */
const ORIGIN = "http://localhost:7148";

/** What was sent at one step, and what came. */
interface Answered {
  readonly step: WireExchange;
  readonly sent: readonly SentRequest[];
}

/**
 * Serves one Python program of a lesson and drives it with its own wire blocks; and, when it is `like` a playground,
 * with that playground's, and compares the cookies that the two set.
 */
export async function pythonProblems(
  program: PythonProgram,
  source: LessonSource,
  programs: PythonPrograms,
  bootEngine: () => Promise<Engine>,
): Promise<CourseError[]> {
  const playground = source.playgrounds.find(({ id }) => id === program.like);
  try {
    return await within(
      PROGRAM_LIMIT_MS,
      problemsOf(program, playground, programs, bootEngine),
      () => "It does not answer.",
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [new CourseError(program.file, program.line, `The Python program "${program.id}": ${why}`)];
  }
}

async function problemsOf(
  program: PythonProgram,
  playground: LessonPlayground | undefined,
  programs: PythonPrograms,
  bootEngine: () => Promise<Engine>,
): Promise<CourseError[]> {
  const { file, id, line, steps } = program;
  const problems: CourseError[] = [];
  if (steps.length > 0) problems.push(...(await shownProblems(program, programs)));
  if (playground !== undefined) {
    const ours = await drivenPlayground(playground, await bootEngine());
    const machine = await PythonMachine.start(programs, program, firstOrigin(playground.setup));
    const theirs = await answers(machine, playground.steps);
    for (const [index, { step, sent }] of ours.entries()) {
      const [one] = sent;
      const [other] = theirs[index]?.sent ?? [];
      const difference =
        one?.exchange && other?.exchange && differenceOf(one.exchange, other.exchange, program);
      if (difference === undefined) continue;
      const said = `${exchangeName(step)} of "${playground.id}", sent to "${id}": ${difference}`;
      problems.push(new CourseError(file, line, said));
    }
  }
  if (problems.length > 0 && programs.output !== "")
    problems.push(new CourseError(file, line, `Python wrote:\n${programs.output.slice(-2000)}`));
  return problems;
}

/** What its own wire blocks say that does not happen. */
async function shownProblems(program: PythonProgram, programs: PythonPrograms): Promise<CourseError[]> {
  const machine = await PythonMachine.start(programs, program, ORIGIN);
  const exchanges = new ShownExchanges(machine);
  const found: Difference[] = [];
  try {
    for (const step of program.steps) {
      await machine.take(step);
      if (step.kind === "exchange") found.push(...(await exchanges.send(step)));
    }
    found.push(...exchanges.unshown());
  } finally {
    await machine.stop();
  }
  return found.map(({ line, message }) => new CourseError(program.file, line, message));
}

/** The kind of answer must be the same, and the cookies. */
function differenceOf(ours: Exchange, theirs: Exchange, program: PythonProgram): string | undefined {
  const [expected, received] = [ours.response?.status ?? 0, theirs.response?.status ?? 0];
  if (Math.floor(expected / 100) !== Math.floor(received / 100))
    return `it should answer ${expected}, and answered ${received}.`;
  const differences = cookieDifferences(cookiesOf(ours), cookiesOf(theirs), program.cookieNames);
  return differences.length === 0 ? undefined : `it should set the same cookies: ${differences.join("; ")}.`;
}

function cookiesOf({ request, response, startedAtMs }: Exchange): SetCookies {
  return {
    lines: headerValues(response?.headers ?? [], "set-cookie"),
    url: new URL(request.url),
    atMs: startedAtMs,
  };
}

/** What the reader's requests and the pages' are answered; the browser sends the others by itself. */
async function answers(
  program: DrivenProgram & { stop(): Promise<void> },
  steps: readonly WireStep[],
): Promise<Answered[]> {
  const answered: Answered[] = [];
  try {
    for (const step of steps) {
      await program.take(step);
      if (step.kind === "exchange" && step.byItself !== true)
        answered.push({ step, sent: await program.send(step) });
    }
  } finally {
    await program.stop();
  }
  return answered;
}

async function drivenPlayground(playground: LessonPlayground, engine: Engine): Promise<Answered[]> {
  try {
    const machine = await LessonMachine.start(engine, playground, playground.files);
    return await answers(machine, playground.steps);
  } finally {
    await engine.teardown();
  }
}
