import { availableParallelism, freemem } from "node:os";

/** What one hand-in takes while it is graded, with its program and its tests. */
const JOB_BYTES = 700 * 1024 * 1024;

/** As many at once as there are cores, and memory for. */
export function defaultJobs(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / JOB_BYTES)));
}
