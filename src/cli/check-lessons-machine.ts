import { observed } from "../components/observed.ts";
import type { LessonPlayground } from "../course/lesson-playground.ts";
import type { Observed } from "../course/observation.ts";
import type { WireExchange } from "../course/wire.ts";
import type { Engine, EngineProcess } from "../engine/engine.ts";
import { COMMIT_CHANNEL } from "../session/commit-event.ts";
import { MovableClock } from "../web/clock.ts";
import type { Exchange } from "../web/exchange.ts";
import { UserAgent } from "../web/user-agent.ts";
import { BenchNetwork } from "../workbench/bench-network.ts";
import { type CommitView, readCommit } from "../workbench/commit-view.ts";

/** Playgrounds listen here unless they say otherwise, as the workbench assumes. */
export const PLAYGROUND_PORT = 7148;

const START_LIMIT_MS = 15_000;
const COMMIT_LIMIT_MS = 5_000;

/** One playground's program on an engine, with the browsers that drive it. */
export class LessonMachine {
  readonly #engine: Engine;
  readonly #entry: string;
  readonly #clock = new MovableClock();
  readonly #agents = new Map<string, UserAgent>();
  readonly #exchanges: Exchange[] = [];
  readonly #commits = new Map<string, CommitView>();
  readonly #waiting = new Map<string, (commit: CommitView) => void>();
  #process: EngineProcess | undefined;
  #output = "";

  private constructor(engine: Engine, entry: string) {
    this.#engine = engine;
    this.#entry = entry;
    engine.on("diagnostic", ({ channel, exchangeId, message }) => {
      const commit = channel === COMMIT_CHANNEL ? readCommit(message) : undefined;
      if (commit === undefined || exchangeId === undefined) return;
      this.#commits.set(exchangeId, commit);
      this.#waiting.get(exchangeId)?.(commit);
    });
  }

  /** Starts the program. Rejects with what it wrote when it does not listen. */
  static async start(
    engine: Engine,
    playground: LessonPlayground,
    files: Readonly<Record<string, string>>,
  ): Promise<LessonMachine> {
    await engine.mount(files);
    const machine = new LessonMachine(engine, playground.entry);
    await machine.restart();
    return machine;
  }

  async restart(): Promise<void> {
    await this.#process?.kill();
    const listening = Promise.withResolvers<void>();
    const stop = this.#engine.on("listening", ({ port }) => {
      if (port === PLAYGROUND_PORT) listening.resolve();
    });
    const process = await this.#engine.spawn("node", [this.#entry]);
    this.#process = process;
    const output = this.#collect(process);
    const ended = process.exit.then(async () => {
      await output;
      throw new Error(`The program ended before it listened on port ${PLAYGROUND_PORT}:\n${this.#output}`);
    });
    ended.catch(() => undefined);
    try {
      await within(
        START_LIMIT_MS,
        Promise.race([listening.promise, ended]),
        () => `The program does not listen.\n${this.#output}`,
      );
    } finally {
      stop();
    }
  }

  async moveClock(byMs: number): Promise<void> {
    this.#clock.advance(byMs);
    await this.#engine.setClock({ offsetMs: this.#clock.offsetMs });
  }

  /** Sends it, `parallel` times at once, redirects not followed. */
  send({ agent, parallel, request }: WireExchange): Promise<Exchange[]> {
    const browser = this.#agents.get(agent) ?? this.#newAgent(agent);
    const { method, target, headers, body } = request;
    return Promise.all(
      Array.from({ length: parallel }, async () => {
        const response = await browser.fetch(`http://localhost:${PLAYGROUND_PORT}${target}`, {
          method,
          headers,
          redirect: "manual",
          ...(body === "" ? {} : { body }),
        });
        await new Response(response.resource.body).bytes();
        return response.exchange;
      }),
    );
  }

  /** What the session did in that exchange. Rejects when no commit is told of in time. */
  async commit(exchange: Exchange): Promise<CommitView> {
    const known = this.#commits.get(exchange.id);
    if (known !== undefined) return known;
    const told = Promise.withResolvers<CommitView>();
    this.#waiting.set(exchange.id, told.resolve);
    return within(COMMIT_LIMIT_MS, told.promise, () => "No session took part in this exchange.");
  }

  /** What the program has written since it was started. */
  get output(): string {
    return this.#output;
  }

  /** All exchanges so far, in the order in which they ended. */
  observed(): Observed[] {
    return this.#exchanges.map((exchange) => {
      const commit = this.#commits.get(exchange.id);
      return observed({ exchange, commits: commit === undefined ? [] : [commit] });
    });
  }

  async stop(): Promise<void> {
    await this.#process?.kill();
  }

  #newAgent(name: string): UserAgent {
    const network = new BenchNetwork(() => this.#engine);
    const agent = new UserAgent({ name, network, clock: this.#clock });
    agent.onExchange((exchange) => this.#exchanges.push(exchange));
    this.#agents.set(name, agent);
    return agent;
  }

  async #collect(process: EngineProcess): Promise<void> {
    this.#output = "";
    for await (const { text } of process.output) this.#output += text;
  }
}

/** Real time: a lesson that hangs must not hang the checker. */
async function within<T>(limitMs: number, promise: Promise<T>, message: () => string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(message())), limitMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
