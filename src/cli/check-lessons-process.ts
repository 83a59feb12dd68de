import type { ProcessPlan } from "../course/setup.ts";
import type { Engine, EngineProcess } from "../engine/engine.ts";
import { within } from "./within.ts";

const START_LIMIT_MS = 15_000;

/** One process of a playground, on an engine. */
export class LessonProcess {
  readonly plan: ProcessPlan;
  readonly #engine: Engine;
  #process: EngineProcess | undefined;
  #output = "";

  constructor(engine: Engine, plan: ProcessPlan) {
    this.#engine = engine;
    this.plan = plan;
  }

  /** What it has written since it was started. */
  get output(): string {
    return this.#output;
  }

  /** Settles when it listens, or at once when it need not. Rejects with what it wrote when it does not. */
  async start(): Promise<void> {
    await this.stop();
    const { name, command, args, env, port } = this.plan;
    const listening = Promise.withResolvers<void>();
    const stopWatching = this.#engine.on("listening", (used) => {
      if (used.port === port) listening.resolve();
    });
    try {
      const process = await this.#engine.spawn(command, args, { env });
      this.#process = process;
      const output = this.#collect(process);
      if (port === undefined) return;
      const ended = process.exit.then(async () => {
        await output;
        throw new Error(`The process "${name}" ended before it listened on port ${port}:\n${this.#output}`);
      });
      ended.catch(() => undefined);
      await within(
        START_LIMIT_MS,
        Promise.race([listening.promise, ended]),
        () => `The process "${name}" does not listen on port ${port}.\n${this.#output}`,
      );
    } finally {
      stopWatching();
    }
  }

  async stop(): Promise<void> {
    await this.#process?.kill();
    this.#process = undefined;
  }

  async #collect(process: EngineProcess): Promise<void> {
    this.#output = "";
    for await (const { text } of process.output) this.#output += text;
  }
}
