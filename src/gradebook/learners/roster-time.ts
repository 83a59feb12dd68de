import { momentOf } from "./wall-time.ts";

const MONTHS = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];
const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;
/** As Moodle writes in English: `Friday, 27 November 2026, 6:31 PM`, or `18:31`. */
const LONG = /^(?:\p{L}+, )?(\d{1,2}) (\p{L}+) (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([AP])M)?$/iu;

/**
 * The moment in a cell of a roster; without an offset, by clocks in `zone`. `undefined` when it is not understood: a
 * day without a time may be its begin or its end.
 */
export function rosterTime(cell: string, zone: string): number | undefined {
  const text = cell.replaceAll(/\s+/g, " ").trim();
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second = "0", offset] = iso;
    const wall = wallOf(year, month, day, hour, minute, second);
    return offset === undefined ? momentOf(wall, zone) : withOffset(wall, offset);
  }
  const long = LONG.exec(text);
  if (long === null) return undefined;
  const [, day, name = "", year, hour = "0", minute, second = "0", half] = long;
  const month = MONTHS.findIndex(
    (each) => each === name.toLowerCase() || each.slice(0, 3) === name.toLowerCase(),
  );
  if (month === -1) return undefined;
  const hours =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === "P" ? 12 : 0);
  return momentOf(wallOf(year, String(month + 1), day, String(hours), minute, second), zone);
}

function wallOf(year = "", month = "", day = "", hour = "", minute = "", second = "") {
  return {
    ...{ year: Number(year), month: Number(month), day: Number(day) },
    ...{ hour: Number(hour), minute: Number(minute), second: Number(second) },
  };
}

function withOffset(wall: ReturnType<typeof wallOf>, offset: string): number | undefined {
  const asUtc = momentOf(wall, "UTC");
  if (asUtc === undefined || offset.toUpperCase() === "Z") return asUtc;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return asUtc - (offset.startsWith("-") ? -1 : 1) * minutes * 60_000;
}
