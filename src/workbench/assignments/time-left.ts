const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A time in the learner's own zone: "Tuesday, 1 December 2026 at 23:59 (CET)". */
export function dateInWords(instantMs: number, zone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
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
  const words = durationInWords(away);
  return untilMs >= nowMs ? `${words} left` : `${words} ago`;
}

export function durationInWords(durationMs: number): string {
  const days = Math.floor(durationMs / DAY_MS);
  const hours = Math.floor((durationMs % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS);
  if (days > 0) return hours > 0 ? `${counted(days, "day")} ${counted(hours, "hour")}` : counted(days, "day");
  if (hours > 0) {
    return minutes > 0 ? `${counted(hours, "hour")} ${counted(minutes, "minute")}` : counted(hours, "hour");
  }
  return minutes > 0 ? counted(minutes, "minute") : "less than a minute";
}

function counted(count: number, unit: "day" | "hour" | "minute"): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
