export interface ServerOptions {
  readonly port: number;
  readonly password?: string;
}

const PORT = 6379;

/** What `redis-server --port 6379 --requirepass secret` asks for, or why that cannot be. */
export function redisOptions(args: readonly string[]): ServerOptions | string {
  let port = PORT;
  let password: string | undefined;
  for (let at = 0; at < args.length; at += 2) {
    const [name = "", value] = [args[at], args[at + 1]];
    if (value === undefined) return `redis-server: ${name} comes without a value. ${KNOWN}`;
    if (name === "--port") {
      port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
      if (port < 1 || port > 65_535) return `redis-server: "${value}" is no port. Use 1 to 65535.`;
    } else if (name === "--requirepass") password = value;
    else if (!IGNORED.get(name)?.includes(value)) {
      return `redis-server: ${name} ${value} is not there in the page. ${KNOWN}`;
    }
  }
  return password === undefined ? { port } : { port, password };
}

/** What says nothing but what is so anyway. */
const IGNORED: ReadonlyMap<string, readonly string[]> = new Map([
  ["--save", [""]],
  ["--appendonly", ["no"]],
  ["--daemonize", ["no"]],
  ["--bind", ["127.0.0.1", "::1", "localhost"]],
]);

const KNOWN =
  "There are --port and --requirepass. Data is in memory only: it goes with the process, as in Redis without persistence.";
