/**
 * Express's router (2.3 and later) remembers the errors of a request in a Set under this symbol: thrown by a
 * handler, passed to `next`, or the reason of its rejected promise. It is the only place where a middleware
 * that ran before can learn of them before an error handler answers.
 */
const SEEN_ERRORS = Symbol.for("router.tracing.publishedErrors");

class WatchedErrors extends Set<unknown> {
  #onError: (() => void) | undefined;

  watch(onError: () => void): void {
    this.#onError = onError;
  }

  override add(error: unknown): this {
    this.#onError?.();
    return super.add(error);
  }
}

/** Calls back for each error of a handler of this request from now on, before its error handler runs. */
export function watchThrownErrors(request: object, onError: () => void): void {
  const seen: unknown = Reflect.get(request, SEEN_ERRORS);
  if (seen instanceof WatchedErrors) return;
  const watched = new WatchedErrors();
  if (seen instanceof Set) for (const error of seen) watched.add(error);
  watched.watch(onError);
  Reflect.set(request, SEEN_ERRORS, watched);
}
