import type { Kernel } from "../kernel.ts";
import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { abortError } from "./events.ts";
import { invalidArgType } from "./node-error.ts";
import { enter } from "./ticks.ts";

type Callback = (...args: unknown[]) => void;
const LONGEST_MS = 2 ** 31 - 1;
/** In place of the delay, as in Node. */
const CLEARED = -1;
const promisified = Symbol.for("nodejs.util.promisify.custom");

export interface Timers {
  readonly globals: Readonly<Record<string, unknown>>;
  readonly module: BuiltinModule;
  readonly promisesModule: BuiltinModule;
}

const native = {
  setTimeout: globalThis.setTimeout.bind(globalThis) as (run: () => void, ms: number) => unknown,
  clearTimeout: globalThis.clearTimeout.bind(globalThis) as (id: unknown) => void,
};

/** What `setTimeout` returns: keeps the process alive while it is due, unless `unref` was called. */
class Timeout {
  readonly _repeat: number | null;
  _idleTimeout: number;
  _destroyed = false;
  readonly #id: number;
  readonly #run: () => void;
  readonly #hold: () => () => void;
  #handle: unknown;
  #release: (() => void) | undefined;
  #refed = true;

  constructor(id: number, run: () => void, ms: unknown, repeats: boolean, hold: () => () => void) {
    const delay = Number(ms);
    this._idleTimeout = delay >= 1 && delay <= LONGEST_MS ? Math.trunc(delay) : 1;
    this._repeat = repeats ? this._idleTimeout : null;
    this.#id = id;
    this.#run = run;
    this.#hold = hold;
    this.#start();
  }

  #start(): void {
    this._destroyed = false;
    timeouts.set(this.#id, this);
    if (this.#refed) this.#release ??= this.#hold();
    this.#handle = native.setTimeout(() => {
      if (this._repeat === null) this.#end();
      else this.#start();
      enter(this.#run);
    }, this._idleTimeout);
  }

  #end(): void {
    this._destroyed = true;
    timeouts.delete(this.#id);
    this.#release?.();
    this.#release = undefined;
  }

  ref(): this {
    this.#refed = true;
    if (!this._destroyed) this.#release ??= this.#hold();
    return this;
  }
  unref(): this {
    this.#refed = false;
    this.#release?.();
    this.#release = undefined;
    return this;
  }
  hasRef(): boolean {
    return this.#refed && !this._destroyed;
  }
  /** Starts again, also when it has fired; not when it was cleared. */
  refresh(): this {
    if (this._idleTimeout !== CLEARED) {
      native.clearTimeout(this.#handle);
      this.#start();
    }
    return this;
  }
  close(): this {
    native.clearTimeout(this.#handle);
    this._idleTimeout = CLEARED;
    this.#end();
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.#id;
  }
  [Symbol.dispose](): void {
    this.close();
  }
}

class Immediate {
  readonly _run: () => void;
  readonly #hold: () => () => void;
  #release: (() => void) | undefined;
  _cancelled = false;
  constructor(run: () => void, hold: () => () => void) {
    this._run = run;
    this.#hold = hold;
    this.#release = hold();
  }
  ref(): this {
    if (!this._cancelled) this.#release ??= this.#hold();
    return this;
  }
  unref(): this {
    this.#release?.();
    this.#release = undefined;
    return this;
  }
  hasRef(): boolean {
    return this.#release !== undefined;
  }
  [Symbol.dispose](): void {
    this._done();
  }
  _done(): void {
    this._cancelled = true;
    this.unref();
  }
}

let lastId = 0;
const timeouts = new Map<number, Timeout>();

let immediates: Immediate[] = [];
const pulse = new MessageChannel();
pulse.port1.onmessage = () => {
  const due = immediates;
  immediates = [];
  for (const one of due) {
    if (one._cancelled) continue;
    one._done();
    enter(one._run);
  }
};
(pulse.port1 as { unref?: () => void }).unref?.();

export function createTimers(kernel: Kernel): Timers {
  const hold = () => kernel.hold();
  const start = (run: unknown, ms: unknown, args: readonly unknown[], repeats: boolean): Timeout => {
    const callback = requireCallback(run);
    lastId++;
    return new Timeout(
      lastId,
      args.length === 0 ? () => callback() : () => callback(...args),
      ms,
      repeats,
      hold,
    );
  };
  const setTimeout = (run: unknown, ms?: unknown, ...args: unknown[]) => start(run, ms, args, false);
  const setInterval = (run: unknown, ms?: unknown, ...args: unknown[]) => start(run, ms, args, true);
  const setImmediate = (run: unknown, ...args: unknown[]) => {
    const callback = requireCallback(run);
    const immediate = new Immediate(() => callback(...args), hold);
    if (immediates.length === 0) pulse.port2.postMessage(null);
    immediates.push(immediate);
    return immediate;
  };
  const clear = (timer: unknown) => {
    if (timer instanceof Timeout) timer.close();
    else timeouts.get(Number(timer))?.close();
  };
  const clearImmediate = (immediate: unknown) => {
    if (immediate instanceof Immediate) immediate._done();
  };

  const promises = createTimerPromises(setTimeout, setInterval, setImmediate, clear, clearImmediate);
  Object.defineProperty(setTimeout, promisified, { get: () => promises.setTimeout });
  Object.defineProperty(setImmediate, promisified, { get: () => promises.setImmediate });
  const globals = {
    setTimeout,
    clearTimeout: clear,
    setInterval,
    clearInterval: clear,
    setImmediate,
    clearImmediate,
  };
  return {
    globals,
    module: moduleFace({ ...globals, promises }),
    promisesModule: moduleFace(promises),
  };
}

function requireCallback(run: unknown): Callback {
  if (typeof run !== "function") throw invalidArgType("callback", "function", run);
  return run as Callback;
}

interface PromiseOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

function requireOptions(options: unknown): asserts options is PromiseOptions {
  if (typeof options !== "object" || options === null) throw invalidArgType("options", "object", options);
  const { signal, ref } = options as { readonly signal?: unknown; readonly ref?: unknown };
  if (signal !== undefined && (typeof signal !== "object" || signal === null || !("aborted" in signal)))
    throw invalidArgType("options.signal", "AbortSignal", signal);
  if (ref !== undefined && typeof ref !== "boolean") throw invalidArgType("options.ref", "boolean", ref);
}

function createTimerPromises(
  start: (run: unknown, ms?: unknown) => Timeout,
  startInterval: (run: unknown, ms?: unknown) => Timeout,
  startImmediate: (run: unknown) => Immediate,
  clear: (timer: unknown) => void,
  clearImmediate: (timer: unknown) => void,
) {
  const later = <T>(
    begin: (done: () => void) => { unref(): unknown },
    cancel: (timer: unknown) => void,
    value: T,
    options: PromiseOptions = {},
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      requireOptions(options);
      const { signal, ref = true } = options;
      if (signal?.aborted) return reject(abortError(signal));
      const onAbort = () => {
        cancel(timer);
        reject(abortError(signal));
      };
      const timer = begin(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve(value);
      });
      if (!ref) timer.unref();
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  const setTimeout = async <T>(ms?: number, value?: T, options?: PromiseOptions) => {
    if (ms !== undefined && typeof ms !== "number") throw invalidArgType("delay", "number", ms);
    return later((done) => start(done, ms), clear, value, options);
  };
  return {
    setTimeout,
    setImmediate: <T>(value?: T, options?: PromiseOptions) =>
      later(startImmediate, clearImmediate, value, options),
    async *setInterval<T>(
      ms?: number,
      value?: T,
      options: PromiseOptions = {},
    ): AsyncGenerator<T | undefined> {
      let due = 0;
      let wake: () => void = () => undefined;
      const timer = startInterval(() => {
        due++;
        wake();
      }, ms);
      const { signal } = options;
      const onAbort = () => wake();
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        while (true) {
          if (signal?.aborted) throw abortError(signal);
          if (due === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
          for (; due > 0; due--) yield value;
        }
      } finally {
        clear(timer);
        signal?.removeEventListener("abort", onAbort);
      }
    },
    scheduler: {
      wait: (ms: number, options?: PromiseOptions) => setTimeout(ms, undefined, options),
      yield: () => later(startImmediate, clearImmediate, undefined),
    },
  };
}
