import { computed, type ReadonlySignal, signal } from "@preact/signals";
import {
  BROWSERS_AT_MOST,
  completeSetup,
  firstOrigin,
  type HostSpec,
  type ProcessSpec,
  type Setup,
} from "../course/setup.ts";
import type { Engine } from "../engine/engine.ts";
import type { Grade, TestResult } from "../grader/grade.ts";
import { COMMIT_CHANNEL } from "../session/commit-event.ts";
import { STORE_CHANNEL } from "../session/store-call-event.ts";
import { MovableClock } from "../web/clock.ts";
import * as words from "../words/en/program.ts";
import { BenchAgent } from "./bench-agent.ts";
import { BenchNetwork } from "./bench-network.ts";
import type { BenchProcess } from "./bench-process.ts";
import type { EngineState, ProgramState } from "./bench-state.ts";
import { readCommit } from "./commit-view.ts";
import { ConsoleLog } from "./console/console-log.ts";
import { explain } from "./explain.ts";
import type { AgreementStore } from "./folder/agreement-store.ts";
import { BenchFolder } from "./folder/bench-folder.ts";
import { ProcessGroup } from "./process-group.ts";
import { readStoreCall } from "./store-call-view.ts";
import { RedisMessages } from "./stores/redis-messages.ts";
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
  /** Of the page's files with a folder that others use too, kept between visits. */
  readonly agreement?: AgreementStore;
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
  /** What the Redis servers of the machine say of themselves. */
  readonly redis = new RedisMessages();
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
  /** The files where others edit them too, while the machine has such a place. */
  readonly folder: BenchFolder;
  readonly #group: ProcessGroup;
  readonly #agents = signal<readonly BenchAgent[]>([]);
  readonly #engineState = signal<EngineState>({ kind: "off" });
  readonly #check = signal<CheckState>({ kind: "none" });
  #booting: Promise<Engine> | undefined;
  #engine: Engine | undefined;
  /** What the machine's files were made from; `undefined` until they were. */
  #mounted: TextFiles | undefined;
  /** How often the machine was changed: one that was still booting then comes too late. */
  #changes = 0;
  #bringing: Promise<unknown> = Promise.resolve();
  #checking: AbortController | undefined;
  #disposed = false;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.setup = completeSetup({ ...options, browsers: options.agents });
    this.network = new BenchNetwork(() => this.#engine, this.setup.hosts);
    this.#group = new ProcessGroup(this.setup.processes, this.console, {
      boot: () => this.#boot(),
      bringFiles: (engine) => this.#bringFiles(engine),
      onFailure: (error) => this.#tellFailure(error),
    });
    this.processes = this.#group.processes;
    this.program = this.#group.program;
    this.serving = this.#group.serving;
    this.status = computed(() => this.#group.describe(this.#engineState.value));
    this.troubled = computed(() => this.#engineState.value.kind === "failed" || this.#group.troubled.value);
    this.#agents.value = this.setup.browsers.map((name) => this.#newAgent(name));
    this.workspace = new Workspace(options.files);
    this.folder = new BenchFolder({
      workspace: this.workspace,
      agreement: options.agreement,
      onError: (error) => this.console.note(explain(error)),
    });
  }

  /** Where the browsers begin: the first host, or the learner's server on the port that it listens on. */
  get origin(): string {
    const port = this.setup.hosts.length > 0 ? undefined : this.#group.firstPort();
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

  /** Another browser, with a jar of its own, under the next name. `undefined` when there are enough. */
  addAgent(): BenchAgent | undefined {
    const agents = this.#agents.peek();
    const taken = new Set(agents.map(({ name }) => name));
    const name = BROWSER_NAMES.find((candidate) => !taken.has(candidate));
    if (name === undefined || agents.filter(isOwn).length >= BROWSERS_AT_MOST) return undefined;
    const agent = this.#newAgent(name);
    this.#agents.value = [...agents, agent];
    return agent;
  }

  /** The private window of a browser, beside it. There is at most one: asked again, it gives the same. */
  openPrivate(owner: BenchAgent): BenchAgent {
    const agents = this.#agents.peek();
    const present = agents.find(({ privateOf }) => privateOf === owner);
    if (present !== undefined) return present;
    const agent = this.#newAgent(`${owner.name} (private)`, owner);
    this.#agents.value = agents.toSpliced(agents.indexOf(owner) + 1, 0, agent);
    return agent;
  }

  /**
   * Closes a browser, and its private window with it. Answers how to have it back, with its cookies and the pages of
   * its tabs asked for anew. The last one stays: `undefined`.
   */
  closeAgent(agent: BenchAgent): (() => Promise<void>) | undefined {
    const agents = this.#agents.peek();
    const left = agents.filter((each) => each !== agent && each.privateOf !== agent);
    if (!left.some(isOwn)) return undefined;
    const memory = agent.memory();
    agent.quit();
    this.#agents.value = left;
    const { privateOf } = agent;
    return async () => {
      if (privateOf !== undefined) return this.openPrivate(privateOf).putBack(memory);
      const now = this.#agents.peek();
      const namesake = now.find(({ name }) => name === agent.name);
      if (namesake === undefined) this.#agents.value = now.toSpliced(agents.indexOf(agent), 0, agent);
      await (namesake ?? agent).putBack(memory);
    };
  }

  /** Gets the machine ready ahead of time. Never rejects: a failure is in `engine`, and `run` tries again. */
  async warmUp(): Promise<void> {
    await Promise.allSettled([this.#boot(), ...this.#agents.peek().map((agent) => agent.load())]);
  }

  /** The machine, booted if it was not. Rejects when it cannot be; `engine` says why. */
  machine(): Promise<Engine> {
    return this.#boot();
  }

  /** The same, with the files as they are now: for what runs there without Run. */
  async machineWithFiles(): Promise<Engine> {
    const engine = await this.#boot();
    await this.#bringFiles(engine);
    return engine;
  }

  /** Tells that a file of the learner's is so on the machine by now, or gone: a command changed it there. */
  noteOnMachine(path: string, text: string | undefined): void {
    if (this.#mounted === undefined) return;
    const { [path]: _, ...others } = this.#mounted;
    this.#mounted = text === undefined ? others : { ...others, [path]: text };
  }

  /** From the next run on, programs run on this machine. The one before is torn down, with what ran on it. */
  async changeEngine(engine: Engine): Promise<void> {
    await this.stop();
    const before = this.#engine;
    this.#changes += 1;
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
    await this.#group.run();
  }

  /** Settles when all that runs listens, or will not: it ended, crashed or was stopped. */
  async untilListening(): Promise<void> {
    await this.#group.untilListening();
  }

  /** Ends all, whatever it does. A start under way is given up. Never rejects. */
  async stop(): Promise<void> {
    await this.#group.stop();
  }

  /** Ends all and forgets what the programs kept: the machine's files are made anew at the next run. */
  async wipe(): Promise<void> {
    await this.stop();
    this.#mounted = undefined;
    this.folder.wipe();
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
    this.#group.giveUpStarts();
    this.#checking?.abort();
    this.folder.stop();
    const engine = await this.#booting?.catch(() => undefined);
    await engine?.teardown();
  }

  #tellFailure(error: unknown): void {
    if (!this.#disposed && this.#engineState.peek().kind !== "failed") this.console.note(explain(error));
  }

  #newAgent(name: string, privateOf?: BenchAgent): BenchAgent {
    return new BenchAgent(name, {
      ...(privateOf === undefined ? {} : { privateOf }),
      network: this.network,
      clock: this.clock,
      timeline: this.timeline,
      hosts: this.setup.hosts,
      origin: () => this.origin,
    });
  }

  #boot(): Promise<Engine> {
    this.#booting ??= this.#bootNow();
    return this.#booting;
  }

  async #bootNow(): Promise<Engine> {
    const changes = this.#changes;
    this.#engineState.value = { kind: "booting", step: words.startingEngine };
    try {
      const engine = await this.#options.bootEngine((step) => {
        if (this.#engineState.peek().kind === "booting") this.#engineState.value = { kind: "booting", step };
      });
      if (changes === this.#changes) return await this.#adopt(engine);
      await engine.teardown();
    } catch (error) {
      if (changes !== this.#changes) return this.#boot();
      this.#booting = undefined;
      const reason = explain(error);
      this.#engineState.value = { kind: "failed", reason, message: words.engineFailed(reason) };
      throw error;
    }
    return this.#boot();
  }

  async #adopt(engine: Engine): Promise<Engine> {
    this.redis.follow(engine);
    engine.on("diagnostic", ({ channel, exchangeId, message }) => {
      if (exchangeId === undefined) return;
      const commit = channel === COMMIT_CHANNEL ? readCommit(message) : undefined;
      if (commit !== undefined) this.timeline.addCommit(exchangeId, commit);
      const call = channel === STORE_CHANNEL ? readStoreCall(message) : undefined;
      if (call !== undefined) this.timeline.addStoreCall(exchangeId, call);
    });
    await Promise.all([engine.setClock({ offsetMs: this.clock.offsetMs }), this.folder.adopt(engine)]);
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
    if (await this.folder.bring()) return;
    const files = this.workspace.files.peek();
    const before = this.#mounted;
    // Before it is done: what a command changes meanwhile, or another machine, must not be taken back.
    this.#mounted = files;
    try {
      if (before === undefined) await engine.mount(files);
      else await writeChanges(engine, before, files);
    } catch (error) {
      if (this.#mounted === files) this.#mounted = before;
      throw error;
    }
  }
}

async function writeChanges(engine: Engine, before: TextFiles, now: TextFiles): Promise<void> {
  const changed = Object.entries(now).filter(([path, text]) => before[path] !== text);
  const gone = Object.keys(before).filter((path) => now[path] === undefined);
  // A file may have the name now of a folder whose files are gone, or lie in a folder that has the name of a file that is.
  const emptied = changed.flatMap(([path]) =>
    gone.some((each) => each.startsWith(`${path}/`)) ? [path] : [],
  );
  await Promise.all([...gone, ...emptied].map((path) => engine.fs.remove(path)));
  await Promise.all(changed.map(([path, text]) => engine.fs.writeFile(path, text)));
}

/** In the order in which they come. */
const BROWSER_NAMES = ["Alice", "Bob", "Mallory", "Carol", "Dave", "Erin"];

/** Not a private window. */
function isOwn({ privateOf }: BenchAgent): boolean {
  return privateOf === undefined;
}
