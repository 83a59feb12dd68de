import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useCallback } from "preact/hooks";
import { reasonOf } from "./explain.ts";

/** A part of the screen whose code is fetched later. */
export interface WhenNeeded<Module> {
  /** `undefined`: not asked for, on its way, or it could not be had. */
  readonly module: ReadonlySignal<Module | undefined>;
  /** Why it could not be had. */
  readonly failure: ReadonlySignal<string | undefined>;
  /** Fetches it, if that has not been done. After a failure, tries again. */
  load(): void;
}

/** `fetchModule`: a dynamic import, the same one at each call. */
export function useWhenNeeded<Module>(fetchModule: () => Promise<Module>): WhenNeeded<Module> {
  const module = useSignal<Module | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const load = useCallback(() => {
    if (module.peek() !== undefined) return;
    failure.value = undefined;
    fetchModule().then(
      (fetched) => {
        module.value = fetched;
      },
      (error: unknown) => {
        failure.value = reasonOf(error);
      },
    );
  }, []);
  return { module, failure, load };
}
