import { effect, type ReadonlySignal } from "@preact/signals";

/** Settles with the value once it is as wanted. */
export function untilShown<T>(shown: ReadonlySignal<T>, isWanted: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const { value } = shown;
      if (!isWanted(value)) return;
      resolve(value);
      queueMicrotask(() => stop());
    });
  });
}
