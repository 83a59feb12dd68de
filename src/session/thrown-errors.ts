/**
 * Express's router (2.3 and later) remembers the errors of a request in a Set under this symbol: thrown by a
 * handler, passed to `next`, or the reason of its rejected promise. It is the only place where a middleware
 * that ran before can learn of them before an error handler answers.
 */
const SEEN_ERRORS = Symbol.for("router.tracing.publishedErrors");

interface Watchable {
  [SEEN_ERRORS]?: unknown;
}

/** As much of a router as an error takes to pass through it. */
interface RouterLike {
  stack: unknown[];
  use(handler: () => never): unknown;
  handle(request: object, response: object, done: () => void): void;
}

const toldOf = new WeakMap<object, boolean>();

/**
 * Whether the router that serves the request tells of errors. A lockfile may hold an older one under an Express that
 * takes both, and then a handler that throws would have its session written. True where there is no router to be
 * found. Asked by an error of our own, once for each app.
 */
export function tellsOfErrors({ app }: { readonly app?: unknown }): boolean {
  if (typeof app !== "function") return true;
  const known = toldOf.get(app);
  if (known !== undefined) return known;
  const router: unknown = Reflect.get(app, "router");
  const tells = typeof router !== "function" || asked(router as unknown as RouterLike);
  toldOf.set(app, tells);
  return tells;
}

/** Of a router like it, whose only handler throws. */
function asked(router: RouterLike): boolean {
  const request = { method: "GET", url: "/", originalUrl: "/" };
  let isTold = false;
  watchThrownErrors(request, {
    onThrownError: () => {
      isTold = true;
    },
  });
  const alike: RouterLike = Object.create(router, { stack: { value: [] } });
  alike.use(() => {
    throw new Error("Is it told?");
  });
  alike.handle(request, {}, () => {});
  return isTold;
}

/**
 * In the place of the router's Set, with what the router does with it: to make a Set for each request that changes its
 * session, and a subclass of it at that, cost a tenth of what the session does.
 */
class WatchedErrors {
  readonly #listener: ThrownErrorListener;
  #seen: Set<unknown> | undefined;

  constructor(listener: ThrownErrorListener, seen: Set<unknown> | undefined) {
    this.#listener = listener;
    this.#seen = seen;
  }

  has(error: unknown): boolean {
    return this.#seen?.has(error) === true;
  }

  add(error: unknown): void {
    this.#listener.onThrownError();
    this.#seen ??= new Set();
    this.#seen.add(error);
  }

  delete(error: unknown): boolean {
    return this.#seen?.delete(error) === true;
  }
}

export interface ThrownErrorListener {
  onThrownError(): void;
}

/** Tells the listener of each error of a handler of this request from now on, before its error handler runs. */
export function watchThrownErrors(request: object, listener: ThrownErrorListener): void {
  const watched: Watchable = request;
  const seen = watched[SEEN_ERRORS];
  if (seen instanceof WatchedErrors) return;
  watched[SEEN_ERRORS] = new WatchedErrors(listener, seen instanceof Set ? seen : undefined);
}
