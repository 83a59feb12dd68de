import { runCurl } from "../curl/run-curl.ts";
import type { Shell } from "../shell/shell.ts";
import type { ShellCommand } from "../shell/shell-io.ts";
import type { TerminalWorld } from "../terminal-world.ts";
import { chapterPorts } from "./chapter-ports.ts";

/** `curl` over the bench's network: what it sends stands in the inspector. */
export function curlCommand(
  world: TerminalWorld,
  shell: () => Shell,
  listening: () => Promise<readonly number[]>,
): ShellCommand {
  const network = chapterPorts(world.network, listening);
  return {
    name: "curl",
    usage: "curl URL",
    summary: "sends a request; curl --help lists the options",
    run: async (args, { stdin, stdout, stderr, hint, cwd, signal }) => {
      // The machine must be there, or nothing could listen on it.
      await world.machine();
      return runCurl(args, {
        ...{ network, clock: world.clock, onExchange: world.onExchange, stdin, stdout, stderr, hint, signal },
        files: {
          read: (path) => shell().readFile(path, cwd),
          write: (path, bytes, options = {}) =>
            shell().writeFile(path, bytes, options.makeFolders === true, cwd),
        },
      });
    },
  };
}
