import { crc32, inflateRawSync } from "node:zlib";
import type { ByteSource } from "./byte-source.ts";
import { decodeName } from "./entry-name.ts";
import type { ZipEntry } from "./zip-directory.ts";
import { ZipError } from "./zip-error.ts";

const LOCAL_MARK = 0x04034b50;
const LOCAL_BYTES = 30;

/**
 * The content of one file, never more of it than the list said. Rejects with a ZipError when it is not what the list
 * said: another name, another length, another checksum, or damaged.
 */
export async function readZipEntry(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  const packed = await packedBytes(source, entry).catch((error: unknown) => {
    if (error instanceof RangeError) throw new ZipError("It reaches beyond the end of the zip file.");
    throw error;
  });
  const bytes = entry.method === "stored" ? packed : inflate(packed, entry.bytes);
  if (bytes.byteLength !== entry.bytes) throw new ZipError("It has another length than the zip file says.");
  if (crc32(bytes) !== entry.crc32)
    throw new ZipError("It is damaged: its checksum is not the one that the zip file says.");
  return bytes;
}

async function packedBytes(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  const header = await source.read(entry.headerOffset, LOCAL_BYTES);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(0, true) !== LOCAL_MARK) throw new ZipError("It is not where the zip file says.");
  const nameBytes = view.getUint16(26, true);
  const extraBytes = view.getUint16(28, true);
  const nameOffset = entry.headerOffset + LOCAL_BYTES;
  const said = await source.read(nameOffset, nameBytes + extraBytes);
  if (decodeName(said.subarray(0, nameBytes), said.subarray(nameBytes)) !== entry.name)
    throw new ZipError("It has two names, which differ.");
  return source.read(nameOffset + nameBytes + extraBytes, entry.packedBytes);
}

function inflate(packed: Uint8Array, bytes: number): Uint8Array {
  try {
    // One byte more than promised would be a lie, and is not made.
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) }));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE")
      throw new ZipError("It becomes larger than the zip file says.");
    throw new ZipError("It is damaged and cannot be unpacked.");
  }
}
