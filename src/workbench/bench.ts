import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { completeSetup, firstOrigin, type HostSpec, type ProcessSpec, type Setup } from "../course/setup.ts";
import { type Engine, EngineError } from "../engine/engine.ts";
import type { Grade, TestResult } from "../grader/grade.ts";
import { COMMIT_CHANNEL } from "../session/commit-event.ts";
import { MovableClock } from "../web/clock.ts";
import { BenchAgent } from "./bench-agent.ts";
import { BenchNetwork } from "./bench-network.ts";
import { type BenchProcess, isComing, isUp, untilUp } from "./bench-process.ts";
import {
  combineStates,
  describeProcesses,
  describeState,
  type EngineState,
  type ProgramState,
} from "./bench-state.ts";
import { readCommit } from "./commit-view.ts";
import { ConsoleLog } from "./console/console-log.ts";
import { ProgramRunner } from "./program-runner.ts";
import { startInOrder } from "./start-in-order.ts";
import { Timeline } from "./timeline.ts";
import { type TextFiles, Workspace } from "./workspace.ts";

export interface BenchOptions {
  /** The starter's files. */
  readonly files: TextFiles;
  /** The program that `run` starts: the short form of `processes`. */
  readonly entry: string;
  /** Where the browsers look for it. */
  readonly port: number;
  /** Default: the one program, `entry`. */
  readonly processes?: readonly ProcessSpec[] | undefined;
  /** Names of the virtual web in front of the processes. Default: none but localhost. */
  readonly hosts?: readonly HostSpec[] | undefined;
  /** The browsers to begin with, by name. */
  readonly agents: readonly string[];
  /** Gives a machine; `onStep` is told each step as a sentence ("Loading the engine"). */
  readonly bootEngine: (onStep: (sentence: string) => void) => Promise<Engine>;
  /** Runs the exercise's tests on these files. Absent: there are none, and `check` throws. */
  readonly grade?: (request: BenchGradeRequest) => Promise<Grade>;
}

export interface BenchGradeRequest {
  readonly files: TextFiles;
  readonly signal: AbortSignal;
  readonly onTest: (result: TestResult) => void;
}

/** Where the check stands. */
export type CheckState =
  | { readonly kind: "none" }
  | { readonly kind: "checking"; readonly done: readonly TestResult[] }
  | { readonly kind: "graded"; readonly grade: Grade }
  /** The tests could not be run at all. */
  | { readonly kind: "failed"; readonly message: string };

/**
 * Everything on a working screen but the screen: the learner's files, a machine for them, the processes that
 * run there, the hosts in front of them, browsers that talk to it, and what came of it. Nothing is booted before it is needed.
 */
export class Bench {
  readonly workspace: Workspace;
  readonly console = new ConsoleLog();
  readonly timeline = new Timeline();
  readonly clock = new MovableClock();
  readonly setup: Setup;
  readonly network: BenchNetwork;
  readonly processes: readonly BenchProcess[];
  /** All processes as one, with the ports of all. */
  readonly program: ReadonlySignal<ProgramState>;
  /** Engine and processes in one line. */
  readonly status: ReadonlySignal<string>;
  /** Something crashed, hangs, or did not boot. */
  readonly troubled: ReadonlySignal<boolean>;
  /** The number of the run that can be looked at: all that it started listens or has ended, and one listens. */
  readonly serving: ReadonlySignal<number | undefined>;
  readonly #options: BenchOptions;
  readonly #runners: readonly ProgramRunner[];
  readonly #runs = signal(0);
  readonly #agents = signal<readonly BenchAgent[]>([]);
  readonly #engineState = signal<EngineState>({ kind: "off" });
  readonly #check = signal<CheckState>({ kind: "none" });
  #booting: Promise<Engine> | undefined;
  #engine: Engine | undefined;
  /** What the machine's files were made from; `undefined` until they were. */
  #mounted: TextFiles | undefined;
  #bringing: Promise<unknown> = Promise.resolve();
  /** How often each was told to start or to stop: a start that was overtaken gives up. */
  readonly #starts = new Map<ProgramRunner, number>();
  #checking: AbortController | undefined;
  #disposed = false;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.setup = completeSetup({ ...options, browsers: options.agents });
    this.network = new BenchNetwork(() => this.#engine, this.setup.hosts);
    const { processes } = this.setup;
    this.#runners = processes.map(
      (plan) => new ProgramRunner(plan, this.console, processes.length > 1 ? plan.name : undefined),
    );
    this.processes = this.#runners.map((runner) => ({
      plan: runner.plan,
      state: runner.state,
      start: () => this.#start([runner]),
      stop: () => this.#end([runner]),
    }));
    this.program = computed(() => combineStates(this.#runners.map(({ state }) => state.value)));
    this.status = computed(() => this.#describe());
    this.troubled = computed(() => this.#isTroubled());
    this.serving = computed(() => (this.#serves() ? this.#runs.value : undefined));
    this.#agents.value = this.setup.browsers.map((name) => this.#newAgent(name));
    this.workspace = new Workspace(options.files);
  }

  /** Where the browsers begin: the first host, or the learner's server on the port that it listens on. */
  get origin(): string {
    if (this.setup.hosts.length > 0) return firstOrigin(this.setup);
    const [first] = this.#runners.filter(({ plan }) => plan.port !== undefined);
    const state = first?.state.peek();
    const ports = state?.kind === "running" || state?.kind === "unresponsive" ? state.ports : [];
    const wanted = first?.plan.port;
    const port = wanted !== undefined && ports.includes(wanted) ? wanted : (ports[0] ?? wanted);
    return port === undefined ? firstOrigin(this.setup) : `http://localhost:${port}`;
  }

  /** The browsers, in the order in which they came. */
  get agents(): readonly BenchAgent[] {
    return this.#agents.value;
  }

  get engine(): ReadonlySignal<EngineState> {
    return this.#engineState;
  }

  get checked(): ReadonlySignal<CheckState> {
    return this.#check;
  }

  /** Gets the machine ready ahead of time. Never rejects: a failure is in `engine`, and `run` tries again. */
  async warmUp(): Promise<void> {
    await Promise.allSettled([this.#boot(), ...this.#agents.peek().map((agent) => agent.load())]);
  }

  /** The machine, booted if it was not. Rejects when it cannot be; `engine` says why. */
  machine(): Promise<Engine> {
    return this.#boot();
  }

  /** From the next run on, programs run on this machine. The one before is torn down, with what ran on it. */
  async changeEngine(engine: Engine): Promise<void> {
    await this.stop();
    const before = this.#engine;
    this.#booting = this.#adopt(engine);
    this.#mounted = undefined;
    await this.#booting;
    await before?.teardown();
  }

  /**
   * Starts what starts with Run, on the files as they are now; whatever runs is ended first. The programs' own files
   * (their session records) stay. Settles when the processes exist; what becomes of them is in `processes`.
   * Never rejects: a failure is in `engine`, or in the console.
   */
  async run(): Promise<void> {
    this.#runs.value = this.#runs.peek() + 1;
    await this.#start(
      this.#runners.filter(({ plan }) => plan.startsWithRun),
      this.#runners,
    );
  }

  /** Settles when all that runs listens, or will not: it ended, crashed or was stopped. */
  async untilListening(): Promise<void> {
    await Promise.all(this.#runners.map(({ plan, state }) => untilUp(plan, state)));
  }

  /** Ends all, whatever it does. A start under way is given up. Never rejects. */
  async stop(): Promise<void> {
    await this.#end(this.#runners);
  }

  /** Ends all and forgets what the programs kept: the machine's files are made anew at the next run. */
  async wipe(): Promise<void> {
    await this.stop();
    this.#mounted = undefined;
  }

  /** Moves the wall clock of the program, the jars and the browsers together. */
  async moveClock(byMs: number): Promise<void> {
    this.clock.advance(byMs);
    for (const agent of this.#agents.peek()) agent.refresh();
    await this.#engine?.setClock({ offsetMs: this.clock.offsetMs });
  }

  /** Undoes all moves of the clock. */
  async backToRealTime(): Promise<void> {
    await this.moveClock(-this.clock.offsetMs);
  }

  /** Grades the files as they are now. A check under way is given up. Never rejects: see `checked`. */
  async check(): Promise<CheckState> {
    const { grade } = this.#options;
    if (grade === undefined) throw new TypeError("This bench has no tests: give it `grade`.");
    this.#checking?.abort();
    const run = new AbortController();
    this.#checking = run;
    const done: TestResult[] = [];
    this.#check.value = { kind: "checking", done: [] };
    const outcome = await grade({
      files: this.workspace.files.peek(),
      signal: run.signal,
      onTest: (result) => {
        done.push(result);
        if (this.#checking === run) this.#check.value = { kind: "checking", done: [...done] };
      },
    }).then(
      (graded): CheckState => ({ kind: "graded", grade: graded }),
      (error: unknown): CheckState => ({ kind: "failed", message: explain(error) }),
    );
    if (this.#checking === run) this.#check.value = outcome;
    return this.#check.peek();
  }

  /** Gives up a check under way and shows none. */
  stopCheck(): void {
    this.#checking?.abort();
    this.#checking = undefined;
    this.#check.value = { kind: "none" };
  }

  /** Ends everything. The bench is of no use after this. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const runner of this.#runners) this.#starts.set(runner, this.#startOf(runner) + 1);
    this.#checking?.abort();
    const engine = await this.#booting?.catch(() => undefined);
    await engine?.teardown();
  }

  /** Starts these; of `ended`, those that run are ended before. */
  async #start(runners: readonly ProgramRunner[], ended: readonly ProgramRunner[] = runners): Promise<void> {
    const mine = new Map(ended.map((runner) => [runner, this.#announce(runner)]));
    const overtaken = (runner: ProgramRunner) => this.#startOf(runner) !== mine.get(runner);
    for (const runner of runners) runner.announceStart();
    try {
      const engine = await this.#boot();
      await Promise.all(ended.filter((runner) => !overtaken(runner)).map((runner) => runner.end()));
      const current = runners.filter((runner) => !overtaken(runner));
      for (const runner of current) runner.announceStart();
      if (current.length > 0) await this.#bringFiles(engine);
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
      if (this.#disposed) return;
      if (this.#engineState.peek().kind !== "failed") this.console.note(explain(error));
    }
  }

  #announce(runner: ProgramRunner): number {
    const start = this.#startOf(runner) + 1;
    this.#starts.set(runner, start);
    return start;
  }

  #startOf(runner: ProgramRunner): number {
    return this.#starts.get(runner) ?? 0;
  }

  async #end(runners: readonly ProgramRunner[]): Promise<void> {
    for (const runner of runners) this.#announce(runner);
    const ends = runners.map((runner) => runner.end());
    for (const end of await Promise.allSettled(ends)) {
      if (end.status === "rejected") this.console.note(explain(end.reason));
    }
  }

  async #giveUp(runner: ProgramRunner, missing: string): Promise<void> {
    await this.#end([runner]);
    this.console.note(`${runner.plan.name} was not started: it waits for ${missing}, which does not listen.`);
  }

  #describe(): string {
    const engine = this.#engineState.value;
    if (this.#runners.length === 1) return describeState(engine, this.program.value);
    const states = this.#runners.map(({ plan: { name }, state }) => ({ name, state: state.value }));
    return describeProcesses(engine, states);
  }

  #isTroubled(): boolean {
    if (this.#engineState.value.kind === "failed") return true;
    return this.#runners.some(
      ({ state: { value } }) => value.kind === "crashed" || value.kind === "unresponsive",
    );
  }

  #serves(): boolean {
    const states = this.#runners.map(({ plan, state }) => ({ plan, state: state.value }));
    if (states.some(({ plan, state }) => isComing(plan, state))) return false;
    return states.some(({ plan, state }) => plan.port !== undefined && isUp(plan, state));
  }

  #newAgent(name: string): BenchAgent {
    return new BenchAgent(name, {
      network: this.network,
      clock: this.clock,
      timeline: this.timeline,
      origin: () => this.origin,
    });
  }

  #boot(): Promise<Engine> {
    this.#booting ??= this.#bootNow();
    return this.#booting;
  }

  async #bootNow(): Promise<Engine> {
    this.#engineState.value = { kind: "booting", step: "Starting the engine" };
    try {
      const engine = await this.#options.bootEngine((step) => {
        if (this.#engineState.peek().kind === "booting") this.#engineState.value = { kind: "booting", step };
      });
      return await this.#adopt(engine);
    } catch (error) {
      this.#booting = undefined;
      this.#engineState.value = {
        kind: "failed",
        message: `The engine did not start: ${explain(error)} Press Run to try again.`,
      };
      throw error;
    }
  }

  async #adopt(engine: Engine): Promise<Engine> {
    engine.on("diagnostic", ({ channel, exchangeId, message }) => {
      if (channel !== COMMIT_CHANNEL || exchangeId === undefined) return;
      const commit = readCommit(message);
      if (commit !== undefined) this.timeline.addCommit(exchangeId, commit);
    });
    await engine.setClock({ offsetMs: this.clock.offsetMs });
    this.#engine = engine;
    this.#engineState.value = { kind: "ready", engine: engine.kind };
    return engine;
  }

  /** One after the other: processes that start at once must not make the files anew under each other. */
  #bringFiles(engine: Engine): Promise<void> {
    const bringing = this.#bringing.then(() => this.#bringFilesNow(engine));
    this.#bringing = bringing.catch(() => undefined);
    return bringing;
  }

  /** Writes what changed since the last run, so that the program's own files stay. */
  async #bringFilesNow(engine: Engine): Promise<void> {
    const files = this.workspace.files.peek();
    const before = this.#mounted;
    if (before === undefined) await engine.mount(files);
    else {
      const changed = Object.entries(files).filter(([path, text]) => before[path] !== text);
      const gone = Object.keys(before).filter((path) => files[path] === undefined);
      await Promise.all([
        ...changed.map(([path, text]) => engine.fs.writeFile(path, text)),
        ...gone.map((path) => engine.fs.remove(path)),
      ]);
    }
    this.#mounted = files;
  }
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EngineError || /[.!?]$/.test(message)) return message;
  return `${message}.`;
}
