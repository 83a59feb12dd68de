import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A program of ours in a process of its own, which says line by line how far it is. */
export interface TrialProcess {
  readonly pid: number;
  /** The next line. Rejects when the process ends without one. */
  line(): Promise<string>;
  /** Resolves when the process is gone; one that is gone already, at once. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface TrialProcessOptions {
  readonly nodeOptions?: readonly string[];
  /** A command that runs the program as the rest of its arguments, in its own process: `unshare -m`. */
  readonly within?: readonly string[];
}

/** `program`: its path from this folder. */
export function startTrialProcess(
  program: string,
  args: readonly string[],
  { nodeOptions = [], within = [] }: TrialProcessOptions = {},
): TrialProcess {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const [command = process.execPath, ...rest] = [...within, process.execPath, ...nodeOptions, path, ...args];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    async line() {
      const next = await lines.next();
      if (next.done === true) throw new Error(`${program} ended before it said what was awaited.`);
      return next.value;
    },
    async end(signal = "SIGTERM") {
      child.kill(signal);
      await gone;
    },
  };
}

/** The trial app in a process of its own. */
export interface TrialServer extends TrialProcess {
  readonly address: string;
}

/** On the store that `spec` names; see `trial-stores/trial-store.ts`. */
export async function startTrialServer(spec: string): Promise<TrialServer> {
  const program = startTrialProcess("trial-program.ts", [spec]);
  return { ...program, address: `http://127.0.0.1:${await program.line()}` };
}
