import type { Kernel } from "../kernel.ts";
import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { exchangeIdOf } from "./http/server.ts";
import { invalidArgType } from "./node-error.ts";
import { nextTick } from "./ticks.ts";

type Name = string | symbol;
type Subscriber = (message: unknown, name: Name) => void;
type AnyFunction = (...args: unknown[]) => unknown;

/** Channels of this name go to the engine too. */
const FORWARDED = "keepsake:";

export function diagnosticsChannelModule(kernel: Kernel, raise: (error: unknown) => void): BuiltinModule {
  class Channel {
    readonly name: Name;
    readonly #subscribers: Subscriber[] = [];
    readonly #isForwarded: boolean;

    constructor(name: Name) {
      this.name = name;
      this.#isForwarded = typeof name === "string" && name.startsWith(FORWARDED);
    }
    get hasSubscribers(): boolean {
      return this.#isForwarded || this.#subscribers.length > 0;
    }
    subscribe(subscriber: Subscriber): void {
      if (typeof subscriber !== "function") throw invalidArgType("subscription", "function", subscriber);
      this.#subscribers.push(subscriber);
    }
    unsubscribe(subscriber: Subscriber): boolean {
      const at = this.#subscribers.indexOf(subscriber);
      if (at !== -1) this.#subscribers.splice(at, 1);
      return at !== -1;
    }
    publish(message: unknown): void {
      if (this.#isForwarded) forward(String(this.name), message);
      for (const subscriber of this.#subscribers.slice()) {
        try {
          subscriber(message, this.name);
        } catch (error) {
          nextTick(() => raise(error));
        }
      }
    }
    /** Stores are of AsyncLocalStorage, which is refused: there is nothing to enter. */
    runStores(message: unknown, run: AnyFunction, self?: unknown, ...args: unknown[]): unknown {
      this.publish(message);
      return Reflect.apply(run, self, args);
    }
  }

  function forward(name: string, message: unknown): void {
    const isPlain = typeof message === "object" && message !== null;
    const { request, ...rest } = isPlain
      ? (message as Record<string, unknown>)
      : { value: message, request: undefined };
    kernel.diagnose(name, exchangeIdOf(request), rest);
  }

  const channels = new Map<Name, Channel>();
  const channel = (name: Name): Channel => {
    if (typeof name !== "string" && typeof name !== "symbol")
      throw invalidArgType("channel", ["string", "symbol"], name);
    let found = channels.get(name);
    if (found === undefined) {
      found = new Channel(name);
      channels.set(name, found);
    }
    return found;
  };

  const PARTS = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
  type Part = (typeof PARTS)[number];

  class TracingChannel {
    readonly start: Channel;
    readonly end: Channel;
    readonly asyncStart: Channel;
    readonly asyncEnd: Channel;
    readonly error: Channel;
    constructor(source: string | Readonly<Record<Part, Channel>>) {
      const part = (name: Part) =>
        typeof source === "string" ? channel(`tracing:${source}:${name}`) : source[name];
      this.start = part("start");
      this.end = part("end");
      this.asyncStart = part("asyncStart");
      this.asyncEnd = part("asyncEnd");
      this.error = part("error");
    }
    get hasSubscribers(): boolean {
      return PARTS.some((part) => this[part].hasSubscribers);
    }
    subscribe(subscribers: Partial<Record<Part, Subscriber>>): void {
      for (const part of PARTS) if (subscribers[part] !== undefined) this[part].subscribe(subscribers[part]);
    }
    unsubscribe(subscribers: Partial<Record<Part, Subscriber>>): boolean {
      return PARTS.map(
        (part) => subscribers[part] === undefined || this[part].unsubscribe(subscribers[part]),
      ).every(Boolean);
    }
    traceSync(
      run: AnyFunction,
      context: Record<string, unknown> = {},
      self?: unknown,
      ...args: unknown[]
    ): unknown {
      this.start.publish(context);
      try {
        context["result"] = Reflect.apply(run, self, args);
        return context["result"];
      } catch (error) {
        context["error"] = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    }
    tracePromise(
      run: AnyFunction,
      context: Record<string, unknown> = {},
      self?: unknown,
      ...args: unknown[]
    ): Promise<unknown> {
      const settled = () => {
        this.asyncStart.publish(context);
        this.asyncEnd.publish(context);
      };
      this.start.publish(context);
      try {
        return Promise.resolve(Reflect.apply(run, self, args)).then(
          (result) => {
            context["result"] = result;
            settled();
            return result;
          },
          (error: unknown) => {
            context["error"] = error;
            this.error.publish(context);
            settled();
            throw error;
          },
        );
      } catch (error) {
        context["error"] = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    }
    traceCallback(
      run: AnyFunction,
      position = -1,
      context: Record<string, unknown> = {},
      self?: unknown,
      ...args: unknown[]
    ): unknown {
      const at = position < 0 ? args.length + position : position;
      const callback = args[at];
      if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
      args[at] = (...results: unknown[]) => {
        if (results[0]) {
          context["error"] = results[0];
          this.error.publish(context);
        } else context["result"] = results[1];
        this.asyncStart.publish(context);
        try {
          return Reflect.apply(callback, undefined, results) as unknown;
        } finally {
          this.asyncEnd.publish(context);
        }
      };
      this.start.publish(context);
      try {
        return Reflect.apply(run, self, args);
      } catch (error) {
        context["error"] = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    }
  }

  return moduleFace({
    Channel,
    channel,
    hasSubscribers: (name: Name) => channels.get(name)?.hasSubscribers ?? String(name).startsWith(FORWARDED),
    subscribe: (name: Name, subscriber: Subscriber) => channel(name).subscribe(subscriber),
    unsubscribe: (name: Name, subscriber: Subscriber) => channel(name).unsubscribe(subscriber),
    tracingChannel: (source: string | Readonly<Record<Part, Channel>>) => new TracingChannel(source),
  });
}
