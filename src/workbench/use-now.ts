import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { MovableClock } from "../web/clock.ts";

const TICK_MS = 1_000;

/** The time on the clock that can be moved: at once when it is moved, else each second. */
export function useNow(clock: MovableClock): ReadonlySignal<number> {
  const now = useSignal(clock.nowMs());
  useEffect(() => {
    const look = () => {
      now.value = clock.nowMs();
    };
    const timer = setInterval(look, TICK_MS);
    const stopListening = clock.onMove(look);
    return () => {
      clearInterval(timer);
      stopListening();
    };
  }, [clock]);
  return now;
}
