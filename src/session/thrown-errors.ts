/**
 * Express's router (2.3 and later) remembers the errors of a request in a Set under this symbol: thrown by a
 * handler, passed to `next`, or the reason of its rejected promise. It is the only place where a middleware
 * that ran before can learn of them before an error handler answers.
 */
const SEEN_ERRORS = Symbol.for("router.tracing.publishedErrors");

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
export function tellsOfErrors(request: object): boolean {
  const app: unknown = Reflect.get(request, "app");
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
  const error = new Error("Is it told?");
  const request = { method: "GET", url: "/", originalUrl: "/" };
  const alike: RouterLike = Object.create(router, { stack: { value: [] } });
  alike.use(() => {
    throw error;
  });
  alike.handle(request, {}, () => {});
  const seen: unknown = Reflect.get(request, SEEN_ERRORS);
  return seen instanceof Set && seen.has(error);
}

class WatchedErrors extends Set<unknown> {
  #listener: ThrownErrorListener | undefined;

  tell(listener: ThrownErrorListener): void {
    this.#listener = listener;
  }

  override add(error: unknown): this {
    this.#listener?.onThrownError();
    return super.add(error);
  }
}

export interface ThrownErrorListener {
  onThrownError(): void;
}

/** Tells the listener of each error of a handler of this request from now on, before its error handler runs. */
export function watchThrownErrors(request: object, listener: ThrownErrorListener): void {
  const seen: unknown = Reflect.get(request, SEEN_ERRORS);
  if (seen instanceof WatchedErrors) return;
  const watched = new WatchedErrors();
  if (seen instanceof Set) for (const error of seen) watched.add(error);
  watched.tell(listener);
  Reflect.set(request, SEEN_ERRORS, watched);
}
