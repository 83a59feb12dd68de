export interface CliOptions {
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database: number;
  /** Texts as they are, without quotes and numbers. */
  readonly raw: boolean;
  /** How often the command is asked. Infinite: until it is stopped. */
  readonly repeat: number;
  /** Between one time and the next. */
  readonly intervalMs: number;
  /** Lists all keys, in place of a command. */
  readonly scan?: { readonly pattern: string | undefined };
  /** Empty: they are to be typed, one after another. */
  readonly command: readonly string[];
}

export const CLI_USAGE =
  "Usage: redis-cli [-u URI] [-p PORT] [--user NAME] [-a PASSWORD] [-n DATABASE] [-r TIMES [-i SECONDS]] [--raw | --no-raw] [--scan [--pattern P]] COMMAND [ARGUMENT …]";

const LOCAL = /^(?:localhost|127\.0\.0\.1|\[?::1\]?)$/;

/** What `redis-cli -p 6379 GET key` asks for, or what is wrong with it. */
export function cliOptions(args: readonly string[]): CliOptions | string {
  const given: Record<string, string> = {};
  const flags = new Set<string>();
  let at = 0;
  for (; args[at]?.startsWith("-") === true; at += 1) {
    const option = args[at] ?? "";
    if (FLAGS.has(option)) {
      // Of the two about texts the last one counts.
      if (option === "--no-raw") flags.delete("--raw");
      else flags.add(option);
      continue;
    }
    at += 1;
    const value = args[at];
    if (value === undefined || !WITH_VALUE.has(option)) return CLI_USAGE;
    if (option === "-u") {
      const address = ofUri(value);
      if (typeof address === "string") return address;
      Object.assign(given, address);
    } else given[option === "--pass" ? "-a" : option] = value;
  }
  const { "-h": host = "localhost", "-p": port = "6379", "-n": database = "0", "-r": repeat = "1" } = given;
  const {
    "-i": interval = "0",

    "-a": password,
    "--user": user,
  } = given;
  const numbers = [port, database, repeat].map(Number);
  if (!LOCAL.test(host) || !numbers.every(Number.isInteger) || Number.isNaN(Number(interval)))
    return CLI_USAGE;
  return {
    port: Number(port),
    database: Number(database),
    raw: flags.has("--raw"),
    repeat: Number(repeat) < 0 ? Number.POSITIVE_INFINITY : Number(repeat),
    intervalMs: Number(interval) * 1000,
    command: args.slice(at),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(flags.has("--scan") ? { scan: { pattern: given["--pattern"] } } : {}),
  };
}

const FLAGS: ReadonlySet<string> = new Set(["--raw", "--no-raw", "--scan"]);
const WITH_VALUE: ReadonlySet<string> = new Set([
  ...["-u", "-h", "-p", "-n", "-a", "--pass", "--user", "-r", "-i", "--pattern"],
]);

/** `redis://USER:PASSWORD@HOST:PORT/DATABASE`, each part of which may be left out; or what is wrong with it. */
function ofUri(uri: string): Readonly<Record<string, string>> | string {
  if (/^rediss:/i.test(uri)) return "There are no certificates here: use redis://.";
  const match = /^redis:\/\/(?:(?:([^:@/]*):)?([^@/]*)@)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?(?:\/(\d*).*)?$/i.exec(
    uri,
  );
  if (match === null) return "Invalid URI scheme";
  const [, user, password, host, port, database] = match;
  return {
    ...(user ? { "--user": decodeURIComponent(user) } : {}),
    ...(password ? { "-a": decodeURIComponent(password) } : {}),
    ...(host ? { "-h": host } : {}),
    ...(port ? { "-p": port } : {}),
    ...(database ? { "-n": database } : {}),
  };
}
