/**
 * A promise that notices when nobody has looked at it by the time it is settled. `if (!checkPassword(…))`
 * without `await` lets everybody in, for a promise is always true; here that is said in the log.
 */
export class WatchedPromise<T> extends Promise<T> {
  #isWatched = false;

  /** What `then` returns is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** `promise`, watched. It may be awaited later all the same, so `complain` must do no harm. */
  static over<T>(promise: Promise<T>, complain: () => void): WatchedPromise<T> {
    const watched = new WatchedPromise<T>((resolve) => resolve(promise));
    const settled = () => {
      if (!watched.#isWatched) complain();
    };
    promise.then(settled, settled);
    return watched;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#isWatched = true;
    return super.then(onFulfilled, onRejected);
  }
}
