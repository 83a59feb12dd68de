import type { FileHandle } from "node:fs/promises";
import { type ByteSource, requireInside } from "../../gradebook/index.ts";

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
