import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

export const MOST_SLOWNESS = 6;

/**
 * How many times longer things take while the machine has other work: what runs or wants to, for each core. So a program
 * that is right is not taken for one that is silent, and the grade is the same on a busy machine. Whole numbers, 1 to 6.
 */
export function slownessNow(): number {
  return slownessOf(readFileSync("/proc/loadavg", "latin1"), availableParallelism());
}

/** `load`: "13.45 10.19 6.54 15/398 32361". The average of a minute is late, the number of this moment jumps. */
export function slownessOf(load: string, cores: number): number {
  const [minute = 0, , , runnable = 0] = load.split(" ").map((part) => Number.parseFloat(part) || 0);
  return Math.min(MOST_SLOWNESS, Math.max(1, Math.ceil(Math.max(minute, runnable) / cores)));
}
