import { instantOf } from "../../assignment/zoned-time.ts";

/** What a clock on a wall shows, without a time zone. Months from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The moment at which clocks in an IANA zone show this. `undefined` for what no calendar has. */
export function momentOf(wall: WallTime, zone: string): number | undefined {
  const { year, month, day, hour, minute, second } = wall;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const two = (part: number): string => String(part).padStart(2, "0");
  const minuteAt = instantOf(`${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`, zone);
  return minuteAt === undefined ? undefined : minuteAt + second * 1000;
}
