/**
 * Express's router (2.3 and later) remembers the errors of a request in a Set under this symbol: thrown by a
 * handler, passed to `next`, or the reason of its rejected promise. It is the only place where a middleware
 * that ran before can learn of them before an error handler answers.
 */
const SEEN_ERRORS = Symbol.for("router.tracing.publishedErrors");

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
