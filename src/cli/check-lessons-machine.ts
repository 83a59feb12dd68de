import { observed } from "../components/observed.ts";
import type { LessonPlayground } from "../course/lesson-playground.ts";
import type { Observed } from "../course/observation.ts";
import { firstOrigin, type Setup } from "../course/setup.ts";
import type { WireExchange, WireTheft } from "../course/wire.ts";
import type { Engine } from "../engine/engine.ts";
import { COMMIT_CHANNEL } from "../session/commit-event.ts";
import { MovableClock } from "../web/clock.ts";
import type { Exchange } from "../web/exchange.ts";
import { BenchNetwork } from "../workbench/bench-network.ts";
import { type CommitView, readCommit } from "../workbench/commit-view.ts";
import { LessonBrowser, type SentRequest } from "./check-lessons-browser.ts";
import { LessonProcess } from "./check-lessons-process.ts";
import { within } from "./within.ts";

const COMMIT_LIMIT_MS = 5_000;

/** One playground's processes on an engine, behind its hosts, with the browsers that drive them. */
export class LessonMachine {
  readonly #engine: Engine;
  readonly #setup: Setup;
  readonly #processes: readonly LessonProcess[];
  readonly #network: BenchNetwork;
  readonly #clock = new MovableClock();
  readonly #browsers = new Map<string, LessonBrowser>();
  readonly #exchanges: Exchange[] = [];
  readonly #commits = new Map<string, CommitView>();
  readonly #waiting = new Map<string, (commit: CommitView) => void>();

  private constructor(engine: Engine, setup: Setup) {
    this.#engine = engine;
    this.#setup = setup;
    this.#processes = setup.processes.map((plan) => new LessonProcess(engine, plan));
    this.#network = new BenchNetwork(() => engine, setup.hosts);
    engine.on("diagnostic", ({ channel, exchangeId, message }) => {
      const commit = channel === COMMIT_CHANNEL ? readCommit(message) : undefined;
      if (commit === undefined || exchangeId === undefined) return;
      this.#commits.set(exchangeId, commit);
      this.#waiting.get(exchangeId)?.(commit);
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

  /** Ends all and starts, in order, what Run starts. */
  async restart(): Promise<void> {
    await this.stop();
    for (const process of this.#processes) if (process.plan.startsWithRun) await process.start();
  }

  async startProcess(name: string): Promise<void> {
    await this.#process(name).start();
  }

  async stopProcess(name: string): Promise<void> {
    await this.#process(name).stop();
  }

  async moveClock(byMs: number): Promise<void> {
    this.#clock.advance(byMs);
    await this.#engine.setClock({ offsetMs: this.#clock.offsetMs });
  }

  async backToRealTime(): Promise<void> {
    await this.moveClock(-this.#clock.offsetMs);
  }

  /** Copies a cookie from one jar into another. Throws when it is not there. */
  copyCookie({ cookie: name, from, to }: WireTheft): void {
    const cookie = this.#browser(from)
      .jar.list()
      .find((kept) => kept.name === name);
    if (cookie === undefined) throw new Error(`${from}'s jar has no cookie ${name} that ${to} could take.`);
    this.#browser(to).jar.put(cookie);
  }

  /** Sends it, `parallel` times at once. The reader's redirects are not followed, a page's are. */
  send(step: WireExchange): Promise<SentRequest[]> {
    const browser = this.#browser(step.agent);
    return Promise.all(Array.from({ length: step.parallel }, () => browser.send(step)));
  }

  /** Whole, from what a wire block says. */
  address(target: string): string {
    return new URL(target, firstOrigin(this.#setup)).href;
  }

  /** What the session did in that exchange. Rejects when no commit is told of in time. */
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

  /** All exchanges so far, in the order in which they ended. */
  observed(): Observed[] {
    return this.#exchanges.map((exchange) => {
      const commit = this.#commits.get(exchange.id);
      return observed({ exchange, commits: commit === undefined ? [] : [commit] }, this.#setup);
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
  }

  #process(name: string): LessonProcess {
    const process = this.#processes.find(({ plan }) => plan.name === name);
    if (process === undefined) throw new Error(`There is no process "${name}".`);
    return process;
  }

  #browser(name: string): LessonBrowser {
    const known = this.#browsers.get(name);
    if (known !== undefined) return known;
    const browser = new LessonBrowser({
      name,
      network: this.#network,
      clock: this.#clock,
      origin: firstOrigin(this.#setup),
      onExchange: (exchange) => this.#exchanges.push(exchange),
    });
    this.#browsers.set(name, browser);
    return browser;
  }
}
