import {
  completeSetup,
  firstOrigin,
  type HostPlan,
  type ProcessPlan,
  type Setup,
  type SetupSpec,
} from "../course/setup.ts";
import type { Engine, FileTree } from "../engine/engine.ts";
import { Patience } from "./patience.ts";
import { LearnerProgram } from "./program.ts";
import { type RecordKeeping, recordsInFiles } from "./record-keeping.ts";
import { StagePrograms } from "./stage-programs.ts";

/** A machine with fresh files on it and the processes started, for one test alone. */
export interface Stage {
  readonly engine: Engine;
  readonly programs: StagePrograms;
  readonly keeping: RecordKeeping;
  readonly hosts: readonly HostPlan[];
  /** Where the browsers begin: the first host, or the port that the program should listen on. */
  readonly origin: string;
  /** With requests. Shared by all tests of the run. */
  readonly patience: Patience;
  /** The program was started for this test; false: tests before it had it too. */
  readonly fresh: boolean;
  /**
   * Gives the machine back, once. The program is killed and its files are gone, unless it may be kept and
   * programs are shared.
   */
  release(options: { readonly mayKeep: boolean }): void;
}

export interface LeaseOptions {
  readonly fresh: boolean;
}

export interface StageOptions {
  readonly files: FileTree;
  readonly exercise: SetupSpec;
  readonly bootEngine: () => Promise<Engine>;
  /** Machines at once. Tests beyond that wait. */
  readonly size: number;
  /**
   * "fresh": a program of its own for each test. "shared": a program that still runs goes on to the next test, which
   * saves most of the time; tests are kept apart by their sessions. Default "fresh".
   */
  readonly programs?: "fresh" | "shared";
  /** Where the programs of a machine keep their sessions. Called once for each. Default: in files. */
  readonly keepRecords?: (engine: Engine) => RecordKeeping;
  /** Default: as long as somebody would wait who looks on. */
  readonly patience?: Patience;
}

/** A program that failed to start so often is not tried again: each further test fails at once. */
const ENOUGH_STARTS = 2;

/**
 * Machines for tests. Each is made ready (files mounted, program started) as soon as the test before has
 * given it back, so that a test seldom waits for a start.
 */
export class StagePool {
  readonly #options: StageOptions;
  readonly #setup: Setup;
  readonly #patience: Patience;
  /** With starts alone: a program that leaves requests unanswered is not slow to start. */
  readonly #startPatience: Patience;
  readonly #ready: Promise<Machine>[] = [];
  readonly #waiting: ((machine: Promise<Machine>) => void)[] = [];
  readonly #engines: Promise<Engine>[];
  #closed = false;
  /** Why the program did not start, as often as it was tried. */
  readonly #startFailures: unknown[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
    this.#setup = completeSetup(options.exercise);
    this.#patience = options.patience ?? new Patience();
    this.#startPatience = this.#patience.another();
    this.#engines = Array.from({ length: options.size }, () => options.bootEngine());
    const keepRecords = options.keepRecords ?? recordsInFiles;
    for (const booting of this.#engines)
      this.#offer(booting.then((engine) => this.#prepare({ engine, keeping: keepRecords(engine) })));
  }

  /** Call it before the first lease: settles when every machine is up, or cannot be. A test's time is not for that. */
  async ready(): Promise<void> {
    await Promise.allSettled(this.#ready);
  }

  /** `fresh`: no program that other tests had. */
  async lease({ fresh }: LeaseOptions): Promise<Stage> {
    const offered = await (this.#ready.shift() ??
      new Promise<Machine>((resolve) => this.#waiting.push(resolve)));
    const machine = fresh && offered.used ? await this.#renew(offered) : offered;
    const { engine, programs, keeping, used } = machine;
    return {
      engine,
      programs,
      keeping,
      hosts: this.#setup.hosts,
      origin: firstOrigin(this.#setup),
      patience: this.#patience,
      fresh: !used,
      release: ({ mayKeep }) => this.#offer(this.#giveBack(machine, mayKeep)),
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

  async #giveBack(machine: Machine, mayKeep: boolean): Promise<Machine> {
    const keep = mayKeep && this.#options.programs === "shared" && machine.programs.asStarted;
    return keep ? { ...machine, used: true } : this.#renew(machine);
  }

  async #renew({ engine, keeping, programs }: Machine): Promise<Machine> {
    await programs.close();
    if (!this.#closed) await engine.setClock({ offsetMs: 0 });
    return this.#prepare({ engine, keeping });
  }

  async #prepare({ engine, keeping }: Pick<Machine, "engine" | "keeping">): Promise<Machine> {
    const hopeless = this.#startFailures.length >= ENOUGH_STARTS ? this.#startFailures[0] : undefined;
    const { processes } = this.#setup;
    const programs = new StagePrograms(
      processes.map(
        (plan) =>
          new LearnerProgram({
            engine,
            plan,
            label: labelOf(plan, processes.length > 1),
            patience: this.#startPatience,
            ...(hopeless === undefined ? {} : { hopeless }),
            env: keeping.env,
          }),
      ),
    );
    if (!this.#closed) {
      keeping.clear();
      await engine.mount(this.#options.files);
      programs.start().catch((error: unknown) => this.#startFailures.push(error));
    }
    return { engine, keeping, programs, used: false };
  }
}

interface Machine {
  readonly engine: Engine;
  readonly keeping: RecordKeeping;
  readonly programs: StagePrograms;
  /** A test had this program before. */
  readonly used: boolean;
}

function labelOf({ name, command, args }: ProcessPlan, amongSeveral: boolean): string {
  const what = command === "node" ? args.join(" ") : [command, ...args].join(" ");
  return amongSeveral ? `${name} (${what})` : what;
}
