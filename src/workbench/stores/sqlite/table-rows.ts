import * as words from "../../../words/en/database-faults.ts";
import { type DatabasePages, UnreadableDatabase } from "./database-pages.ts";
import { readVarint } from "./varint.ts";

/** A row as it lies in the table's tree, not yet taken apart. */
export interface StoredRow {
  readonly rowId: number | bigint;
  /** Its values, behind a header that says what each is. */
  payload(): Uint8Array;
}

const INTERIOR_TABLE = 0x05;
const LEAF_TABLE = 0x0d;
/** The first page begins with the file's header. */
const FILE_HEADER_BYTES = 100;

/** The rows of the table whose tree begins at this page, in order. Throws {@link UnreadableDatabase}. */
export function* tableRows(pages: DatabasePages, root: number): Generator<StoredRow> {
  const waiting = [root];
  let visited = 0;
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    visited += 1;
    if (visited > pages.count) throw new UnreadableDatabase(words.pagesInCircle);
    const page = pages.page(number);
    const view = new DataView(page.buffer, page.byteOffset, page.length);
    const start = number === 1 ? FILE_HEADER_BYTES : 0;
    const kind = view.getUint8(start);
    const cellCount = view.getUint16(start + 3);
    if (kind !== INTERIOR_TABLE && kind !== LEAF_TABLE) {
      throw new UnreadableDatabase(words.noTablePage(number));
    }
    const cellsFrom = start + (kind === LEAF_TABLE ? 8 : 12);
    const cells = Array.from({ length: cellCount }, (_cell, index) => pointer(view, cellsFrom + 2 * index));
    if (kind === LEAF_TABLE) {
      for (const cell of cells) yield rowAt(pages, page, cell);
    } else {
      // Last in, first out: the leftmost comes next.
      waiting.push(view.getUint32(start + 8));
      for (const cell of cells.reverse()) waiting.push(view.getUint32(cell));
    }
  }
}

function pointer(view: DataView, at: number): number {
  const cell = at + 2 > view.byteLength ? view.byteLength : view.getUint16(at);
  if (cell + 4 > view.byteLength) throw new UnreadableDatabase(words.placeOutside);
  return cell;
}

function rowAt(pages: DatabasePages, page: Uint8Array, cell: number): StoredRow {
  const size = readVarint(page, cell);
  const rowId = readVarint(page, size.end);
  const bytes = Number(size.value);
  return { rowId: rowId.value, payload: () => payloadAt(pages, page, rowId.end, bytes) };
}

/** What does not fit lies on pages of its own, each naming the next. */
function payloadAt(pages: DatabasePages, page: Uint8Array, at: number, bytes: number): Uint8Array {
  const local = localBytes(pages.usableBytes, bytes);
  if (local === bytes) return page.subarray(at, at + bytes);
  if (bytes > pages.count * pages.usableBytes) throw new UnreadableDatabase(words.rowLonger);
  const whole = new Uint8Array(bytes);
  whole.set(page.subarray(at, at + local));
  let next = uint32(page, at + local);
  for (let filled = local; filled < bytes; filled += pages.usableBytes - 4) {
    const more = pages.page(next);
    const length = Math.min(bytes - filled, pages.usableBytes - 4);
    whole.set(more.subarray(4, 4 + length), filled);
    next = uint32(more, 0);
  }
  return whole;
}

/** "Cell payload overflow pages" of the file format. */
function localBytes(usable: number, bytes: number): number {
  const most = usable - 35;
  if (bytes <= most) return bytes;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((bytes - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}

function uint32(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new UnreadableDatabase(words.placeOutside);
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
}
