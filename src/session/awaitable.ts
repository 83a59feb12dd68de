import type { Awaitable } from "./store.ts";

/** `next(value)`, at once when the value is there: a store in memory then costs no trip through the queue. */
export function andThen<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** The same, with `failed` for what goes wrong before it or in it: a `catch` behind it would be one more promise. */
export function andThenOr<T, U>(
  value: Awaitable<T>,
  next: (value: T) => Awaitable<U>,
  failed: (error: unknown) => never,
): Awaitable<U> {
  const guarded = (arrived: T): Awaitable<U> => {
    try {
      const done = next(arrived);
      return done instanceof Promise ? done.catch(failed) : done;
    } catch (error) {
      return failed(error);
    }
  };
  return value instanceof Promise ? value.then(guarded, failed) : guarded(value);
}
