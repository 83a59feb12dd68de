import { observed } from "../components/observed.ts";
import type { LessonPlayground } from "../course/lesson-playground.ts";
import type { Observed } from "../course/observation.ts";
import { firstOrigin, type Setup } from "../course/setup.ts";
import type { WireExchange, WireStep } from "../course/wire.ts";
import type { Engine } from "../engine/engine.ts";
import { COMMIT_CHANNEL } from "../session/commit-event.ts";
import { MovableClock } from "../web/clock.ts";
import type { Exchange } from "../web/exchange.ts";
import { BenchNetwork } from "../workbench/bench-network.ts";
import { type CommitView, readCommit } from "../workbench/commit-view.ts";
import type { SentRequest } from "./check-lessons-browser.ts";
import { LessonProcess } from "./check-lessons-process.ts";
import type { DrivenProgram } from "./driven-program.ts";
import { LessonBrowsers } from "./lesson-browsers.ts";
import { within } from "./within.ts";

const COMMIT_LIMIT_MS = 5_000;

/** One playground's processes on an engine, behind its hosts, with the browsers that drive them. */
export class LessonMachine implements DrivenProgram {
  readonly #engine: Engine;
  readonly #setup: Setup;
  readonly #processes: readonly LessonProcess[];
  readonly #clock = new MovableClock();
  readonly #browsers: LessonBrowsers;
  readonly #exchanges: Exchange[] = [];
  readonly #commits = new Map<string, CommitView>();
  readonly #waiting = new Map<string, (commit: CommitView) => void>();
  #toldNext: () => void = () => {};

  private constructor(engine: Engine, setup: Setup) {
    this.#engine = engine;
    this.#setup = setup;
    this.#processes = setup.processes.map((plan) => new LessonProcess(engine, plan));
    this.#browsers = new LessonBrowsers({
      network: new BenchNetwork(() => engine, setup.hosts),
      clock: this.#clock,
      origin: firstOrigin(setup),
      onExchange: (exchange) => this.#exchanges.push(exchange),
    });
    engine.on("diagnostic", ({ channel, exchangeId, message }) => {
      const commit = channel === COMMIT_CHANNEL ? readCommit(message) : undefined;
      if (commit === undefined || exchangeId === undefined) return;
      this.#commits.set(exchangeId, commit);
      this.#waiting.get(exchangeId)?.(commit);
      this.#toldNext();
    });
  }

  /** Starts what Run starts. Rejects with what a process wrote when it does not listen. */
  static async start(
    engine: Engine,
    playground: LessonPlayground,
    files: Readonly<Record<string, string>>,
  ): Promise<LessonMachine> {
    await engine.mount(files);
    const machine = new LessonMachine(engine, playground.setup);
    await machine.restart();
    return machine;
  }

  /** Ends all and starts what Run starts, each as soon as those listen that it waits for. */
  async restart(): Promise<void> {
    await this.stop();
    const starts = new Map<string, Promise<void>>();
    for (const process of this.#processes) {
      const { name, after, startsWithRun } = process.plan;
      if (!startsWithRun) continue;
      const start = Promise.all(after.map((earlier) => starts.get(earlier))).then(() => process.start());
      start.catch(() => undefined);
      starts.set(name, start);
    }
    await Promise.all(starts.values());
  }

  async take(step: WireStep): Promise<void> {
    if (step.kind === "restart") await this.restart();
    else if (step.kind === "stop") await this.#process(step.process).stop();
    else if (step.kind === "start") await this.#process(step.process).start();
    else if (step.kind === "clock") await this.#moveClock(step.byMs);
    else if (step.kind === "real-time") await this.#moveClock(-this.#clock.offsetMs);
    else if (step.kind === "theft") this.#browsers.copyCookie(step);
  }

  send(step: WireExchange): Promise<SentRequest[]> {
    return this.#browsers.send(step);
  }

  address(target: string): string {
    return this.#browsers.address(target);
  }

  async commit(exchange: Exchange): Promise<CommitView> {
    const known = this.#commits.get(exchange.id);
    if (known !== undefined) return known;
    const told = Promise.withResolvers<CommitView>();
    this.#waiting.set(exchange.id, told.resolve);
    return within(COMMIT_LIMIT_MS, told.promise, () => "No session took part in this exchange.");
  }

  /** What the processes have written since they were started. */
  get output(): string {
    return this.#processes.map(({ output }) => output).join("");
  }

  /**
   * All exchanges so far, in the order in which they ended. What a session did is told beside the response, and may
   * come after it: while that is not enough, what is still to come is awaited.
   */
  async observed(isEnough: (seen: readonly Observed[]) => boolean): Promise<Observed[]> {
    for (;;) {
      const seen = this.#observedNow();
      if (isEnough(seen)) return seen;
      const told = Promise.withResolvers<void>();
      this.#toldNext = told.resolve;
      const isLate = await within(COMMIT_LIMIT_MS, told.promise, () => "late").then(
        () => false,
        () => true,
      );
      if (isLate) return this.#observedNow();
    }
  }

  #observedNow(): Observed[] {
    return this.#exchanges.map((exchange) => {
      const commit = this.#commits.get(exchange.id);
      return observed({ exchange, commits: commit === undefined ? [] : [commit] }, this.#setup);
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
  }

  async #moveClock(byMs: number): Promise<void> {
    this.#clock.advance(byMs);
    await this.#engine.setClock({ offsetMs: this.#clock.offsetMs });
  }

  #process(name: string): LessonProcess {
    const process = this.#processes.find(({ plan }) => plan.name === name);
    if (process === undefined) throw new Error(`There is no process "${name}".`);
    return process;
  }
}
