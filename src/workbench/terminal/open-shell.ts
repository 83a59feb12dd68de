import { curlCommand } from "./commands/curl-command.ts";
import { jarCommand } from "./commands/jar-command.ts";
import { machineShellCommand } from "./commands/machine-shell.ts";
import { processCommands } from "./commands/process-commands.ts";
import { ProcessTable } from "./commands/process-table.ts";
import { programCommand } from "./commands/program-command.ts";
import { redisCommands } from "./commands/redis-commands.ts";
import { screenCommands } from "./commands/screen-commands.ts";
import { Shell } from "./shell/shell.ts";
import type { ShellCommand } from "./shell/shell-io.ts";
import type { TerminalWorld } from "./terminal-world.ts";

export interface OpenShell {
  readonly shell: Shell;
  readonly processes: ProcessTable;
}

/** A shell on a bench, with all commands of ours. `history` gives the lines that were typed. */
export function openShell(world: TerminalWorld, history: () => readonly string[]): OpenShell {
  const table = new ProcessTable(world);
  const itself = () => shell;
  const commands: ShellCommand[] = [
    curlCommand(world, itself, () => table.ports()),
    programCommand(
      {
        name: "node",
        usage: "node FILE",
        summary: "runs a program; Ctrl-C ends it, & leaves it in the background",
      },
      world.machine,
      table,
    ),
    ...redisCommands(world.machine, table),
    machineShellCommand(world.machine),
    jarCommand(world, itself),
    ...processCommands(table, () => shell.jobs),
    ...screenCommands(world, itself, history, () => commands),
  ];
  const shell = new Shell({
    machine: world.machine,
    learnersFiles: world.learnersFiles,
    nowMs: () => world.clock.nowMs(),
    commands,
  });
  return { shell, processes: table };
}
