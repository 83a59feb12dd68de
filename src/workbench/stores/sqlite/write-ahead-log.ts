const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit says in which order checksums read their bytes. */
const MAGIC = 0x377f0682;

/**
 * The pages of a write-ahead log that belong to committed transactions, each as it was written last. What follows the
 * last commit, or is not whole, is left out, as SQLite does when it opens such a file.
 */
export function committedPages(log: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const committed = new Map<number, Uint8Array>();
  if (log.length < HEADER_BYTES) return committed;
  const view = new DataView(log.buffer, log.byteOffset, log.length);
  const magic = view.getUint32(0);
  if ((magic & ~1) !== MAGIC) return committed;
  const pageBytes = view.getUint32(8);
  const littleEndian = (magic & 1) === 0;
  const salts = [view.getUint32(16), view.getUint32(20)];
  let sum = checksum(view, 0, HEADER_BYTES - 8, littleEndian, [0, 0]);
  if (!isSum(view, 24, sum)) return committed;
  const pending = new Map<number, Uint8Array>();
  for (
    let at = HEADER_BYTES;
    at + FRAME_HEADER_BYTES + pageBytes <= log.length;
    at += FRAME_HEADER_BYTES + pageBytes
  ) {
    if (view.getUint32(at + 8) !== salts[0] || view.getUint32(at + 12) !== salts[1]) break;
    sum = checksum(view, at, 8, littleEndian, sum);
    sum = checksum(view, at + FRAME_HEADER_BYTES, pageBytes, littleEndian, sum);
    if (!isSum(view, at + 16, sum)) break;
    const start = at + FRAME_HEADER_BYTES;
    pending.set(view.getUint32(at), log.subarray(start, start + pageBytes));
    const isCommit = view.getUint32(at + 4) !== 0;
    if (!isCommit) continue;
    for (const [number, page] of pending) committed.set(number, page);
    pending.clear();
  }
  return committed;
}

type Sum = readonly [number, number];

function isSum(view: DataView, at: number, [one, two]: Sum): boolean {
  return view.getUint32(at) === one && view.getUint32(at + 4) === two;
}

/** Of the bytes from `at` on, going on from `sum`. */
function checksum(view: DataView, at: number, length: number, littleEndian: boolean, sum: Sum): Sum {
  let [one, two] = sum;
  for (let place = at; place < at + length; place += 8) {
    one = (one + view.getUint32(place, littleEndian) + two) >>> 0;
    two = (two + view.getUint32(place + 4, littleEndian) + one) >>> 0;
  }
  return [one, two];
}
