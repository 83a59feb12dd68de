import { useSignal } from "@preact/signals";
import type { Bench } from "./bench.ts";
import { durationText } from "./inspector/time-text.ts";

const moves = [
  { label: "+1 min", byMs: 60_000 },
  { label: "+1 h", byMs: 3_600_000 },
  { label: "+1 d", byMs: 86_400_000 },
] as const;

/** Moves the clock of server, jars and browsers together. */
export function ClockControl({ bench }: { readonly bench: Bench }) {
  const offset = useSignal(bench.clock.offsetMs);
  const move = async (byMs: number) => {
    await bench.moveClock(byMs);
    offset.value = bench.clock.offsetMs;
  };
  return (
    <fieldset class="clock">
      <legend class="visually-hidden">Clock</legend>
      <span role="status" data-moved={offset.value === 0 ? undefined : ""}>
        {offset.value === 0 ? "Clock" : `Clock ${durationText(offset.value)} ahead`}
      </span>
      {moves.map(({ label, byMs }) => (
        <button
          key={label}
          type="button"
          class="small-button"
          aria-label={`Move the clock ${label}`}
          onClick={() => move(byMs)}
        >
          {label}
        </button>
      ))}
      <button
        type="button"
        class="small-button"
        disabled={offset.value === 0}
        onClick={() => move(-bench.clock.offsetMs)}
      >
        Real time
      </button>
    </fieldset>
  );
}
