import * as words from "../../../words/en/database-faults.ts";
import { type TextEncodingName, UnreadableDatabase } from "./database-pages.ts";
import { exact, readVarint } from "./varint.ts";

/** What may stand in a column. */
export type StoredValue = null | number | bigint | string | Uint8Array;

const integerBytes: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8 };

/** The values of a row, in the order of its columns. Columns that came to the table later are left out. */
export function storedValues(payload: Uint8Array, encoding: TextEncodingName): readonly StoredValue[] {
  const header = readVarint(payload, 0);
  const headerEnd = Number(header.value);
  if (headerEnd > payload.length) throw new UnreadableDatabase(words.headerLonger);
  const decoder = new TextDecoder(encoding);
  const values: StoredValue[] = [];
  let at = headerEnd;
  for (let place = header.end; place < headerEnd; ) {
    const type = readVarint(payload, place);
    place = type.end;
    const kind = Number(type.value);
    const bytes = lengthOf(kind);
    if (at + bytes > payload.length) throw new UnreadableDatabase(words.rowShorter);
    values.push(decodedValue(kind, payload.subarray(at, at + bytes), decoder));
    at += bytes;
  }
  return values;
}

function lengthOf(kind: number): number {
  if (kind >= 12) return Math.floor((kind - 12) / 2);
  return kind === 7 ? 8 : (integerBytes[kind] ?? 0);
}

function decodedValue(kind: number, bytes: Uint8Array, decoder: TextDecoder): StoredValue {
  if (kind === 0) return null;
  if (kind === 8 || kind === 9) return kind - 8;
  if (kind === 7) return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
  if (kind >= 12) return kind % 2 === 0 ? bytes : decoder.decode(bytes);
  if (bytes.length === 0) throw new UnreadableDatabase(words.noKind(kind));
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return exact(BigInt.asIntN(8 * bytes.length, unsigned));
}
