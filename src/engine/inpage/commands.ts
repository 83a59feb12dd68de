import { EngineError } from "../engine.ts";

/** What `spawn` starts: a program of the file tree, or a bundle of the machine's own. */
export interface StartedProgram {
  /** `process.argv[1]`; a path from the tree's root, or absolute. */
  readonly entry: string;
  readonly args: readonly string[];
  /** The bundle to run; absent: the file `entry`. */
  readonly bundle?: string;
}

/** Commands beside node. */
const BUNDLES: ReadonlyMap<string, string> = new Map([
  ["redis-server", "keepsake:redis-server"],
  ["valkey-server", "keepsake:redis-server"],
  ["redis-cli", "keepsake:redis-cli"],
  ["valkey-cli", "keepsake:redis-cli"],
]);

/** Throws {@link EngineError} "unknown-command". */
export function startedProgram(command: string, args: readonly string[]): StartedProgram {
  const bundle = BUNDLES.get(command);
  if (bundle !== undefined) return { entry: `/usr/local/bin/${command}`, args, bundle };
  if (command !== "node") {
    throw new EngineError(
      "unknown-command",
      `There is no command "${command}" here. Programs start with "node"; there are ${[...BUNDLES.keys()].join(", ")} too.`,
    );
  }
  const [entry = "", ...rest] = args;
  if (entry === "" || entry.startsWith("-")) {
    throw new EngineError(
      "unknown-command",
      `Name the program to run, as in "node server.ts". There are no options to node here.`,
    );
  }
  return { entry, args: rest };
}
