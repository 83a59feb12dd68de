export interface CliOptions {
  readonly port: number;
  readonly password?: string;
  readonly database: number;
  /** Texts as they are, without quotes and numbers. */
  readonly raw: boolean;
  readonly command: readonly string[];
}

const USAGE = "Usage: redis-cli [-p PORT] [-a PASSWORD] [-n DATABASE] [--raw] COMMAND [ARGUMENT …]";

/** What `redis-cli -p 6379 GET key` asks for, or how it is used. */
export function cliOptions(args: readonly string[]): CliOptions | string {
  let port = 6379;
  let database = 0;
  let password: string | undefined;
  let raw = false;
  let at = 0;
  for (; args[at]?.startsWith("-") === true; at += 1) {
    const option = args[at];
    if (option === "--raw") {
      raw = true;
      continue;
    }
    at += 1;
    const value = args[at];
    if (value === undefined) return USAGE;
    if (option === "-p") port = Number(value);
    else if (option === "-n") database = Number(value);
    else if (option === "-a") password = value;
    else if (option !== "-h" || !/^(?:localhost|127\.0\.0\.1|::1)$/.test(value)) return USAGE;
  }
  const command = args.slice(at);
  if (command.length === 0 || !Number.isInteger(port) || !Number.isInteger(database)) return USAGE;
  return { port, database, raw, command, ...(password === undefined ? {} : { password }) };
}
