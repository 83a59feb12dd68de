import { Buffer } from "node:buffer";
import crypto from "node:crypto";

/** Names that end so are none of cachelib's entries; it neither counts nor removes them. */
export const CACHELIB_OWN_SUFFIX = ".__wz_cache";

/** A file of cachelib's FileSystemCache: when the entry ends, and the pickle. */
export interface CachelibEntry {
  /** Whole seconds since 1970; 0: never. */
  readonly endsAtSeconds: number;
  readonly bytes: Uint8Array;
}

/** What cachelib calls the file of a key. The hash hides nothing and proves nothing; it is a file's name. */
export function cachelibFileName(key: string): string {
  return crypto.createHash("md5").update(key).digest("hex");
}

/** Undefined: too short to be one. */
export function parseCachelibEntry(file: Buffer): CachelibEntry | undefined {
  return file.length < 5 ? undefined : { endsAtSeconds: file.readUInt32LE(), bytes: file.subarray(4) };
}

export function printCachelibEntry({ endsAtSeconds, bytes }: CachelibEntry): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(Math.min(endsAtSeconds, 0xffffffff));
  return Buffer.concat([head, bytes]);
}
