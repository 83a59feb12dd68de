import { type ReadonlySignal, signal } from "@preact/signals";
import type { ProcessPlan } from "../course/setup.ts";
import type { Engine, EngineProcess, ExitStatus } from "../engine/engine.ts";
import { isAlive, type ProgramState } from "./bench-state.ts";
import type { ConsoleLog } from "./console/console-log.ts";
import { errorSummary, firstPosition } from "./console/stack-position.ts";

/** Output reaches the console at most this often, so that a flood of it leaves the page usable. */
const CONSOLE_FLUSH_MS = 40;
/** Of stderr, what is searched for the reason of a crash. */
const REASON_LIMIT = 16_000;

/** One process on one engine at a time: starts it, follows it, ends it. */
export class ProgramRunner {
  readonly plan: ProcessPlan;
  readonly #console: ConsoleLog;
  /** Who the console says wrote it; `undefined` where there is no other. */
  readonly #name: string | undefined;
  readonly #state = signal<ProgramState>({ kind: "stopped" });
  #process: EngineProcess | undefined;
  #stopListening: (() => void) | undefined;

  constructor(plan: ProcessPlan, console: ConsoleLog, name?: string) {
    this.plan = plan;
    this.#console = console;
    this.#name = name;
  }

  get state(): ReadonlySignal<ProgramState> {
    return this.#state;
  }

  /** Says that a start is under way, before there is an engine to ask. */
  announceStart(): void {
    this.#state.value = { kind: "starting" };
  }

  /** Settles when the process exists. One that runs already is ended first. */
  async start(engine: Engine): Promise<void> {
    const before = this.#process;
    this.#forget();
    this.#state.value = { kind: "starting" };
    await before?.kill();
    const { command, args, env } = this.plan;
    const process = await engine.spawn(command, args, { env });
    this.#process = process;
    this.#follow(engine, process);
    const ended = this.#print(process);
    void Promise.all([process.exit, ended]).then(([status, stderr]) => this.#onExit(process, status, stderr));
  }

  /** Ends the program now; settles when its ports are free. Does nothing when none runs. */
  async end(): Promise<void> {
    const process = this.#process;
    this.#forget();
    if (isAlive(this.#state.peek())) this.#state.value = { kind: "stopped" };
    await process?.kill();
  }

  #forget(): void {
    this.#process = undefined;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #follow(engine: Engine, { pid }: EngineProcess): void {
    const ports = () => engine.listening().flatMap((used) => (used.pid === pid ? [used.port] : []));
    const running = () => {
      this.#state.value = { kind: "running", ports: ports() };
    };
    const ifOurs = (then: () => void) => (event: { readonly pid: number }) => {
      if (event.pid === pid) then();
    };
    const offs = [
      engine.on("listening", ifOurs(running)),
      engine.on("closed", ifOurs(running)),
      engine.on("responsive", ifOurs(running)),
      engine.on("unresponsive", (event) => {
        if (event.pid !== pid) return;
        this.#state.value = { kind: "unresponsive", ports: ports(), forMs: event.forMs };
      }),
    ];
    this.#stopListening = () => {
      for (const off of offs) off();
    };
    running();
  }

  /** Copies the output to the console; settles with the end of stderr when the output has ended. */
  async #print(process: EngineProcess): Promise<string> {
    let stderr = "";
    let waiting: { stream: "stdout" | "stderr"; text: string }[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const chunks = waiting;
      waiting = [];
      for (const { stream, text } of joinRuns(chunks)) this.#console.write(stream, text, this.#name);
    };
    const reader = process.output.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { stream, text } = next.value;
      if (stream === "stderr") stderr = (stderr + text).slice(-REASON_LIMIT);
      waiting.push({ stream, text });
      timer ??= setTimeout(flush, CONSOLE_FLUSH_MS);
    }
    clearTimeout(timer);
    flush();
    return stderr;
  }

  #onExit(process: EngineProcess, status: ExitStatus, stderr: string): void {
    if (this.#process !== process) return;
    this.#forget();
    if (status.reason === "killed") this.#state.value = { kind: "stopped" };
    else if (status.code === 0) this.#state.value = { kind: "ended" };
    else this.#state.value = crashed(status.code ?? 1, stderr);
  }
}

function crashed(code: number, stderr: string): ProgramState {
  const position = firstPosition(stderr);
  const summary = errorSummary(stderr);
  return position === undefined
    ? { kind: "crashed", code, summary }
    : { kind: "crashed", code, summary, position };
}

function joinRuns<T extends { stream: string; text: string }>(chunks: readonly T[]): T[] {
  const joined: T[] = [];
  for (const chunk of chunks) {
    const last = joined.at(-1);
    if (last?.stream === chunk.stream) joined[joined.length - 1] = { ...last, text: last.text + chunk.text };
    else joined.push(chunk);
  }
  return joined;
}
