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

/** Fills in the defaults. Throws a `TypeError` that says what is wrong and what to do. */
export function completeSetup(spec: SetupSpec, browsersByDefault: readonly string[] = ["Alice"]): Setup {
  const { entry, port, processes, hosts = [], browsers = browsersByDefault } = spec;
  const fault = faultOfSetup(spec);
  if (fault !== undefined) throw new TypeError(fault.message);
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

/** What is wrong, and where in the spec: `["processes", 1, "after"]`. */
export interface SetupFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The first fault of a setup whose single values are sound; `undefined` when there is none. */
export function faultOfSetup({ processes, hosts, browsers }: SetupSpec): SetupFault | undefined {
  return faultOfProcesses(processes) ?? faultOfHosts(hosts ?? [], processes) ?? faultOfBrowsers(browsers);
}

function faultOfProcesses(processes: readonly ProcessSpec[] | undefined): SetupFault | undefined {
  if (processes === undefined) return undefined;
  const count = processes.length;
  if (count === 0 || count > PROCESSES_AT_MOST) {
    return {
      path: ["processes"],
      message: `There are ${count} processes. Name 1 to ${PROCESSES_AT_MOST}, or leave "processes" out.`,
    };
  }
  for (const [index, { name, port, after = [], startsWithRun }] of processes.entries()) {
    const earlier = processes.slice(0, index);
    const at = (key: string, message: string) => ({ path: ["processes", index, key], message });
    if (earlier.some((other) => other.name === name))
      return at("name", `Two processes are named "${name}". Rename one.`);
    const neighbour = earlier.find((other) => port !== undefined && other.port === port);
    if (neighbour !== undefined)
      return at("port", `"${neighbour.name}" and "${name}" both have the port ${port}. Change one.`);
    const unknown = after.find((wanted) => !earlier.some((other) => other.name === wanted));
    if (unknown !== undefined) {
      return at(
        "after",
        `"${name}" waits for "${unknown}", which is no process before it. Correct the name, or move it up.`,
      );
    }
    const idle = earlier.find((other) => after.includes(other.name) && other.startsWithRun === false);
    if (idle !== undefined && startsWithRun !== false) {
      return at(
        "after",
        `"${name}" waits for "${idle.name}", which Run does not start. Let Run start both or neither.`,
      );
    }
  }
  return undefined;
}

function faultOfHosts(
  hosts: readonly HostSpec[],
  processes: readonly ProcessSpec[] | undefined,
): SetupFault | undefined {
  const known = processes ?? [{ name: MAIN_PROCESS, port: 0 }];
  const origins = new Set<string>();
  for (const [index, { name, scheme = "http", port, servers }] of hosts.entries()) {
    const at = (key: string, message: string) => ({ path: ["hosts", index, key], message });
    const url = URL.parse(`${scheme}://${name}${port === undefined ? "" : `:${port}`}`);
    if (url === null || url.hostname !== name || /^[\d.]+$/.test(name)) {
      return at(
        "name",
        `"${name}" is no host name. Write it in lower case, without scheme or port: "shop.test".`,
      );
    }
    if (origins.has(url.origin)) return at("name", `${url.origin} is there twice. Put its servers together.`);
    origins.add(url.origin);
    if (servers.length === 0) return at("servers", `${name} has no server. Name a process.`);
    const missing = servers.find(
      (server) => known.find((other) => other.name === server)?.port === undefined,
    );
    if (missing !== undefined) {
      return at(
        "servers",
        `${name} has the server "${missing}", which is no process with a port. There are: ${withPorts(known)}.`,
      );
    }
  }
  return undefined;
}

function withPorts(processes: readonly Pick<ProcessSpec, "name" | "port">[]): string {
  const names = processes.filter(({ port }) => port !== undefined).map(({ name }) => name);
  return names.join(", ") || "none";
}

function faultOfBrowsers(browsers: readonly string[] | undefined): SetupFault | undefined {
  if (browsers === undefined) return undefined;
  const at = (message: string) => ({ path: ["browsers"], message });
  if (browsers.length === 0 || browsers.length > BROWSERS_AT_MOST) {
    return at(
      `There are ${browsers.length} browsers. Name 1 to ${BROWSERS_AT_MOST}, or leave "browsers" out.`,
    );
  }
  const twice = browsers.find((name, index) => browsers.indexOf(name) !== index);
  if (twice !== undefined) return at(`Two browsers are named "${twice}". Rename one.`);
  const bad = browsers.find((name) => !BROWSER_NAME.test(name));
  return bad === undefined ? undefined : at(`"${bad}" is no name for a browser. Write one word: "Mallory".`);
}

const BROWSER_NAME = /^\p{L}[\p{L}\p{N}-]*$/u;

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

/** Where the browsers begin: the first host, or the first process that listens. */
export function firstOrigin({ hosts, processes }: Setup): string {
  const [host] = hosts;
  if (host !== undefined) return originOf(host);
  return `http://localhost:${processes.find(({ port }) => port !== undefined)?.port ?? 80}`;
}

/** "https://shop.test:8443", without the scheme's own port. */
export function originOf({ scheme, name, port }: HostPlan): string {
  return new URL(`${scheme}://${name}${port === undefined ? "" : `:${port}`}`).origin;
}
