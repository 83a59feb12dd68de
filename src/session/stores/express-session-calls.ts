/** What is needed of an express-session `Store`: `connect-redis`, `MemoryStore`, … */
export interface ExpressSessionStore {
  get(id: string, callback: (error: unknown, session?: object | null) => void): unknown;
  set(id: string, session: object, callback: (error?: unknown) => void): unknown;
  destroy(id: string, callback: (error?: unknown) => void): unknown;
}

/** What such stores read of a session: when it is over. */
export interface ExpressSessionCookie {
  readonly originalMaxAge: number;
  readonly maxAge: number;
  readonly expires: Date;
  readonly path: "/";
  readonly httpOnly: true;
}

/** A cookie that makes the store keep its session so long, in real time. */
export function cookieFor(keepMs: number): ExpressSessionCookie {
  return {
    originalMaxAge: keepMs,
    maxAge: keepMs,
    expires: new Date(Date.now() + keepMs),
    path: "/",
    httpOnly: true,
  };
}

/** The store's calls as promises that settle in any case: also when it throws or never calls back. */
export class ExpressSessionCalls {
  readonly #store: ExpressSessionStore;
  readonly #timeoutMs: number;

  constructor(store: ExpressSessionStore, timeoutMs: number) {
    this.#store = store;
    this.#timeoutMs = timeoutMs;
  }

  /** Undefined: there is none. "ENOENT" as an error says the same. */
  async get(id: string): Promise<object | undefined> {
    try {
      const session = await this.#call("get", (callback) => this.#store.get(id, callback));
      return typeof session === "object" && session !== null ? session : undefined;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  async set(id: string, session: object): Promise<void> {
    await this.#call("set", (callback) => this.#store.set(id, session, callback));
  }

  async destroy(id: string): Promise<void> {
    await this.#call("destroy", (callback) => this.#store.destroy(id, callback));
  }

  #call(verb: string, start: (callback: Callback) => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The store's ${verb}() did not call back within ${this.#timeoutMs} ms.`)),
        this.#timeoutMs,
      );
      const fail = (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(`The store's ${verb}() failed: ${String(error)}`));
      };
      const callback: Callback = (error, result) => {
        if (error !== undefined && error !== null) return fail(error);
        clearTimeout(timer);
        resolve(result);
      };
      try {
        // Some stores are async functions as well: what they reject with is not lost.
        Promise.resolve(start(callback)).catch(fail);
      } catch (error) {
        fail(error);
      }
    });
  }
}

type Callback = (error?: unknown, result?: unknown) => void;
