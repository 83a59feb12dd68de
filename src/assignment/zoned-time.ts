const MINUTE_MS = 60_000;

/**
 * The instant at which clocks of that zone show this wall time ("2026-12-01T23:59"). When clocks are put back and
 * show it twice, the first; when they are put forward and never show it, as much later as they jump. `undefined`
 * when the text is no such time. Throws RangeError when the zone is unknown.
 */
export function instantOf(wallTime: string, zone: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wallTime)) return undefined;
  const asUtcMs = Date.parse(`${wallTime}Z`);
  if (Number.isNaN(asUtcMs)) return undefined;
  // A zone's offset changes at most once within a day either side, so one of the two offsets is right.
  const dayMs = 24 * 60 * MINUTE_MS;
  const before = offsetMs(asUtcMs - dayMs, zone);
  const after = offsetMs(asUtcMs + dayMs, zone);
  const candidates = [asUtcMs - before, asUtcMs - after].filter(
    (instantMs) => wallTimeOf(instantMs, zone) === wallTime,
  );
  return candidates.length > 0 ? Math.min(...candidates) : asUtcMs - before;
}

/** What clocks of that zone show then, to the minute: "2026-12-01T23:59". */
export function wallTimeOf(instantMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(instantMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

function offsetMs(instantMs: number, zone: string): number {
  const toMinute = Math.floor(instantMs / MINUTE_MS) * MINUTE_MS;
  return Date.parse(`${wallTimeOf(toMinute, zone)}Z`) - toMinute;
}
