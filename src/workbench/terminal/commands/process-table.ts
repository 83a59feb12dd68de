import type { Engine, EngineProcess } from "../../../engine/engine.ts";
import type { RunningProgram, TerminalWorld } from "../terminal-world.ts";

/** One line of `ps`. */
export interface ProcessRow {
  /** `undefined`: one of Run's that listens on no port, so that nobody can tell. */
  readonly pid: number | undefined;
  readonly ports: readonly number[];
  readonly commandLine: string;
  readonly startedBy: "Run" | "the terminal";
  stop(): Promise<void>;
}

/** What runs on the machine: what the terminal started, and what Run did. */
export class ProcessTable {
  readonly #world: Pick<TerminalWorld, "machine" | "programs">;
  readonly #own = new Map<EngineProcess, string>();

  constructor(world: Pick<TerminalWorld, "machine" | "programs">) {
    this.#world = world;
  }

  /** Counts a process in until it ends. */
  add(process: EngineProcess, commandLine: string): void {
    this.#own.set(process, commandLine);
    void process.exit.then(() => this.#own.delete(process));
  }

  /** What is listened on, Run's first. */
  async ports(): Promise<readonly number[]> {
    return (await this.rows()).flatMap(({ ports }) => ports);
  }

  async rows(): Promise<readonly ProcessRow[]> {
    const engine = await this.#world.machine();
    const own = [...this.#own].map(([process, commandLine]): ProcessRow => {
      const ports = portsOf(engine, process.pid);
      return { pid: process.pid, ports, commandLine, startedBy: "the terminal", stop: () => process.kill() };
    });
    return [...this.#world.programs().map((program) => rowOf(engine, program)), ...own];
  }
}

function rowOf(engine: Engine, { commandLine, ports, stop }: RunningProgram): ProcessRow {
  const pid = engine.listening().find(({ port }) => ports.includes(port))?.pid;
  return { pid, ports, commandLine, startedBy: "Run", stop };
}

function portsOf(engine: Engine, wanted: number): readonly number[] {
  return engine.listening().flatMap(({ pid, port }) => (pid === wanted ? [port] : []));
}
