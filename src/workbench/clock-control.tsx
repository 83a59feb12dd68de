import { useSignal } from "@preact/signals";
import * as buttons from "../words/en/buttons.ts";
import * as words from "../words/en/clock.ts";
import { locale } from "../words/en/language.ts";
import type { Bench } from "./bench.ts";
import { durationText } from "./inspector/time-text.ts";
import { useNow } from "./use-now.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const moves = [
  { label: words.plusMinutes(1), byMs: 60_000 },
  { label: words.plusMinutes(10), byMs: 600_000 },
  { label: words.plusHours(1), byMs: HOUR_MS },
  { label: words.plusDays(1), byMs: DAY_MS },
  { label: words.plusWeeks(1), byMs: 7 * DAY_MS },
  { label: words.plusYears(1), byMs: 365 * DAY_MS },
];

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
      <legend class="visually-hidden">{words.clock}</legend>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" />
        <path d="M8 4.500V8l2.500 1.500" />
      </svg>
      <time dateTime={new Date(now.value).toISOString()}>{clockText(now.value)}</time>
      <span class="clock-offset" role="status" data-moved={offset.value === 0 ? undefined : ""}>
        {offsetText(offset.value)}
      </span>
      <button
        type="button"
        class="small-button"
        disabled={offset.value === 0}
        onClick={() => settle(bench.backToRealTime())}
      >
        {buttons.backToNow}
      </button>
      <span class="clock-moves">
        {moves.map(({ label, byMs }) => (
          <button
            key={label}
            type="button"
            class="small-button"
            aria-label={words.moveClock(label)}
            onClick={() => settle(bench.moveClock(byMs))}
          >
            {label}
          </button>
        ))}
      </span>
    </fieldset>
  );
}

function clockText(atMs: number): string {
  return new Date(atMs).toLocaleString(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}

function offsetText(offsetMs: number): string {
  return offsetMs === 0 ? words.realTime : words.ahead(durationText(offsetMs));
}
