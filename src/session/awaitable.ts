import type { Awaitable } from "./store.ts";

/** `next(value)`, at once when the value is there: a store in memory then costs no trip through the queue. */
export function andThen<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
