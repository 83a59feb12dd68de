import type { EventEmitter as NodeEventEmitter } from "node:events";
import { moduleFace } from "./builtin.ts";
import { captureRejectionSymbol, EventEmitter, errorMonitor } from "./event-emitter.ts";
import { invalidArgType, nodeError } from "./node-error.ts";

type EventName = string | symbol;
type Source = NodeEventEmitter | EventTarget;
type Listener = (...args: unknown[]) => void;

export function abortError(signal?: AbortSignal): Error {
  const error = nodeError(Error, "ABORT_ERR", "The operation was aborted");
  error.name = "AbortError";
  if (signal !== undefined) error.cause = signal.reason;
  return error;
}

function listen(source: Source, name: EventName, listener: Listener, once: boolean): () => void {
  if (isEmitter(source)) {
    if (once) source.once(name, listener);
    else source.on(name, listener);
    return () => source.removeListener(name, listener);
  }
  if (!isTarget(source)) throw invalidArgType("emitter", ["EventEmitter", "EventTarget"], source);
  source.addEventListener(String(name), listener, { once });
  return () => source.removeEventListener(String(name), listener);
}

function isEmitter(source: unknown): source is NodeEventEmitter {
  return typeof (source as NodeEventEmitter | undefined)?.on === "function";
}

function isTarget(source: unknown): source is EventTarget {
  return typeof (source as EventTarget | undefined)?.addEventListener === "function";
}

function once(source: Source, name: EventName, options: { signal?: AbortSignal } = {}): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    if (signal?.aborted) return reject(abortError(signal));
    const stops: (() => void)[] = [];
    const stop = () => {
      for (const one of stops) one();
    };
    stops.push(
      listen(
        source,
        name,
        (...args) => {
          stop();
          resolve(args);
        },
        true,
      ),
    );
    if (name !== "error" && isEmitter(source)) {
      stops.push(
        listen(
          source,
          "error",
          (error) => {
            stop();
            reject(error);
          },
          true,
        ),
      );
    }
    if (signal !== undefined) {
      stops.push(
        listen(
          signal,
          "abort",
          () => {
            stop();
            reject(abortError(signal));
          },
          true,
        ),
      );
    }
  });
}

interface OnOptions {
  readonly signal?: AbortSignal;
  readonly close?: readonly string[];
}

/** Each event as an array of its arguments; ends by `return`, an 'error' event, a `close` event or the signal. */
function on(source: Source, name: EventName, options: OnOptions = {}): AsyncIterableIterator<unknown[]> {
  const { signal } = options;
  if (signal?.aborted) throw abortError(signal);
  const ready: unknown[][] = [];
  const waiting: { resolve(result: IteratorResult<unknown[]>): void; reject(error: unknown): void }[] = [];
  let failure: { readonly error: unknown } | undefined;
  let finished = false;

  const fail = (error: unknown) => {
    const first = waiting.shift();
    if (first === undefined) failure = { error };
    else first.reject(error);
    void iterator.return?.();
  };
  const finish = () => {
    if (!finished) for (const stop of stops) stop();
    finished = true;
    for (const one of waiting.splice(0)) one.resolve({ done: true, value: undefined });
    return Promise.resolve<IteratorResult<unknown[]>>({ done: true, value: undefined });
  };
  const iterator: AsyncIterableIterator<unknown[]> = {
    next() {
      const value = ready.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      if (failure !== undefined) {
        const { error } = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (finished) return finish();
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
      });
    },
    return: finish,
    throw(error) {
      fail(error);
      return finish();
    },
    [Symbol.asyncIterator]() {
      return iterator;
    },
  };
  const stops = [
    listen(
      source,
      name,
      (...args) => {
        const first = waiting.shift();
        if (first === undefined) ready.push(args);
        else first.resolve({ done: false, value: args });
      },
      false,
    ),
  ];
  if (name !== "error" && isEmitter(source)) stops.push(listen(source, "error", fail, false));
  for (const close of options.close ?? []) stops.push(listen(source, close, () => void finish(), false));
  if (signal !== undefined) stops.push(listen(signal, "abort", () => fail(abortError(signal)), true));
  return iterator;
}

function addAbortListener(signal: AbortSignal, listener: (event: Event) => void): Disposable {
  if (signal.aborted) queueMicrotask(() => listener(new Event("abort")));
  else signal.addEventListener("abort", listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", listener) };
}

class EventEmitterAsyncResource extends EventEmitter {}

const statics = {
  once,
  on,
  addAbortListener,
  getEventListeners: (source: NodeEventEmitter, name: EventName) => source.listeners(name),
  getMaxListeners: (source: NodeEventEmitter) => source.getMaxListeners(),
  setMaxListeners: (count: number, ...sources: Source[]) => {
    if (sources.length === 0) EventEmitter.defaultMaxListeners = count;
    for (const source of sources) if (isEmitter(source)) source.setMaxListeners(count);
  },
  listenerCount: (source: NodeEventEmitter, name: EventName) => source.listenerCount(name),
  errorMonitor,
  captureRejectionSymbol,
  usingDomains: false,
  EventEmitterAsyncResource,
};
for (const [name, value] of Object.entries(statics)) {
  Object.defineProperty(EventEmitter, name, { value, writable: true, configurable: true, enumerable: true });
}
Object.defineProperty(EventEmitter, "EventEmitter", {
  value: EventEmitter,
  writable: true,
  enumerable: true,
});

export { EventEmitter };
export const eventsModule = {
  ...moduleFace(EventEmitter),
  ...statics,
  EventEmitter,
  default: EventEmitter,
};
