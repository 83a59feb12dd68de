import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Engine, EngineError } from "../engine/engine.ts";
import type { Grade, TestResult } from "../grader/grade.ts";
import { COMMIT_CHANNEL } from "../session/commit-event.ts";
import { MovableClock } from "../web/clock.ts";
import { BenchAgent } from "./bench-agent.ts";
import { BenchNetwork } from "./bench-network.ts";
import type { EngineState, ProgramState } from "./bench-state.ts";
import { readCommit } from "./commit-view.ts";
import { ConsoleLog } from "./console/console-log.ts";
import { ProgramRunner } from "./program-runner.ts";
import { Timeline } from "./timeline.ts";
import { type TextFiles, Workspace } from "./workspace.ts";

export interface BenchOptions {
  /** The starter's files. */
  readonly files: TextFiles;
  /** The program that `run` starts. */
  readonly entry: string;
  /** Where the browsers look for it. */
  readonly port: number;
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
 * Everything on a working screen but the screen: the learner's files, a machine for them, the program that
 * runs there, browsers that talk to it, and what came of it. Nothing is booted before it is needed.
 */
export class Bench {
  readonly workspace: Workspace;
  readonly console = new ConsoleLog();
  readonly timeline = new Timeline();
  readonly clock = new MovableClock();
  readonly network = new BenchNetwork(() => this.#engine);
  readonly agents: readonly BenchAgent[];
  readonly port: number;
  readonly #options: BenchOptions;
  readonly #runner = new ProgramRunner(this.console);
  readonly #engineState = signal<EngineState>({ kind: "off" });
  readonly #check = signal<CheckState>({ kind: "none" });
  #booting: Promise<Engine> | undefined;
  #engine: Engine | undefined;
  /** What the machine's files were made from; `undefined` until they were. */
  #mounted: TextFiles | undefined;
  #starts = 0;
  #checking: AbortController | undefined;
  #disposed = false;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.port = options.port;
    this.workspace = new Workspace(options.files);
    this.agents = options.agents.map(
      (name) =>
        new BenchAgent(name, {
          network: this.network,
          clock: this.clock,
          timeline: this.timeline,
          origin: () => this.origin,
        }),
    );
  }

  /** Where the learner's server is: on the expected port, or on the one that it listens on instead. */
  get origin(): string {
    const program = this.program.peek();
    const ports = program.kind === "running" ? program.ports : [];
    const port = ports.includes(this.port) ? this.port : (ports[0] ?? this.port);
    return `http://localhost:${port}`;
  }

  get engine(): ReadonlySignal<EngineState> {
    return this.#engineState;
  }

  get program(): ReadonlySignal<ProgramState> {
    return this.#runner.state;
  }

  get checked(): ReadonlySignal<CheckState> {
    return this.#check;
  }

  /** Gets the machine ready ahead of time. Never rejects: a failure is in `engine`, and `run` tries again. */
  async warmUp(): Promise<void> {
    await Promise.allSettled([this.#boot(), ...this.agents.map((agent) => agent.load())]);
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
   * Starts the program on the files as they are now; one that runs is ended first. The program's own files
   * (its session records) stay. Settles when the process exists; what becomes of it is in `program`.
   * Never rejects: a failure is in `engine`.
   */
  async run(): Promise<void> {
    const start = ++this.#starts;
    this.#runner.announceStart();
    try {
      const engine = await this.#boot();
      if (start !== this.#starts) return;
      await this.#runner.end();
      this.#runner.announceStart();
      await this.#bringFiles(engine);
      if (start !== this.#starts) return;
      await this.#runner.start(engine, this.#options.entry);
      if (start !== this.#starts) await this.#runner.end();
    } catch (error) {
      await this.#runner.end();
      if (this.#disposed) return;
      if (this.#engineState.peek().kind !== "failed") this.console.note(explain(error));
    }
  }

  /** Settles when the program listens, or when it will not: it ended, crashed or was stopped. */
  async untilListening(): Promise<void> {
    await new Promise<void>((resolve) => {
      const stopWaiting = effect(() => {
        const program = this.program.value;
        if (program.kind === "starting" || (program.kind === "running" && program.ports.length === 0)) return;
        resolve();
        queueMicrotask(() => stopWaiting());
      });
    });
  }

  /** Ends the program, whatever it does. A start under way is given up. Never rejects. */
  async stop(): Promise<void> {
    this.#starts++;
    await this.#runner.end().catch((error: unknown) => this.console.note(explain(error)));
  }

  /** Ends the program and forgets what it kept: the machine's files are made anew at the next run. */
  async wipe(): Promise<void> {
    await this.stop();
    this.#mounted = undefined;
  }

  /** Moves the wall clock of the program, the jars and the browsers together. */
  async moveClock(byMs: number): Promise<void> {
    this.clock.advance(byMs);
    for (const agent of this.agents) agent.refresh();
    await this.#engine?.setClock({ offsetMs: this.clock.offsetMs });
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
    this.#starts++;
    this.#checking?.abort();
    const engine = await this.#booting?.catch(() => undefined);
    await engine?.teardown();
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

  /** Writes what changed since the last run, so that the program's own files stay. */
  async #bringFiles(engine: Engine): Promise<void> {
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
