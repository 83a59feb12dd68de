import {
  BROWSERS_AT_MOST,
  completeSetup,
  type HostSpec,
  MAIN_PROCESS,
  PROCESSES_AT_MOST,
  type ProcessSpec,
  type Setup,
  type SetupSpec,
} from "./setup.ts";

/** Checks, then fills in the defaults. Throws a `TypeError` that says what is wrong and what to do. */
export function checkedSetup(spec: SetupSpec): Setup {
  const fault = faultOfSetup(spec);
  if (fault !== undefined) throw new TypeError(fault.message);
  return completeSetup(spec);
}

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
