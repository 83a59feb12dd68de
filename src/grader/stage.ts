import type { Exercise } from "../course/exercise.ts";
import type { Engine, FileTree } from "../engine/engine.ts";
import { Patience } from "./patience.ts";
import { LearnerProgram } from "./program.ts";
import { SESSIONS_FOLDER } from "./session-records.ts";

/** A machine with fresh files on it and the program started, for one test alone. */
export interface Stage {
  readonly engine: Engine;
  readonly program: LearnerProgram;
  /** The one that the program should listen on. */
  readonly port: number;
  /** Shared by all tests of the run. */
  readonly patience: Patience;
  /** Gives the machine back. The program is killed; its files are gone. */
  release(): void;
}

export interface StageOptions {
  readonly files: FileTree;
  readonly exercise: Pick<Exercise, "entry" | "port">;
  readonly bootEngine: () => Promise<Engine>;
  /** Machines at once. Tests beyond that wait. */
  readonly size: number;
  /**
   * Let the next test have a program that still runs. Quicker, and good enough where tests keep apart by their
   * sessions; a program that mixes up its visitors then shows in other tests too. Default false.
   */
  readonly keepPrograms?: boolean;
}

/** A program that failed to start so often is not tried again: each further test fails at once. */
const ENOUGH_STARTS = 2;

/**
 * Machines for tests. Each is made ready (files mounted, program started) as soon as the test before has
 * given it back, so that a test seldom waits for a start.
 */
export class StagePool {
  readonly #options: StageOptions;
  readonly #patience = new Patience();
  readonly #ready: Promise<Machine>[] = [];
  readonly #waiting: ((machine: Promise<Machine>) => void)[] = [];
  readonly #engines: Promise<Engine>[];
  #closed = false;
  /** Why the program did not start, as often as it was tried. */
  readonly #startFailures: unknown[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
    this.#engines = Array.from({ length: options.size }, () => options.bootEngine());
    for (const booting of this.#engines) this.#offer(booting.then((engine) => this.#prepare(engine)));
  }

  async lease(): Promise<Stage> {
    const machine = await (this.#ready.shift() ??
      new Promise<Machine>((resolve) => this.#waiting.push(resolve)));
    return {
      ...machine,
      port: this.#options.exercise.port,
      patience: this.#patience,
      release: () => this.#offer(this.#renew(machine)),
    };
  }

  /** Ends all programs and machines, those still booting too. */
  async close(): Promise<void> {
    this.#closed = true;
    const engines = await Promise.allSettled(this.#engines);
    await Promise.all(
      engines.map((engine) => (engine.status === "fulfilled" ? engine.value.teardown() : undefined)),
    );
  }

  #offer(machine: Promise<Machine>): void {
    machine.catch(() => undefined);
    const next = this.#waiting.shift();
    if (next === undefined) this.#ready.push(machine);
    else next(machine);
  }

  async #renew(machine: Machine): Promise<Machine> {
    const { engine, program } = machine;
    if (!this.#closed) await engine.setClock({ offsetMs: 0 });
    if (this.#options.keepPrograms === true && program.running) return machine;
    await program.stop();
    program.close();
    return this.#prepare(engine);
  }

  async #prepare(engine: Engine): Promise<Machine> {
    const hopeless = this.#startFailures.length >= ENOUGH_STARTS ? this.#startFailures[0] : undefined;
    const { entry, port } = this.#options.exercise;
    const program = new LearnerProgram({
      engine,
      entry,
      port,
      patience: this.#patience,
      ...(hopeless === undefined ? {} : { hopeless }),
      env: { TINA4_SESSION_BACKEND: "file", TINA4_SESSION_PATH: SESSIONS_FOLDER },
    });
    if (!this.#closed) {
      await engine.mount(this.#options.files);
      program.start().catch((error: unknown) => this.#startFailures.push(error));
    }
    return { engine, program };
  }
}

interface Machine {
  readonly engine: Engine;
  readonly program: LearnerProgram;
}
