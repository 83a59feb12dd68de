import type { Engine } from "../../../engine/engine.ts";
import { type CliOptions, cliOptions } from "../../../engine/inpage/redis/cli-options.ts";
import type { CommandRun, ShellCommand, Typist } from "../shell/shell-io.ts";
import type { ProcessTable } from "./process-table.ts";
import { programCommand, runProgram } from "./program-command.ts";
import { typedWords } from "./typed-words.ts";

type Machine = () => Promise<Engine>;

/** Each typed command is a connection of its own: what only lasts as long as one would be lost. */
const NEED_ONE_CONNECTION: ReadonlySet<string> = new Set(["MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH"]);

/** Redis and Valkey: the page's small server, and the program one asks it with. */
export function redisCommands(machine: Machine, table: ProcessTable): readonly ShellCommand[] {
  return ["redis", "valkey"].flatMap((kind) => [
    programCommand(
      {
        name: `${kind}-server`,
        usage: `${kind}-server [--port N]`,
        summary: "a small server in the page; & leaves it in the background",
      },
      machine,
      table,
    ),
    cliCommand(`${kind}-cli`, machine, table),
  ]);
}

function cliCommand(name: string, machine: Machine, table: ProcessTable): ShellCommand {
  return {
    name,
    usage: `${name} [-u URI] [-n DATABASE] [-r TIMES] [--scan] [COMMAND …]`,
    summary: "asks it; without a command it lets you type them. MONITOR shows what others ask",
    run: async (args, run) => {
      const options = cliOptions(args);
      const isTyped =
        typeof options !== "string" && options.command.length === 0 && options.scan === undefined;
      if (isTyped && run.typist !== undefined) {
        return converse(name, options, { machine, table, run, typist: run.typist });
      }
      // As the real one: plain texts where no human reads them.
      const forPrograms = run.typist === undefined ? ["--raw"] : [];
      return runProgram(await machine(), table, name, [...forPrograms, ...args], run);
    },
  };
}

interface Conversation {
  readonly machine: Machine;
  readonly table: ProcessTable;
  readonly run: CommandRun;
  readonly typist: Typist;
}

/** Asks for one command after another, until `exit`, Ctrl-D or Ctrl-C. */
async function converse(
  name: string,
  { port, raw, ...signedIn }: CliOptions,
  { machine, table, run, typist }: Conversation,
): Promise<number> {
  let { database, user, password } = signedIn;
  for (;;) {
    const place = database === 0 ? "" : `[${database}]`;
    const line = await typist.ask(`127.0.0.1:${port}${place}>`);
    if (line === undefined || run.signal.aborted) return 0;
    const words = typedWords(line);
    if (words === undefined) {
      run.stdout("Invalid argument(s)\n");
      continue;
    }
    const [first, argument, ...more] = words;
    const command = first?.toUpperCase();
    if (first === undefined || command === undefined) continue;
    if (command === "EXIT" || command === "QUIT") return 0;
    if (NEED_ONE_CONNECTION.has(command)) {
      run.stdout(
        `Here each command is a connection of its own, so ${command} would have no effect. Use EVAL, or a program.\n`,
      );
      continue;
    }
    const before = [
      ...["-p", String(port), "-n", String(database), ...(raw ? ["--raw"] : [])],
      ...(user === undefined ? [] : ["--user", user]),
      ...(password === undefined ? [] : ["-a", password]),
    ];
    const exitCode = await runProgram(await machine(), table, name, [...before, ...words], run);
    if (run.signal.aborted) return 0;
    if (exitCode !== 0 || argument === undefined) continue;
    if (command === "SELECT") database = Number(argument);
    if (command !== "AUTH") continue;
    password = more[0] ?? argument;
    user = more.length > 0 ? argument : undefined;
  }
}
