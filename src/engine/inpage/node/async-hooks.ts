import { moduleFace } from "./builtin.ts";
import { nodeError } from "./node-error.ts";

/**
 * Native `await` cannot be observed in a page, so a store would be lost at each one, silently. Refused instead.
 */
function refuse(what: string): never {
  throw nodeError(
    Error,
    "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
    `${what} does not exist in the page's engine: a page loses its store at every await. ` +
      "Keep what belongs to a request on the request itself (req.session, res.locals), or pass it as an argument.",
  );
}

class AsyncLocalStorage {
  constructor() {
    refuse("AsyncLocalStorage");
  }
  static bind(): never {
    return refuse("AsyncLocalStorage.bind");
  }
  static snapshot(): never {
    return refuse("AsyncLocalStorage.snapshot");
  }
}

let lastAsyncId = 1;

/** Just calls: there is no context to restore. Libraries use it so that others' stores survive. */
class AsyncResource {
  readonly #asyncId = ++lastAsyncId;
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
  runInAsyncScope<T>(run: (...args: unknown[]) => T, self?: unknown, ...args: unknown[]): T {
    return Reflect.apply(run, self, args) as T;
  }
  bind<F extends (...args: never[]) => unknown>(run: F): F {
    return run;
  }
  static bind<F extends (...args: never[]) => unknown>(run: F): F {
    return run;
  }
  emitDestroy(): this {
    return this;
  }
  asyncId(): number {
    return this.#asyncId;
  }
  triggerAsyncId(): number {
    return 1;
  }
}

export const asyncHooksModule = moduleFace({
  AsyncLocalStorage,
  AsyncResource,
  createHook: () => refuse("async_hooks.createHook"),
  executionAsyncId: () => 1,
  triggerAsyncId: () => 0,
  executionAsyncResource: () => ({}),
});
