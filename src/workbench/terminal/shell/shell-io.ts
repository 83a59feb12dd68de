import type { TerminalSize } from "../../../engine/engine.ts";

/** One who sits at the terminal while a command runs. */
export interface Typist {
  /** Shows the prompt, given without its space, and lets a line be typed. `undefined`: that was Ctrl-D, or the command is being stopped. */
  ask(prompt: string): Promise<string | undefined>;
  /**
   * From now on keys go to the command as they come, Ctrl-C too, and what it writes to the screen is left as it is. The
   * returned function ends that.
   */
  attach(command: AttachedCommand): () => void;
  size(): TerminalSize;
}

/** A command that draws its own line. */
export interface AttachedCommand {
  write(keys: string): void;
  resize(size: TerminalSize): void;
}

/** Where a command of the shell prints. Text has plain line feeds. */
export interface ShellOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Advice of the workbench's own, apart from what the command itself says. */
  readonly hint: (text: string) => void;
  /** Absent: nobody types, as in a script or in the background. */
  readonly typist?: Typist | undefined;
}

/** A command of ours, beside those of the shell. */
export interface ShellCommand {
  readonly name: string;
  /** One line for `help`: "curl URL". */
  readonly usage: string;
  readonly summary: string;
  /** Gives the exit code. Rejects with the signal's reason when it was stopped. */
  run(args: readonly string[], run: CommandRun): Promise<number>;
}

/** One run of a command. */
export interface CommandRun {
  readonly stdin: Uint8Array;
  readonly stdout: (bytes: Uint8Array | string) => void;
  readonly stderr: (text: string) => void;
  readonly hint: (text: string) => void;
  /** Variables that the learner exported, or wrote before the command. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute, of the shell. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** `undefined`: input or output is not the terminal. */
  readonly typist: Typist | undefined;
}
