import * as words from "../../../words/en/database-faults.ts";
import { committedPages } from "./write-ahead-log.ts";

/** What is read is no database of SQLite, or a damaged one; also one that was written while it was read. */
export class UnreadableDatabase extends Error {}

export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be";

/** The pages of a database file, as SQLite's file format has them (sqlite.org/fileformat2.html). */
export interface DatabasePages {
  /** In bytes, of each page. */
  readonly usableBytes: number;
  readonly encoding: TextEncodingName;
  /** How many there are at most: who follows more pages than that goes in a circle. */
  readonly count: number;
  /** Counted from 1. Throws {@link UnreadableDatabase} when it is not there. */
  page(number: number): Uint8Array;
}

const MAGIC = "SQLite format 3\0";
const HEADER_BYTES = 100;
const SMALLEST_PAGE_BYTES = 512;
const LARGEST_PAGE_BYTES = 65_536;
const encodings: Readonly<Record<number, TextEncodingName>> = {
  0: "utf-8",
  1: "utf-8",
  2: "utf-16le",
  3: "utf-16be",
};

/**
 * `log`: the write-ahead log beside it, whose committed pages are newer. `undefined`: there is no page in it yet, as in a
 * file that was only made. Throws {@link UnreadableDatabase}.
 */
export function databasePages(file: Uint8Array, log?: Uint8Array): DatabasePages | undefined {
  const newer = log === undefined ? new Map<number, Uint8Array>() : committedPages(log);
  const first = newer.get(1) ?? file;
  if (first.length === 0) return undefined;
  if (
    first.length < HEADER_BYTES ||
    new TextDecoder("latin1").decode(first.subarray(0, MAGIC.length)) !== MAGIC
  ) {
    throw new UnreadableDatabase(words.otherBeginning);
  }
  const header = new DataView(first.buffer, first.byteOffset, HEADER_BYTES);
  const pageBytes = header.getUint16(16) === 1 ? LARGEST_PAGE_BYTES : header.getUint16(16);
  const encoding = encodings[header.getUint32(56)];
  if (pageBytes < SMALLEST_PAGE_BYTES || encoding === undefined) {
    throw new UnreadableDatabase(words.wrongHeader);
  }
  return {
    usableBytes: pageBytes - header.getUint8(20),
    encoding,
    count: Math.ceil(file.length / pageBytes) + newer.size,
    page: (number) => {
      const page = newer.get(number) ?? file.subarray((number - 1) * pageBytes, number * pageBytes);
      if (page.length !== pageBytes) throw new UnreadableDatabase(words.noPage(number));
      return page;
    },
  };
}
