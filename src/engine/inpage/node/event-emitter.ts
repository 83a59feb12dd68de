import type { EventEmitter as NodeEventEmitter } from "node:events";
import { invalidArgType, nodeError, outOfRange } from "./node-error.ts";
import { nextTick } from "./ticks.ts";

/**
 * Node's EventEmitter. A function, not a class: much of npm still inherits from it by
 * `EventEmitter.call(this)`.
 */
type Listener = (...args: unknown[]) => unknown;
type EventName = string | symbol;
type OnceWrapper = Listener & { listener: Listener };

interface Emitter {
  _events: Record<EventName, Listener | Listener[]> | undefined;
  _eventsCount: number;
  _maxListeners: number | undefined;
  [captures]?: boolean;
  emit(name: EventName, ...args: unknown[]): boolean;
  on(name: EventName, listener: Listener): Emitter;
  removeListener(name: EventName, listener: Listener): Emitter;
  listeners(name: EventName): Listener[];
}

const captures = Symbol("kCapture");
export const errorMonitor = Symbol("events.errorMonitor");
export const captureRejectionSymbol = Symbol.for("nodejs.rejection");

type Warn = (message: string, name: string) => void;
type Show = (value: unknown) => string;
let warn: Warn = () => undefined;
let show: Show = String;
let defaultMaxListeners = 10;
let captureAll = false;

/** How warnings are told and values shown; set once, when the process exists. */
export function setEmitterVoice(voice: { warn: Warn; show: Show }): void {
  warn = voice.warn;
  show = voice.show;
}

function Construct(this: Emitter, options?: { captureRejections?: boolean }): void {
  init(this, options);
}

function init(emitter: Emitter, options?: { captureRejections?: boolean }): void {
  if (emitter._events === undefined || emitter._events === Object.getPrototypeOf(emitter)._events) {
    emitter._events = Object.create(null) as Record<EventName, Listener>;
    emitter._eventsCount = 0;
  }
  emitter._maxListeners ||= undefined;
  if (options?.captureRejections ?? captureAll) emitter[captures] = true;
}

const methods = {
  _events: undefined,
  _eventsCount: 0,
  _maxListeners: undefined,

  setMaxListeners(this: Emitter, count: number) {
    if (typeof count !== "number" || !(count >= 0)) throw outOfRange("setMaxListeners", ">= 0", count);
    this._maxListeners = count;
    return this;
  },

  getMaxListeners(this: Emitter) {
    return this._maxListeners ?? defaultMaxListeners;
  },

  emit(this: Emitter, name: EventName, ...args: unknown[]): boolean {
    const events = this._events;
    if (name === "error") {
      if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
      if (events?.["error"] === undefined) throw unhandledError(args[0]);
    }
    const handler = events?.[name];
    if (handler === undefined) return false;
    if (typeof handler === "function") {
      settle(this, name, args, handler.apply(this, args));
      return true;
    }
    for (const one of handler.slice()) settle(this, name, args, one.apply(this, args));
    return true;
  },

  addListener(this: Emitter, name: EventName, listener: Listener) {
    return add(this, name, listener, false);
  },
  on(this: Emitter, name: EventName, listener: Listener) {
    return add(this, name, listener, false);
  },
  prependListener(this: Emitter, name: EventName, listener: Listener) {
    return add(this, name, listener, true);
  },
  once(this: Emitter, name: EventName, listener: Listener) {
    requireListener(listener);
    return this.on(name, onceWrapper(this, name, listener));
  },
  prependOnceListener(this: Emitter, name: EventName, listener: Listener) {
    requireListener(listener);
    return add(this, name, onceWrapper(this, name, listener), true);
  },

  removeListener(this: Emitter, name: EventName, listener: Listener) {
    return remove(this, name, listener);
  },
  off(this: Emitter, name: EventName, listener: Listener) {
    return this.removeListener(name, listener);
  },

  removeAllListeners(this: Emitter, name?: EventName) {
    const events = this._events;
    if (events === undefined) return this;
    if (events["removeListener"] === undefined) {
      if (name === undefined) {
        this._events = Object.create(null) as Record<EventName, Listener>;
        this._eventsCount = 0;
      } else forget(this, events, name);
      return this;
    }
    const names =
      name === undefined ? Reflect.ownKeys(events).filter((one) => one !== "removeListener") : [name];
    for (const one of names) {
      for (const listener of listOf(events[one]).reverse()) this.removeListener(one, listener);
    }
    if (name === undefined) {
      this._events = Object.create(null) as Record<EventName, Listener>;
      this._eventsCount = 0;
    }
    return this;
  },

  listeners(this: Emitter, name: EventName) {
    return listOf(this._events?.[name]).map((one) => (one as OnceWrapper).listener ?? one);
  },
  rawListeners(this: Emitter, name: EventName) {
    return listOf(this._events?.[name]);
  },
  listenerCount(this: Emitter, name: EventName, listener?: Listener) {
    const list = this._events?.[name];
    if (list === undefined) return 0;
    if (typeof listener === "function") {
      return listOf(list).filter((one) => one === listener || (one as OnceWrapper).listener === listener)
        .length;
    }
    return typeof list === "function" ? 1 : list.length;
  },
  eventNames(this: Emitter) {
    return this._eventsCount > 0 && this._events !== undefined ? Reflect.ownKeys(this._events) : [];
  },
};

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(Construct.prototype, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: true,
  });
}
Object.defineProperty(Construct, "name", { value: "EventEmitter" });
Object.defineProperties(Construct, {
  defaultMaxListeners: {
    enumerable: true,
    get: () => defaultMaxListeners,
    set: (count: number) => {
      if (typeof count !== "number" || !(count >= 0)) throw outOfRange("defaultMaxListeners", ">= 0", count);
      defaultMaxListeners = count;
    },
  },
  captureRejections: {
    enumerable: true,
    get: () => captureAll,
    set: (on: boolean) => {
      captureAll = on;
    },
  },
  init: { value: (emitter: Emitter) => init(emitter), writable: true },
});

export const EventEmitter = Construct as unknown as typeof NodeEventEmitter;

function listOf(list: Listener | Listener[] | undefined): Listener[] {
  if (list === undefined) return [];
  return typeof list === "function" ? [list] : list.slice();
}

function requireListener(listener: unknown): asserts listener is Listener {
  if (typeof listener !== "function") throw invalidArgType("listener", "function", listener);
}

function add(emitter: Emitter, name: EventName, listener: Listener, first: boolean): Emitter {
  requireListener(listener);
  if (emitter._events === undefined) init(emitter);
  const events = emitter._events as Record<EventName, Listener | Listener[]>;
  if (events["newListener"] !== undefined) {
    emitter.emit("newListener", name, (listener as OnceWrapper).listener ?? listener);
  }
  const list = (emitter._events as typeof events)[name];
  if (list === undefined) {
    (emitter._events as typeof events)[name] = listener;
    emitter._eventsCount++;
    return emitter;
  }
  if (typeof list === "function") {
    (emitter._events as typeof events)[name] = first ? [listener, list] : [list, listener];
  } else if (first) list.unshift(listener);
  else list.push(listener);
  warnOfLeak(emitter, name);
  return emitter;
}

const warned = new WeakSet<Listener[]>();

function warnOfLeak(emitter: Emitter, name: EventName): void {
  const list = emitter._events?.[name];
  const limit = emitter._maxListeners ?? defaultMaxListeners;
  if (!Array.isArray(list) || limit === 0 || list.length <= limit || warned.has(list)) return;
  warned.add(list);
  const kind: string = emitter.constructor?.name ?? "EventEmitter";
  warn(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(name)} listeners added to [${kind}]. ` +
      `MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`,
    "MaxListenersExceededWarning",
  );
}

function onceWrapper(emitter: Emitter, name: EventName, listener: Listener): OnceWrapper {
  let fired = false;
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    if (fired) return undefined;
    fired = true;
    emitter.removeListener(name, wrapper);
    return listener.apply(emitter, args);
  } as OnceWrapper;
  wrapper.listener = listener;
  return wrapper;
}

function remove(emitter: Emitter, name: EventName, listener: Listener): Emitter {
  requireListener(listener);
  const events = emitter._events;
  const list = events?.[name];
  if (events === undefined || list === undefined) return emitter;
  const matches = (one: Listener) => one === listener || (one as OnceWrapper).listener === listener;
  if (typeof list === "function") {
    if (!matches(list)) return emitter;
    forget(emitter, events, name);
  } else {
    const at = list.findLastIndex(matches);
    if (at === -1) return emitter;
    list.splice(at, 1);
    const [only] = list;
    if (list.length === 1 && only !== undefined) events[name] = only;
  }
  if (emitter._events?.["removeListener"] !== undefined) emitter.emit("removeListener", name, listener);
  return emitter;
}

function forget(emitter: Emitter, events: Record<EventName, Listener | Listener[]>, name: EventName): void {
  if (events[name] === undefined) return;
  emitter._eventsCount--;
  delete events[name];
}

function unhandledError(reason: unknown): unknown {
  if (reason instanceof Error) return reason;
  const error = nodeError(Error, "ERR_UNHANDLED_ERROR", `Unhandled error. (${show(reason)})`);
  return Object.assign(error, { context: reason });
}

/** With `captureRejections`, a listener's rejected promise becomes an 'error' event. */
function settle(emitter: Emitter, name: EventName, args: unknown[], result: unknown): void {
  if (result === undefined || result === null || emitter[captures] !== true) return;
  const { then } = result as { then?: unknown };
  if (typeof then !== "function") return;
  then.call(result, undefined, (error: unknown) => {
    nextTick(() => {
      const own = (emitter as unknown as Record<symbol, unknown>)[captureRejectionSymbol];
      if (typeof own === "function") own.call(emitter, error, name, ...args);
      else {
        emitter[captures] = false;
        try {
          emitter.emit("error", error);
        } finally {
          emitter[captures] = true;
        }
      }
    });
  });
}
