/** What one hand-in may use while it is graded. Past a limit its program is ended, and the test that saw it fails. */
export interface SandboxLimits {
  /** Memory of one program with all that it started. */
  readonly memoryBytes: number;
  /** Computing time of one start of a program. */
  readonly cpuMs: number;
  /** All tests together, real time. Tests that were not reached by then fail. */
  readonly wallMs: number;
  /** Without an answer to a ping. */
  readonly silentMs: number;
  /** Processes and threads at once; Node itself needs a dozen. */
  readonly processes: number;
  /** Files and connections that a process has open at once. */
  readonly openFiles: number;
  /** Of all files that it leaves on the disk, which is in memory. */
  readonly diskBytes: number;
  readonly files: number;
  /** Of stdout and stderr. */
  readonly outputBytes: number;
  /** Of one response. */
  readonly responseBytes: number;
}

const MB = 1024 * 1024;

/** Many times what a solution of the course needs. */
export const SANDBOX_LIMITS: SandboxLimits = {
  memoryBytes: 512 * MB,
  cpuMs: 30_000,
  wallMs: 180_000,
  silentMs: 30_000,
  processes: 64,
  openFiles: 256,
  diskBytes: 64 * MB,
  files: 10_000,
  outputBytes: 16 * MB,
  responseBytes: 8 * MB,
};

/** Of the process that runs the tests: it reads what programs answer. */
export const TESTS_MEMORY_MB = 512;
