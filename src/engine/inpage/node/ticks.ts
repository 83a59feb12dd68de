/**
 * `process.nextTick` of this worker: one queue, drained before promises wherever a callback of the program
 * returns to us (see {@link enter}), and by a microtask where we are not asked.
 */
interface Tick {
  readonly run: (...args: unknown[]) => void;
  readonly args: readonly unknown[];
}

let queue: Tick[] = [];
let draining = false;
let scheduled = false;
let onUncaught: (error: unknown) => void = (error) => {
  throw error;
};

/** Takes what a tick throws. */
export function setTickErrorHandler(handler: (error: unknown) => void): void {
  onUncaught = handler;
}

export function nextTick<A extends unknown[]>(run: (...args: A) => void, ...args: A): void {
  queue.push({ run: run as (...args: unknown[]) => void, args });
  if (!scheduled) {
    scheduled = true;
    queueMicrotask(drainFromMicrotask);
  }
}

/** Calls into the program and then runs its ticks, before any promise that it settled. */
export function enter(run: () => void): void {
  try {
    run();
  } catch (error) {
    onUncaught(error);
  }
  drain();
}

function drainFromMicrotask(): void {
  scheduled = false;
  drain();
}

function drain(): void {
  if (draining) return;
  draining = true;
  try {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      for (const tick of batch) {
        try {
          tick.run(...tick.args);
        } catch (error) {
          onUncaught(error);
        }
      }
    }
  } finally {
    draining = false;
  }
}
