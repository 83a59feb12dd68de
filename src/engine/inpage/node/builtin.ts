/** One of Node's modules: `default` is its `module.exports`, the other keys are its named exports. */
export interface BuiltinModule {
  readonly default: unknown;
  readonly [name: string]: unknown;
}

/** Everything that a program finds beside its own files. One set per process. */
export interface Builtins {
  /** By name without `node:`: "fs", "fs/promises". */
  readonly modules: ReadonlyMap<string, BuiltinModule>;
  /** To be set on the global object before the program starts. `process`, `Buffer`, `console`, timers, … */
  readonly globals: Readonly<Record<string, unknown>>;
  /** Modules of Node that cannot be had in a page, with a sentence that says why and what to use instead. */
  readonly refused: ReadonlyMap<string, string>;
  readonly lifecycle: Lifecycle;
}

/** What the machine tells the program's `process` object. None of these throws. */
export interface Lifecycle {
  /**
   * Runs code of the program and then, as Node does after each callback, what `process.nextTick` queued.
   * What `run` throws is handed to `uncaught`.
   */
  enter(run: () => void): void;
  /** An exception nobody caught: 'uncaughtException' if there are listeners, else Node's message and exit 1. */
  uncaught(error: unknown): void;
  /** A promise nobody handles: 'unhandledRejection' if there are listeners, else as `uncaught`. */
  unhandledRejection(reason: unknown, promise: Promise<unknown>): void;
  /** Emits the signal's event. `false`: nobody listens, so the machine ends the process. */
  signal(name: "SIGINT" | "SIGTERM"): boolean;
  /**
   * Nothing holds the process any more: emits 'beforeExit'. When somebody hears that and may begin new work,
   * `false`: call it again at the next idleness. Else, or when no work came of the last time, ends the process by
   * 'exit' and `kernel.exit`.
   */
  idle(): boolean;
}

/** The ESM view that Node gives of a CommonJS module: every own key becomes a named export. */
export function moduleFace(exports: object): BuiltinModule {
  return { ...exports, default: exports };
}
