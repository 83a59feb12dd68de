import { useSignal } from "@preact/signals";
import type { Bench } from "./bench.ts";
import { durationText } from "./inspector/time-text.ts";
import { useNow } from "./use-now.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const moves = [
  { label: "+1 min", byMs: 60_000 },
  { label: "+10 min", byMs: 600_000 },
  { label: "+1 h", byMs: HOUR_MS },
  { label: "+1 d", byMs: DAY_MS },
  { label: "+1 week", byMs: 7 * DAY_MS },
  { label: "+1 year", byMs: 365 * DAY_MS },
] as const;

/** The clock of server, jars and browsers: what time it is there, and buttons that move it. */
export function ClockControl({ bench }: { readonly bench: Bench }) {
  const now = useNow(bench.clock);
  const offset = useSignal(bench.clock.offsetMs);
  const settle = async (moved: Promise<void>) => {
    await moved;
    offset.value = bench.clock.offsetMs;
  };
  return (
    <fieldset class="clock">
      <legend class="visually-hidden">Clock</legend>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" />
        <path d="M8 4.500V8l2.500 1.500" />
      </svg>
      <time dateTime={new Date(now.value).toISOString()}>{clockText(now.value)}</time>
      <span class="clock-offset" role="status" data-moved={offset.value === 0 ? undefined : ""}>
        {offsetText(offset.value)}
      </span>
      <span class="clock-moves">
        {moves.map(({ label, byMs }) => (
          <button
            key={label}
            type="button"
            class="small-button"
            aria-label={`Move the clock ${label}`}
            onClick={() => settle(bench.moveClock(byMs))}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          class="small-button"
          disabled={offset.value === 0}
          onClick={() => settle(bench.backToRealTime())}
        >
          Back to now
        </button>
      </span>
    </fieldset>
  );
}

function clockText(atMs: number): string {
  return new Date(atMs).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}

function offsetText(offsetMs: number): string {
  return offsetMs === 0 ? "real time" : `${durationText(offsetMs)} ahead`;
}
