import { locale } from "../../words/en/language.ts";
import * as words from "../../words/en/time.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A time in the learner's own zone: "Tuesday, 1 December 2026 at 23:59 (CET)". */
export function dateInWords(instantMs: number, zone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(instantMs);
}

/** "2 days 3 hours left", "14 minutes left", "5 days 1 hour ago": the two largest units, never rounded up. */
export function timeLeft(untilMs: number, nowMs: number): string {
  const away = Math.abs(untilMs - nowMs);
  const duration = durationInWords(away);
  return untilMs >= nowMs ? words.left(duration) : words.ago(duration);
}

export function durationInWords(durationMs: number): string {
  const days = Math.floor(durationMs / DAY_MS);
  const hours = Math.floor((durationMs % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS);
  if (days > 0) return hours > 0 ? `${words.days(days)} ${words.hours(hours)}` : words.days(days);
  if (hours > 0) return minutes > 0 ? `${words.hours(hours)} ${words.minutes(minutes)}` : words.hours(hours);
  return minutes > 0 ? words.minutes(minutes) : words.lessThanAMinute;
}
