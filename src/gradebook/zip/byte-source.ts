/** Bytes that are read in parts, so that a file larger than the memory can be looked at. */
export interface ByteSource {
  readonly size: number;
  /** Exactly these bytes. Rejects with a RangeError when the source does not have them, with a
   * NotReadable when it cannot be read. */
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

/** Throws a RangeError when a source of this size does not have these bytes. */
export function requireInside(size: number, offset: number, length: number): void {
  if (offset < 0 || length < 0 || !Number.isSafeInteger(offset + length) || offset + length > size) {
    throw new RangeError(`Bytes ${offset} to ${offset + length} are not within ${size}.`);
  }
}
