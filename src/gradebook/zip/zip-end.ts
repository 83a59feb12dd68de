import type { ByteSource } from "./byte-source.ts";
import { ZipError } from "./zip-error.ts";

/** Where the list of files is. */
export interface DirectoryPlace {
  readonly offset: number;
  readonly bytes: number;
  readonly entries: number;
}

const END_MARK = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES = 0xffff;
const LOCATOR_MARK = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_MARK = 0x06064b50;
const END64_BYTES = 56;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** Finds the list of files by the record at the end. Rejects with a ZipError when the numbers cannot be true. */
export async function directoryPlace(source: ByteSource): Promise<DirectoryPlace> {
  const tailBytes = Math.min(source.size, END_BYTES + COMMENT_BYTES);
  const tail = await source.read(source.size - tailBytes, tailBytes);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const at = endRecord(view);
  if (at === undefined) throw new ZipError("It is no zip file, or its end is missing.");
  const endOffset = source.size - tailBytes + at;
  if (view.getUint16(at + 4, true) !== 0 && view.getUint16(at + 4, true) !== FULL_16)
    throw new ZipError("It is one part of a zip file in several parts.");
  const small: DirectoryPlace = {
    entries: view.getUint16(at + 10, true),
    bytes: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  const isLarge = small.entries === FULL_16 || small.bytes === FULL_32 || small.offset === FULL_32;
  const place = isLarge ? ((await largePlace(source, endOffset)) ?? small) : small;
  const { entries, bytes, offset } = place;
  if (![entries, bytes, offset].every(Number.isSafeInteger) || offset + bytes > endOffset)
    throw new ZipError("It says that its list of files is where there is none.");
  return place;
}

/** The last mark whose comment reaches just to the end of the file. */
function endRecord(view: DataView): number | undefined {
  for (let at = view.byteLength - END_BYTES; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== END_MARK) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return undefined;
}

async function largePlace(source: ByteSource, endOffset: number): Promise<DirectoryPlace | undefined> {
  if (endOffset < LOCATOR_BYTES) return undefined;
  const locator = dataView(await source.read(endOffset - LOCATOR_BYTES, LOCATOR_BYTES));
  if (locator.getUint32(0, true) !== LOCATOR_MARK) return undefined;
  const offset = Number(locator.getBigUint64(8, true));
  if (!Number.isSafeInteger(offset) || offset + END64_BYTES > endOffset)
    throw new ZipError("It says that its list of files is where there is none.");
  const record = dataView(await source.read(offset, END64_BYTES));
  if (record.getUint32(0, true) !== END64_MARK)
    throw new ZipError("It says that its list of files is where there is none.");
  return {
    entries: Number(record.getBigUint64(32, true)),
    bytes: Number(record.getBigUint64(40, true)),
    offset: Number(record.getBigUint64(48, true)),
  };
}

function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
