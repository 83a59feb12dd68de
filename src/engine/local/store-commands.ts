import { fileURLToPath } from "node:url";

const redisServer = new URL("../inpage/redis/redis-server-command.ts", import.meta.url);
const redisCli = new URL("../inpage/redis/redis-cli-command.ts", import.meta.url);

/**
 * Commands beside node: the stores' servers that the page has, run by Node, so that a program is served by the
 * same store here and there, and nothing need be installed. Each with the script that it runs.
 */
const scripts: ReadonlyMap<string, URL> = new Map([
  ["redis-server", redisServer],
  ["valkey-server", redisServer],
  ["redis-cli", redisCli],
  ["valkey-cli", redisCli],
]);

export const STORE_COMMANDS: readonly string[] = [...scripts.keys()];

/** What Node is started with for such a command; `undefined` for any other. */
export function storeCommandArgs(command: string, args: readonly string[]): string[] | undefined {
  const script = scripts.get(command);
  return script === undefined ? undefined : [fileURLToPath(script), ...args];
}
