import { type ParseArgsConfig, parseArgs } from "node:util";

/** What was typed is not what the command needs. The message says what is missing or wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** As Node's own `parseArgs`; throws a {@link UsageError}. */
export function readArgs<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
