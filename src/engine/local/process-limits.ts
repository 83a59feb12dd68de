import { readdirSync, readFileSync } from "node:fs";

/** What one process may use. Past a limit it is ended, and its output says why. */
export interface ProcessLimits {
  /** Memory in all, beyond the heap that Node limits itself. */
  readonly memoryBytes: number;
  /** Computing time. */
  readonly cpuMs: number;
  /** Since its start. */
  readonly wallMs: number;
  /** Without an answer to a ping: an endless loop that nobody stops. */
  readonly silentMs: number;
}

export const DEFAULT_LIMITS: ProcessLimits = {
  memoryBytes: 1024 * 1024 * 1024,
  cpuMs: 15 * 60_000,
  wallMs: 12 * 60 * 60_000,
  silentMs: 60_000,
};

/** What a process has used so far. */
export interface ProcessUsage {
  readonly memoryBytes: number;
  readonly cpuMs: number;
}

/** Linux counts both in these units on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

interface ProcessStat extends ProcessUsage {
  readonly parent: number;
}

/** Read from outside, so that a process which answers nothing is seen too. `undefined` where that cannot be. */
export function usageFromOutside(pid: number): ProcessUsage | undefined {
  return statOf(pid);
}

/** The same of a process and all that descend from it. */
export function usageOfTree(root: number): ProcessUsage | undefined {
  const stats = new Map<number, ProcessStat>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) stats.set(Number(name), stat);
  }
  const belongs = (pid: number): boolean => {
    if (pid === root) return true;
    const stat = stats.get(pid);
    return stat !== undefined && stat.parent !== 0 && belongs(stat.parent);
  };
  const members = [...stats].filter(([pid]) => belongs(pid)).map(([, stat]) => stat);
  if (members.length === 0) return undefined;
  return {
    memoryBytes: members.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
    cpuMs: members.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  };
}

function statOf(pid: number): ProcessStat | undefined {
  try {
    // After the name in parentheses, which may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    const [parent = Number.NaN, user = Number.NaN, system = Number.NaN, pages = Number.NaN] = [
      fields[1],
      fields[11],
      fields[12],
      fields[21],
    ].map(Number);
    const stat = {
      parent,
      memoryBytes: pages * PAGE_BYTES,
      cpuMs: ((user + system) * 1000) / TICKS_PER_SECOND,
    };
    return Number.isNaN(parent + stat.memoryBytes + stat.cpuMs) ? undefined : stat;
  } catch {
    return undefined;
  }
}

/** Why a process has to end, as a sentence; `undefined`: it may go on. */
export function overLimit(
  limits: ProcessLimits,
  used: ProcessUsage & { readonly wallMs: number; readonly silentMs: number },
): string | undefined {
  if (used.memoryBytes > limits.memoryBytes) {
    return `The program used more than ${Math.round(limits.memoryBytes / 1024 / 1024)} MB of memory and was ended.`;
  }
  if (used.silentMs > limits.silentMs) {
    return `The program answered nothing for ${seconds(limits.silentMs)} and was ended. Is there an endless loop?`;
  }
  if (used.cpuMs > limits.cpuMs) {
    return `The program computed for more than ${seconds(limits.cpuMs)} and was ended. Run it again if that was meant.`;
  }
  if (used.wallMs > limits.wallMs) {
    return `The program ran for more than ${seconds(limits.wallMs)} and was ended. Run it again to go on.`;
  }
  return undefined;
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
