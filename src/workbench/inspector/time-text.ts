import { locale } from "../../words/en/language.ts";
import * as words from "../../words/en/time.ts";

const SECOND_MS = 1_000;
const steps = [
  { text: words.shortDays, ms: 86_400_000 },
  { text: words.shortHours, ms: 3_600_000 },
  { text: words.shortMinutes, ms: 60_000 },
  { text: words.shortSeconds, ms: SECOND_MS },
];

/** A stretch of time in its two largest units: "59 min 58 s". Below a second: "0 s". */
export function durationText(durationMs: number): string {
  let rest = Math.floor(Math.max(durationMs, 0) / SECOND_MS) * SECOND_MS;
  const parts: string[] = [];
  for (const { text, ms } of steps) {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    if (count > 0) parts.push(text(count));
  }
  return parts.slice(0, 2).join(" ") || words.shortSeconds(0);
}

/** The time of day to the second, in the reader's own zone: "22:05:31". */
export function timeText(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(locale);
}

/** Date and time to the minute: "20 Nov 2026, 22:05". */
export function dateText(atMs: number): string {
  return new Date(atMs).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}
