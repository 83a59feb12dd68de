import type { FileHandle } from "node:fs/promises";

/** Bytes that are read in parts, so that a file larger than the memory can be looked at. */
export interface ByteSource {
  readonly size: number;
  /** Exactly these bytes. Rejects with a RangeError when the source does not have them. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    async read(offset, length) {
      requireInside(bytes.byteLength, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** Of an open file, which stays the caller's to close. */
export async function fileSource(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    size,
    async read(offset, length) {
      requireInside(size, offset, length);
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
        if (bytesRead === 0) throw new RangeError("The file became shorter while it was read.");
        filled += bytesRead;
      }
      return bytes;
    },
  };
}

function requireInside(size: number, offset: number, length: number): void {
  if (offset < 0 || length < 0 || !Number.isSafeInteger(offset + length) || offset + length > size) {
    throw new RangeError(`Bytes ${offset} to ${offset + length} are not within ${size}.`);
  }
}
