/** Where a command of the shell prints. Text has plain line feeds. */
export interface ShellOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Advice of the workbench's own, apart from what the command itself says. */
  readonly hint: (text: string) => void;
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
}
