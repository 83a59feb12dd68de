import type { ProcessPlan } from "../course/setup.ts";
import type { Engine, EngineProcess, OutputChunk } from "../engine/engine.ts";
import type { Patience } from "./patience.ts";

/** The learner's program, as a grade test drives it. It runs when the test begins. */
export interface Program {
  /**
   * Settles when it listens; at once when it already does. What ended by itself after it had listened begins anew.
   * Throws {@link ProgramError} when it ends or stays silent, each time until `stop`.
   */
  start(): Promise<void>;
  /** Kills it, as a crash would. Files stay. Settles when its port is free. */
  stop(): Promise<void>;
  /** `stop`, then `start`. */
  restart(): Promise<void>;
  /**
   * What it wrote to stdout and stderr, before a restart as well. In a program that tests share, also what it wrote
   * during those before this one.
   */
  readonly output: string;
}

/** A process of its own takes its time to start, on a machine that has other work above all. */
const NATIVE_START_FACTOR = 4;

/** The program does not run as it must. The message is for the learner. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

export interface ProgramOptions {
  readonly engine: Engine;
  readonly plan: ProcessPlan;
  /** How messages name it: "server.ts", or "b (server.ts)" among several. */
  readonly label: string;
  /** The grader's own settings; those of the plan go before them. */
  readonly env: Readonly<Record<string, string>>;
  /** Until it listens. */
  readonly patience: Patience;
  /** It is known not to start, for this reason: `start` rejects with it and tries nothing. */
  readonly hopeless?: unknown;
}

export class LearnerProgram implements Program {
  readonly #options: ProgramOptions;
  readonly #output: OutputChunk[] = [];
  readonly #stopListening: () => void;
  #process: EngineProcess | undefined;
  #reading: Promise<void> = Promise.resolve();
  #started: Promise<void> | undefined;
  #listens: (() => void) | undefined;
  #listening = false;
  #closed = false;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#stopListening = options.engine.on("listening", ({ port }) => {
      if (port === options.plan.port) this.#listens?.();
    });
  }

  get plan(): ProcessPlan {
    return this.#options.plan;
  }

  get output(): string {
    return this.#output.map(({ text }) => text).join("");
  }

  get stderr(): string {
    return this.#output
      .filter(({ stream }) => stream === "stderr")
      .map(({ text }) => text)
      .join("");
  }

  /** It listens, or lives and need not listen, as far as is known. */
  get running(): boolean {
    return this.#listening;
  }

  async start(): Promise<void> {
    if (this.#closed) throw new ProgramError(`${this.#options.label} belonged to a test that is over.`);
    this.#started ??= this.#start();
    return this.#started;
  }

  async stop(): Promise<void> {
    await this.#started?.catch(() => undefined);
    this.#started = undefined;
    this.#listening = false;
    await this.#process?.kill();
    this.#process = undefined;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** `stop`, and it starts no more, whoever asks: a test whose time was over may still be at it. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.stop();
    this.#stopListening();
  }

  async #start(): Promise<void> {
    const { engine, plan, label, env, patience, hopeless } = this.#options;
    const { command, args, port } = plan;
    if (hopeless !== undefined) throw hopeless;
    const wait = patience.begin();
    const startLimitMs = wait.limitMs * (engine.kind === "inpage" ? 1 : NATIVE_START_FACTOR);
    const listening = new Promise<"listening">((resolve) => {
      this.#listens = () => resolve("listening");
    });
    const process = await engine.spawn(command, args, { env: { ...env, ...plan.env } });
    this.#process = process;
    this.#reading = this.#read(process.output);
    const limit = timer(startLimitMs);
    const outcome =
      port === undefined ? "listening" : await Promise.race([listening, process.exit, limit.passed]);
    limit.cancel();
    this.#listens = undefined;
    if (outcome === "listening") {
      this.#listening = true;
      void process.exit.then(() => {
        if (this.#process !== process) return;
        this.#listening = false;
        // What listens on no port may be done: it has run, and need not run again.
        if (port !== undefined) this.#started = undefined;
      });
      return;
    }
    await process.kill();
    await this.#reading;
    if (outcome === "late") wait.disappoint();
    throw new ProgramError(
      outcome === "late"
        ? `${label} did not listen on port ${port} within ${startLimitMs / 1000} seconds. Does it call listen(${port}), and does anything before that take for ever?`
        : `${label} ended${outcome.code === null ? "" : ` with exit code ${outcome.code}`} before it listened on port ${port}.${firstError(this.stderr)}`,
    );
  }

  async #read(output: ReadableStream<OutputChunk>): Promise<void> {
    const reader = output.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      this.#output.push(chunk.value);
    }
  }
}

/** The line of a stack trace that says what went wrong. */
function firstError(stderr: string): string {
  const line = stderr.split("\n").find((candidate) => /^(\w*Error\b|Uncaught)/.test(candidate.trim()));
  return line === undefined ? "" : ` It said: ${line.trim()}`;
}

function timer(afterMs: number): { passed: Promise<"late">; cancel(): void } {
  let handle: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<"late">((resolve) => {
    handle = setTimeout(() => resolve("late"), afterMs);
  });
  return { passed, cancel: () => clearTimeout(handle) };
}
