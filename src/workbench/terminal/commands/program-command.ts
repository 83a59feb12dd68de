import { type Engine, EngineError, type EngineProcess } from "../../../engine/engine.ts";
import { PROJECT_FOLDER } from "../shell/shell.ts";
import type { CommandRun, ShellCommand } from "../shell/shell-io.ts";
import type { ProcessTable } from "./process-table.ts";

const NOT_FOUND = 127;
const FAILED = 1;

/**
 * A program of the machine, as `node server.ts`: what it prints is shown as it comes, and Ctrl-C ends it. Its folder
 * is the project's; a path in the shell's folder is translated. It has no input.
 */
export function programCommand(
  { name, usage, summary }: Pick<ShellCommand, "name" | "usage" | "summary">,
  machine: () => Promise<Engine>,
  table: ProcessTable,
): ShellCommand {
  return {
    name,
    usage,
    summary,
    run: async (args, run) => {
      if (name === "node" && args.length === 0) {
        run.stderr("node: there is nothing to type programs into here. Name a file: node server.ts\n");
        return FAILED;
      }
      return runProgram(await machine(), table, name, args, run);
    },
  };
}

/** Starts a program, and prints what it prints until it ends; gives its exit code. */
export async function runProgram(
  engine: Engine,
  table: ProcessTable,
  name: string,
  args: readonly string[],
  run: CommandRun,
): Promise<number> {
  let process: EngineProcess;
  try {
    process = await engine.spawn(name, fromProject(name, args, run.cwd), { env: run.env });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    run.stderr(`${name}: ${error.message}\n`);
    return error.code === "unknown-command" ? NOT_FOUND : FAILED;
  }
  table.add(process, [name, ...args].join(" "));
  return follow(process, run);
}

/** The first argument is a file; programs start in the project's folder, wherever the shell stands. */
function fromProject(name: string, args: readonly string[], cwd: string): readonly string[] {
  const [file, ...rest] = args;
  if (name !== "node" || file === undefined || file.startsWith("-") || file.startsWith("/")) return args;
  const folder = cwd.startsWith(`${PROJECT_FOLDER}/`) ? `${cwd.slice(PROJECT_FOLDER.length + 1)}/` : "";
  return [new URL(folder + file, "file:///").pathname.slice(1), ...rest];
}

async function follow(process: EngineProcess, { stdout, stderr, signal }: CommandRun): Promise<number> {
  const kill = () => void process.kill();
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  try {
    const reader = process.output.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { stream, text } = next.value;
      (stream === "stdout" ? stdout : stderr)(text);
    }
    const { code, reason } = await process.exit;
    // As a shell says of one that a signal ended.
    return reason === "killed" ? 137 : (code ?? FAILED);
  } finally {
    signal.removeEventListener("abort", kill);
  }
}
