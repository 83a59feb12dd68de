export interface CliOptions {
  readonly port: number;
  readonly password?: string;
  readonly database: number;
  /** Texts as they are, without quotes and numbers. */
  readonly raw: boolean;
  /** Empty: they are to be typed, one after another. */
  readonly command: readonly string[];
}

export const CLI_USAGE =
  "Usage: redis-cli [-p PORT] [-a PASSWORD] [-n DATABASE] [--raw | --no-raw] COMMAND [ARGUMENT …]";

/** What `redis-cli -p 6379 GET key` asks for, or how it is used. */
export function cliOptions(args: readonly string[]): CliOptions | string {
  let port = 6379;
  let database = 0;
  let password: string | undefined;
  let raw = false;
  let at = 0;
  for (; args[at]?.startsWith("-") === true; at += 1) {
    const option = args[at];
    if (option === "--raw" || option === "--no-raw") {
      raw = option === "--raw";
      continue;
    }
    at += 1;
    const value = args[at];
    if (value === undefined) return CLI_USAGE;
    if (option === "-p") port = Number(value);
    else if (option === "-n") database = Number(value);
    else if (option === "-a") password = value;
    else if (option !== "-h" || !/^(?:localhost|127\.0\.0\.1|::1)$/.test(value)) return CLI_USAGE;
  }
  const command = args.slice(at);
  if (!Number.isInteger(port) || !Number.isInteger(database)) return CLI_USAGE;
  return { port, database, raw, command, ...(password === undefined ? {} : { password }) };
}
