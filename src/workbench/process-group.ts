import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { firstServer, type ProcessPlan } from "../course/setup.ts";
import type { Engine } from "../engine/engine.ts";
import * as words from "../words/en/program.ts";
import { type BenchProcess, isComing, isUp, untilUp } from "./bench-process.ts";
import {
  combineStates,
  describeProcesses,
  describeState,
  type EngineState,
  type ProgramState,
} from "./bench-state.ts";
import type { ConsoleLog } from "./console/console-log.ts";
import { ProgramRunner } from "./program-runner.ts";
import { startInOrder } from "./start-in-order.ts";

export interface ProcessGroupOptions {
  /** The machine to run on. Rejects when there is none. */
  readonly boot: () => Promise<Engine>;
  /** Makes the machine's files be those of the learner. */
  readonly bringFiles: (engine: Engine) => Promise<void>;
  /** Told of what kept processes from being started or ended. */
  readonly onFailure: (error: unknown) => void;
}

/** The processes of a bench: started in order, ended together, and each by itself. */
export class ProcessGroup {
  readonly processes: readonly BenchProcess[];
  /** All as one, with the ports of all. */
  readonly program: ReadonlySignal<ProgramState>;
  readonly troubled: ReadonlySignal<boolean>;
  /** The number of the run that can be looked at: all that it started listens or has ended, and one listens. */
  readonly serving: ReadonlySignal<number | undefined>;
  readonly #console: ConsoleLog;
  readonly #options: ProcessGroupOptions;
  readonly #runners: readonly ProgramRunner[];
  readonly #runs = signal(0);
  /** How often each was told to start or to stop: a start that was overtaken gives up. */
  readonly #orders = new Map<ProgramRunner, number>();

  constructor(plans: readonly ProcessPlan[], console: ConsoleLog, options: ProcessGroupOptions) {
    this.#console = console;
    this.#options = options;
    this.#runners = plans.map(
      (plan) => new ProgramRunner(plan, console, plans.length > 1 ? plan.name : undefined),
    );
    this.processes = this.#runners.map((runner) => ({
      plan: runner.plan,
      state: runner.state,
      start: () => this.#start([runner]),
      stop: () => this.#end([runner]),
    }));
    this.program = computed(() => combineStates(this.#runners.map(({ state }) => state.value)));
    this.troubled = computed(() => this.#runners.some(({ state }) => isTrouble(state.value)));
    this.serving = computed(() => (this.#serves() ? this.#runs.value : undefined));
  }

  /** Ends what runs and starts what starts with Run. Settles when the processes exist. Never rejects. */
  async run(): Promise<void> {
    this.#runs.value = this.#runs.peek() + 1;
    const starting = this.#runners.filter(({ plan }) => plan.startsWithRun);
    await this.#start(starting, this.#runners);
  }

  /** Ends all. Never rejects. */
  async stop(): Promise<void> {
    await this.#end(this.#runners);
  }

  async untilListening(): Promise<void> {
    await Promise.all(this.#runners.map(({ plan, state }) => untilUp(plan, state)));
  }

  /** Starts under way end in nothing. */
  giveUpStarts(): void {
    for (const runner of this.#runners) this.#order(runner);
  }

  /** Where the first server is to be found: its port, or the one that it listens on instead. */
  firstPort(): number | undefined {
    const server = firstServer(this.#runners.map(({ plan }) => plan));
    const first = this.#runners.find(({ plan }) => plan === server);
    const state = first?.state.peek();
    const ports = state?.kind === "running" || state?.kind === "unresponsive" ? state.ports : [];
    const wanted = first?.plan.port;
    return wanted !== undefined && ports.includes(wanted) ? wanted : (ports[0] ?? wanted);
  }

  /** Engine and processes in one line. */
  describe(engine: EngineState): string {
    if (this.#runners.length === 1) return describeState(engine, this.program.value);
    const states = this.#runners.map(({ plan: { name }, state }) => ({ name, state: state.value }));
    return describeProcesses(engine, states);
  }

  /** Starts these; of `ended`, those that run are ended before. */
  async #start(runners: readonly ProgramRunner[], ended: readonly ProgramRunner[] = runners): Promise<void> {
    const mine = new Map(ended.map((runner) => [runner, this.#order(runner)]));
    const overtaken = (runner: ProgramRunner) => this.#ordersOf(runner) !== mine.get(runner);
    for (const runner of runners) runner.announceStart();
    try {
      const engine = await this.#options.boot();
      await Promise.all(ended.filter((runner) => !overtaken(runner)).map((runner) => runner.end()));
      const current = runners.filter((runner) => !overtaken(runner));
      for (const runner of current) runner.announceStart();
      if (current.length > 0) await this.#options.bringFiles(engine);
      await startInOrder(
        current.map((runner) => ({
          plan: runner.plan,
          start: async () => {
            if (overtaken(runner)) return;
            await runner.start(engine);
            if (overtaken(runner)) await runner.end();
          },
          untilUp: () => untilUp(runner.plan, runner.state),
          giveUp: (missing) => void this.#giveUp(runner, missing),
        })),
      );
    } catch (error) {
      await Promise.all(runners.filter((runner) => !overtaken(runner)).map((runner) => runner.end()));
      this.#options.onFailure(error);
    }
  }

  #order(runner: ProgramRunner): number {
    const start = this.#ordersOf(runner) + 1;
    this.#orders.set(runner, start);
    return start;
  }

  #ordersOf(runner: ProgramRunner): number {
    return this.#orders.get(runner) ?? 0;
  }

  async #end(runners: readonly ProgramRunner[]): Promise<void> {
    for (const runner of runners) this.#order(runner);
    const ends = runners.map((runner) => runner.end());
    for (const end of await Promise.allSettled(ends)) {
      if (end.status === "rejected") this.#options.onFailure(end.reason);
    }
  }

  async #giveUp(runner: ProgramRunner, missing: string): Promise<void> {
    await this.#end([runner]);
    this.#console.note(words.notStarted(runner.plan.name, missing));
  }

  #serves(): boolean {
    const states = this.#runners.map(({ plan, state }) => ({ plan, state: state.value }));
    if (states.some(({ plan, state }) => isComing(plan, state))) return false;
    return states.some(({ plan, state }) => plan.port !== undefined && isUp(plan, state));
  }
}

function isTrouble({ kind }: ProgramState): boolean {
  return kind === "crashed" || kind === "unresponsive";
}
