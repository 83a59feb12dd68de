import { curlOptions } from "./curl/option-table.ts";
import { openShell } from "./open-shell.ts";
import { PROJECT_FOLDER } from "./shell/shell.ts";
import type { TerminalWorld } from "./terminal-world.ts";
import type { LineHistory } from "./typing/line-history.ts";
import type { SessionShell } from "./typing/terminal-session.ts";

/** The shell as a session wants it: with a prompt, and what may be completed. */
export function sessionShell(world: TerminalWorld, history: LineHistory): SessionShell {
  const { shell, processes } = openShell(world, () => history.lines);
  return {
    get prompt() {
      const { cwd } = shell;
      const folder = cwd === PROJECT_FOLDER ? "" : cwd.replace(`${PROJECT_FOLDER}/`, "");
      return folder === "" ? "$" : `${folder} $`;
    },
    run: (line, output, signal) => shell.run(line, output, signal),
    commandNames: shell.commandNames,
    namesIn: (folder) => shell.namesIn(folder),
    argumentsOf: async (command, word) => {
      switch (command) {
        case "curl":
          return word.startsWith("-") ? curlFlags() : addresses(await processes.ports(), word);
        case "jar":
          return word.startsWith("-") ? ["--import "] : world.browsers().map((name) => `${name} `);
        case "kill":
          return [
            ...(await processes.rows()).flatMap(({ pid }) => (pid === undefined ? [] : [`${pid} `])),
            ...shell.jobs.map(({ number }) => `%${number} `),
          ];
        default:
          return [];
      }
    },
  };
}

function curlFlags(): string[] {
  return curlOptions.flatMap(({ name, help }) => (help === undefined ? [] : [`--${name} `]));
}

/** Where something listens, once one has begun to write an address. */
function addresses(ports: readonly number[], word: string): readonly string[] {
  const known = ports.flatMap((port) => [`http://localhost:${port}/`, `localhost:${port}/`]);
  return word === "" ? known.slice(0, 1) : known;
}
