import type { EngineFiles, FileTree } from "../engine.ts";
import type { ProcessLimits } from "./process-limits.ts";

/**
 * A closed system of its own for each process of a machine: other processes, files, users and networks than those of the
 * real one. What runs there is trusted with nothing, and neither is what it says.
 */
export interface Cell {
  /** The command line that starts Node there with these arguments. The folders of the machine have the same paths there. */
  command(nodeArgs: readonly string[]): readonly [command: string, ...args: string[]];
  /** Where servers listen, as sockets named by their ports. All processes of the machine see it. */
  readonly sockets: string;
  /** Ports of the machine at which this side itself answers: the sockets by their ports. Programs cannot have them. */
  readonly hosted: Readonly<Record<number, string>>;
  /** The verbs on the machine's files, among which programs may have put anything. */
  readonly files: EngineFiles & { mount(files: FileTree): Promise<void> };
  readonly limits: CellLimits;
  /** Looked at a few times a second: a sentence why all processes have to end, if they have. */
  over(): string | undefined;
}

/** What the engine holds processes in a cell to by itself: those of the first part together with all that they started. */
export interface CellLimits extends ProcessLimits {
  /** Of stdout and stderr; past it the process is ended. */
  readonly outputBytes: number;
  /** Of one response; past it the response breaks off. */
  readonly responseBytes: number;
}

/** Of what a process in a cell tells its engine: far more than one that behaves has to say. */
export const TOLD_LIMIT_BYTES = 16 * 1024 * 1024;
