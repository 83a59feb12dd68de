/**
 * What stands ready when one presses Run: the processes, the hosts in front of them, the browsers. Said in
 * `exercise.json` and in a playground's `bench` block; whoever says nothing has one program, `localhost` and Alice.
 */
export interface SetupSpec {
  /** The program of the short form. Not looked at when there are `processes`. */
  readonly entry: string;
  /** Where the program of the short form listens. */
  readonly port: number;
  readonly processes?: readonly ProcessSpec[] | undefined;
  readonly hosts?: readonly HostSpec[] | undefined;
  readonly browsers?: readonly string[] | undefined;
}

export interface ProcessSpec {
  /** Unique, shown to the learner: "a", "redis". */
  readonly name: string;
  /** The command line: "node server.ts". Words are parted by spaces; there is no quoting. */
  readonly run: string;
  /** Where it listens; the process gets it as `PORT`. Absent: it need not listen. */
  readonly port?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Earlier processes that must listen before this one starts. */
  readonly after?: readonly string[] | undefined;
  /** `false`: Run leaves it alone, and the learner starts it. Default true. */
  readonly startsWithRun?: boolean | undefined;
}

export interface HostSpec {
  readonly name: string;
  /** Default "http". */
  readonly scheme?: "http" | "https" | undefined;
  /** Default: the scheme's own. */
  readonly port?: number | undefined;
  /** Names of processes with a port. */
  readonly servers: readonly string[];
  /** Default "round-robin". */
  readonly balance?: "round-robin" | "sticky" | undefined;
}

/** {@link SetupSpec}, complete. */
export interface Setup {
  /** At least one. Each stands after those that it waits for. */
  readonly processes: readonly ProcessPlan[];
  readonly hosts: readonly HostPlan[];
  /** By name; at least one. */
  readonly browsers: readonly string[];
}

export interface ProcessPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** `undefined`: it is up as soon as it runs. */
  readonly port: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly after: readonly string[];
  readonly startsWithRun: boolean;
}

/** A host as the virtual web wants it: `servers` are ports. */
export interface HostPlan {
  readonly name: string;
  readonly scheme: "http" | "https";
  readonly port?: number;
  readonly servers: readonly number[];
  readonly balance: "round-robin" | "sticky";
}

/** More would starve each other on the machines of a school. */
export const PROCESSES_AT_MOST = 8;
export const BROWSERS_AT_MOST = 6;
/** The one who attacks, in every lesson. Shown in red. */
export const ATTACKER = "Mallory";

/** Fills in the defaults of a spec without faults: see `setup-faults.ts`. */
export function completeSetup(spec: SetupSpec, browsersByDefault: readonly string[] = ["Alice"]): Setup {
  const { entry, port, processes, hosts = [], browsers = browsersByDefault } = spec;
  return {
    processes:
      processes === undefined
        ? [{ ...plan({ name: MAIN_PROCESS, run: `node ${entry}`, port }), args: [entry], env: {} }]
        : processes.map(plan),
    hosts: hosts.map(({ name, scheme = "http", servers, balance = "round-robin", port: own }) => ({
      name,
      scheme,
      ...(own === undefined ? {} : { port: own }),
      servers: servers.map((server) => portOf(server, processes ?? [], port)),
      balance,
    })),
    browsers,
  };
}

/** The name of the short form's one program. */
export const MAIN_PROCESS = "server";

function plan({ name, run, port, env = {}, after = [], startsWithRun = true }: ProcessSpec): ProcessPlan {
  const [command = "", ...args] = run.trim().split(/\s+/);
  const given = port === undefined ? {} : { PORT: String(port) };
  return { name, command, args, port, env: { ...given, ...env }, after, startsWithRun };
}

function portOf(server: string, processes: readonly ProcessSpec[], mainPort: number): number {
  return processes.find(({ name }) => name === server)?.port ?? mainPort;
}

/** The files that the processes are started from: what `node` is told to run. */
export function programFiles({ processes }: Setup): string[] {
  const files = processes.flatMap(({ command, args }) =>
    command === "node" ? args.filter((word) => !word.startsWith("-")).slice(0, 1) : [],
  );
  return [...new Set(files)];
}

/** Where the browsers begin: the first host, or the first program that listens. */
export function firstOrigin({ hosts, processes }: Setup): string {
  const [host] = hosts;
  if (host !== undefined) return originOf(host);
  return `http://localhost:${firstServer(processes)?.port ?? 80}`;
}

/** The first process that browsers can ask: one of Node's if there is one, since a store's server speaks no HTTP. */
export function firstServer(processes: readonly ProcessPlan[]): ProcessPlan | undefined {
  const listening = processes.filter(({ port }) => port !== undefined);
  return listening.find(({ command }) => command === "node") ?? listening[0];
}

/** "https://shop.test:8443", without the scheme's own port. */
export function originOf({ scheme, name, port }: HostPlan): string {
  return new URL(`${scheme}://${name}${port === undefined ? "" : `:${port}`}`).origin;
}
