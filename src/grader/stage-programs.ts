import type { LearnerProgram, Program } from "./program.ts";

/**
 * The learner's processes, as a grade test drives them: all together, or one by its name in `exercise.json`:
 * `program("b").stop()`. Throws a `TypeError` for a name that is not there.
 */
export interface Programs extends Program {
  (name: string): Program;
}

/** The processes of one stage. */
export class StagePrograms implements Program {
  readonly #programs: readonly LearnerProgram[];

  constructor(programs: readonly LearnerProgram[]) {
    this.#programs = programs;
  }

  get output(): string {
    return this.#programs.map(({ output }) => output).join("");
  }

  get stderr(): string {
    return this.#programs.map(({ stderr }) => stderr).join("");
  }

  /** What starts with Run is up, as far as is known, and nothing else. */
  get asStarted(): boolean {
    return this.#programs.every(({ running, plan }) => running === plan.startsWithRun);
  }

  /** Starts what starts with Run, each after those that it waits for. Settles when all are up. */
  async start(): Promise<void> {
    const starts = new Map<string, Promise<void>>();
    for (const program of this.#programs) {
      if (!program.plan.startsWithRun) continue;
      const before = program.plan.after.map((name) => starts.get(name));
      const start = Promise.all(before).then(() => program.start());
      start.catch(() => undefined);
      starts.set(program.plan.name, start);
    }
    await Promise.all(starts.values());
  }

  async stop(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.stop()));
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  named(name: string): Program {
    const program = this.#programs.find(({ plan }) => plan.name === name);
    if (program !== undefined) return program;
    const names = this.#programs.map(({ plan }) => plan.name).join(", ");
    throw new TypeError(`The exercise has no process "${name}". It has: ${names}.`);
  }

  /** `stop`, and none of them starts again. */
  async close(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.close()));
  }
}

/** The same, in the shape that a test is given. */
export function programsFixture(programs: StagePrograms): Programs {
  const named = (name: string) => programs.named(name);
  return Object.defineProperties(named, {
    start: { value: () => programs.start() },
    stop: { value: () => programs.stop() },
    restart: { value: () => programs.restart() },
    output: { get: () => programs.output },
  }) as Programs;
}
