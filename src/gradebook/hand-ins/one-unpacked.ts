import { type ByteSource, memorySource } from "../zip/byte-source.ts";
import type { ZipEntry } from "../zip/zip-directory.ts";

/**
 * Zip files in a zip file, unpacked when one of their files is asked for. Only the last one is kept: the files of one are
 * read one after another, and those of a whole class would fill the memory.
 */
export class OneUnpacked {
  #last: { readonly entry: ZipEntry; readonly source: Promise<ByteSource> } | undefined;

  /** `unpack` is called when this is not the entry that was asked for last, and rejects for this one alone. */
  of(entry: ZipEntry, unpack: () => Promise<Uint8Array>): Promise<ByteSource> {
    if (this.#last?.entry === entry) return this.#last.source;
    const source = unpack().then(memorySource);
    this.#last = { entry, source };
    return source;
  }
}
