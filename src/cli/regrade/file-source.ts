import type { FileHandle } from "node:fs/promises";
import { type ByteSource, NotReadable, requireInside } from "../../gradebook/index.ts";
import { reading } from "./reading.ts";

/** Of an open file, which stays the caller's to close. It and its source reject with a NotReadable when the file cannot be read. */
export async function fileSource(file: FileHandle): Promise<ByteSource> {
  const { size } = await reading(() => file.stat());
  return {
    size,
    async read(offset, length) {
      requireInside(size, offset, length);
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await reading(() => file.read(bytes, filled, length - filled, offset + filled));
        if (bytesRead === 0) throw new NotReadable("It became shorter while it was read.");
        filled += bytesRead;
      }
      return bytes;
    },
  };
}
