import { crc32 } from "./crc32.ts";
import { deflateRaw } from "./deflate.ts";
import { InflateError, inflateRaw } from "./inflate.ts";

/** RFC 1952 §2.3: deflate, no flags, no time, no hint of how well it was packed, Unix. */
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] as const;
const FLAG = { headerSum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** One member of RFC 1952. */
export function gzipWhole(bytes: Uint8Array): Uint8Array[] {
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length % 2 ** 32, true);
  return [Uint8Array.from(HEADER), deflateRaw(bytes), new Uint8Array(trailer.buffer)];
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What the members hold, one after the other. Throws {@link InflateError}. */
export function gunzipWhole(bytes: Uint8Array, lengthAtMost: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let rest = bytes;
  let leftToGive = lengthAtMost;
  do {
    const packed = rest.subarray(headerLength(rest));
    const { data, used } = inflateRaw(packed, leftToGive);
    if (packed.length < used + 8) throw new InflateError("Z_BUF_ERROR", "unexpected end of file");
    const trailer = new DataView(packed.buffer, packed.byteOffset + used, 8);
    if (trailer.getUint32(0, true) !== crc32(data))
      throw new InflateError("Z_DATA_ERROR", "incorrect data check");
    if (trailer.getUint32(4, true) !== data.length % 2 ** 32)
      throw new InflateError("Z_DATA_ERROR", "incorrect length check");
    parts.push(data);
    leftToGive -= data.length;
    rest = packed.subarray(used + 8);
    // Zeros are padding.
  } while (rest.length > 0 && rest[0] !== 0);
  return parts;
}

/** RFC 1952 §2.3.1. */
function headerLength(bytes: Uint8Array): number {
  const [, , method, flags = 0] = bytes;
  if (bytes.length > 1 && !isGzip(bytes)) throw new InflateError("Z_DATA_ERROR", "incorrect header check");
  if (method !== undefined && method !== 8)
    throw new InflateError("Z_DATA_ERROR", "unknown compression method");
  if ((flags & FLAG.reserved) !== 0) throw new InflateError("Z_DATA_ERROR", "unknown header flags set");
  let at: number = HEADER.length;
  if ((flags & FLAG.extra) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [FLAG.name, FLAG.comment]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new InflateError("Z_BUF_ERROR", "unexpected end of file");
    at = end + 1;
  }
  if ((flags & FLAG.headerSum) !== 0) at += 2;
  if (at > bytes.length) throw new InflateError("Z_BUF_ERROR", "unexpected end of file");
  return at;
}
