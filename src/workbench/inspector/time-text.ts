const SECOND_MS = 1_000;
const steps = [
  { unit: "d", ms: 86_400_000 },
  { unit: "h", ms: 3_600_000 },
  { unit: "min", ms: 60_000 },
  { unit: "s", ms: SECOND_MS },
] as const;

/** A stretch of time in its two largest units: "59 min 58 s". Below a second: "0 s". */
export function durationText(durationMs: number): string {
  let rest = Math.floor(Math.max(durationMs, 0) / SECOND_MS) * SECOND_MS;
  const parts: string[] = [];
  for (const { unit, ms } of steps) {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

/** The time of day to the second, in the reader's own zone: "22:05:31". */
export function timeText(atMs: number): string {
  return new Date(atMs).toLocaleTimeString("en-GB");
}

/** Date and time to the minute: "20 Nov 2026, 22:05". */
export function dateText(atMs: number): string {
  return new Date(atMs).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}
