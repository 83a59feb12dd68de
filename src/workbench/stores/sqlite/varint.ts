/** A number of SQLite's variable length, and where the next thing begins. */
export interface Varint {
  /** A bigint where a number would not be exact. */
  readonly value: number | bigint;
  readonly end: number;
}

const LONGEST_BYTES = 9;

/** Seven bits a byte, the high one saying that more follow; of the ninth byte all eight. Past the end stand zeros. */
export function readVarint(bytes: Uint8Array, at: number): Varint {
  let value = 0n;
  let end = at;
  for (let count = 1; ; count += 1) {
    const byte = bytes[end] ?? 0;
    end += 1;
    if (count === LONGEST_BYTES) {
      value = (value << 8n) | BigInt(byte);
      break;
    }
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) break;
  }
  return { value: exact(BigInt.asIntN(64, value)), end };
}

/** A number where that is exact. */
export function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
