import type { WallTime } from "../learners/wall-time.ts";
import { extraField } from "./extra-field.ts";

/**
 * When a file in a zip file was last changed, as whoever made the zip file says. Most write a clock's reading and
 * no time zone; some add the moment itself.
 */
export type EntryTime =
  | { readonly kind: "moment"; readonly atMs: number }
  | { readonly kind: "wall"; readonly wall: WallTime };

const UNIX_TIME_FIELD = 0x5455;
const HAS_MODIFIED = 1;

export function timeOf(dosDate: number, dosTime: number, extra: Uint8Array): EntryTime {
  const field = extraField(extra, UNIX_TIME_FIELD);
  if (field !== undefined && field.byteLength >= 5 && (field.getUint8(0) & HAS_MODIFIED) !== 0)
    return { kind: "moment", atMs: field.getInt32(1, true) * 1000 };
  return {
    kind: "wall",
    wall: {
      year: 1980 + (dosDate >>> 9),
      month: (dosDate >>> 5) & 0xf,
      day: dosDate & 0x1f,
      hour: dosTime >>> 11,
      minute: (dosTime >>> 5) & 0x3f,
      second: (dosTime & 0x1f) * 2,
    },
  };
}
