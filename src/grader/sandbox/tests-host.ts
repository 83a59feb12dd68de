import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { killGroup } from "../../engine/local/kill-group.ts";
import { REPOSITORY } from "../../engine/local/machine-folders.ts";
import { ProcessKeeper } from "../../engine/local/process-keeper.ts";
import type { Grade, TestResult } from "../grade.ts";
import { testsCommand } from "./bubblewrap.ts";
import { bundleLibrary } from "./bundle-library.ts";
import type { IsolationTools } from "./isolation.ts";
import { MACHINES_PLACE, REPOSITORY_PLACE } from "./places.ts";
import type { SandboxLimits } from "./sandbox-limits.ts";
import type { FromTests, HandInOrder, Terms, ToTests } from "./tests-messages.ts";

/** How the tests of one hand-in ended. */
export type TestsOutcome =
  | { readonly kind: "graded"; readonly grade: Grade }
  /** The time was over, or the process that runs the tests has ended by itself (`said`: its last words). */
  | { readonly kind: "late" | "broken"; readonly tests: Progress; readonly said: string };

/** What was known when it ended. */
export interface Progress {
  /** Of all tests; `undefined`: it had not come to that. */
  readonly names: readonly string[] | undefined;
  readonly results: readonly TestResult[];
}

export interface GradeCalls {
  readonly signal?: AbortSignal | undefined;
  readonly onTests?: ((names: readonly string[]) => void) | undefined;
}

const SCRIPT = fileURLToPath(new URL("tests-process.ts", import.meta.url));
const FLAGS = ["--no-warnings"];
const LAST_WORDS_CHARACTERS = 4_000;
/** Until it is ready to grade, on a machine that has much else to do. */
const START_LIMIT_MS = 60_000;

/** Clears up after hosts without a sandbox; a sandbox goes by itself. */
const keeper = new ProcessKeeper();

/** The process that runs tests, from outside. It may serve many hand-ins, one at a time. */
export class TestsHost {
  readonly #child: ChildProcess;
  readonly #limits: SandboxLimits;
  readonly #temporary: string | undefined;
  readonly #ended: Promise<void>;
  #lastWords = "";
  #listener: (message: FromTests) => void = () => undefined;
  #reusable = true;
  #running = true;

  private constructor(child: ChildProcess, limits: SandboxLimits, temporary: string | undefined) {
    this.#child = child;
    this.#limits = limits;
    this.#temporary = temporary;
    child.on("message", (message) => this.#listener(message as FromTests));
    child.on("error", (error) => this.#hear(error.message));
    for (const pipe of [child.stdout, child.stderr]) {
      pipe?.setEncoding("utf8").on("data", (text: string) => this.#hear(text));
    }
    this.#ended = once(child, "close").then(
      () => this.#clearUp(),
      () => this.#clearUp(),
    );
  }

  /** Rejects with what was said when it does not come up. */
  static async start(terms: Terms): Promise<TestsHost> {
    const { tools, limits } = terms;
    const library = tools === undefined ? {} : await bundleLibrary();
    const host = tools === undefined ? TestsHost.#openly(limits) : TestsHost.#isolated(tools, limits);
    const ready = new Promise<"ready">((resolve) => {
      host.#listener = ({ kind }) => {
        if (kind === "ready") resolve(kind);
      };
    });
    host.#tell({ kind: "begin", library, ...terms });
    const outcome = await host.#until(ready, START_LIMIT_MS);
    if (outcome === "ready") return host;
    await host.end();
    throw new Error(outcome === "late" ? "It was not ready within a minute." : host.#lastWords);
  }

  static #isolated(tools: IsolationTools, limits: SandboxLimits): TestsHost {
    const sources = {
      repository: REPOSITORY.replace(/\/$/, ""),
      modules: realpathSync(join(REPOSITORY, "node_modules")),
      node: realpathSync(process.execPath),
    };
    const script = join(REPOSITORY_PLACE, relative(REPOSITORY, SCRIPT));
    const [command, ...args] = testsCommand(tools, sources, limits, [...FLAGS, script]);
    return new TestsHost(started(command, args, { TMPDIR: MACHINES_PLACE }), limits, undefined);
  }

  static #openly(limits: SandboxLimits): TestsHost {
    const temporary = realpathSync(mkdtempSync(join(tmpdir(), "keepsake-tests-")));
    keeper.keepFolder(temporary);
    const child = started(process.execPath, [...FLAGS, SCRIPT], { TMPDIR: temporary });
    if (child.pid !== undefined) keeper.keep(child.pid);
    return new TestsHost(child, limits, temporary);
  }

  /** Another hand-in may be graded here. */
  get reusable(): boolean {
    return this.#reusable && this.#running;
  }

  /** Rejects with the signal's reason. Not while another hand-in is graded. */
  async grade(order: HandInOrder, { signal, onTests }: GradeCalls = {}): Promise<TestsOutcome> {
    let names: readonly string[] | undefined;
    const results: TestResult[] = [];
    const graded = new Promise<Extract<FromTests, { kind: "graded" }>>((resolve) => {
      this.#listener = (message) => {
        if (message.kind === "tests") {
          names = message.names;
          onTests?.(names);
        } else if (message.kind === "test") results.push(message.result);
        else if (message.kind === "graded") resolve(message);
      };
    });
    this.#tell({ kind: "grade", order });
    const outcome = await this.#until(graded, this.#limits.wallMs, signal);
    if (typeof outcome === "object") {
      this.#reusable = outcome.clean;
      return { kind: "graded", grade: outcome.grade };
    }
    await this.end();
    signal?.throwIfAborted();
    return { kind: outcome, tests: { names, results }, said: this.#lastWords };
  }

  /** Settles when all that ran in it is gone. May be called again. */
  async end(): Promise<void> {
    this.#reusable = false;
    this.ref();
    if (this.#running) {
      if (this.#child.pid !== undefined) killGroup(this.#child.pid);
      this.#child.kill("SIGKILL");
    }
    await this.#ended;
  }

  /** Lets this process end while the host stays. */
  unref(): void {
    this.#refer("unref");
  }

  ref(): void {
    this.#refer("ref");
  }

  #refer(how: "ref" | "unref"): void {
    this.#child[how]();
    this.#child.channel?.[how]();
    for (const pipe of [this.#child.stdout, this.#child.stderr]) {
      if (pipe !== null && how in pipe) (pipe as typeof pipe & Record<typeof how, () => void>)[how]();
    }
  }

  async #until<Result>(
    result: Promise<Result>,
    limitMs: number,
    signal?: AbortSignal,
  ): Promise<Result | "late" | "broken"> {
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    const outcome = await Promise.race([
      result,
      this.#ended.then(() => "broken" as const),
      new Promise<"late">((resolve) => {
        timer = setTimeout(resolve, limitMs, "late");
        onAbort = () => resolve("late");
        if (signal?.aborted) onAbort();
        signal?.addEventListener("abort", onAbort, { once: true });
      }),
    ]);
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
    return outcome;
  }

  #tell(message: ToTests): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #hear(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS_CHARACTERS);
  }

  #clearUp(): void {
    this.#running = false;
    if (this.#temporary === undefined) return;
    rmSync(this.#temporary, { recursive: true, force: true });
    keeper.forgetFolder(this.#temporary);
    if (this.#child.pid !== undefined) keeper.forget(this.#child.pid);
  }
}

/** With an environment of its own: nothing of the instructor's is in it. */
function started(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(command, args, {
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "advanced",
    detached: true,
  });
}
