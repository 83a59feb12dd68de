import type { ByteSource } from "./byte-source.ts";
import { decodeName, nameFault } from "./entry-name.ts";
import { extraField } from "./extra-field.ts";
import { directoryPlace } from "./zip-end.ts";
import { ZipError } from "./zip-error.ts";
import { ZIP_LIMITS } from "./zip-limits.ts";
import { type EntryTime, timeOf } from "./zip-time.ts";

/** A file in a zip file, as the list at its end tells it. Folders are not among them. */
export interface ZipEntry {
  readonly name: string;
  readonly method: "stored" | "deflated";
  readonly crc32: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly time: EntryTime;
  readonly headerOffset: number;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Files that are not to be read. `reason` ends a sentence that begins with the name. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const ENCRYPTED = 0x0001;
const METHODS: Readonly<Record<number, ZipEntry["method"]>> = { 0: "stored", 8: "deflated" };
const IN_ZIP64 = 0xffffffff;
const ZIP64_FIELD = 0x0001;
const UNIX_TYPE = 0o170000;
const UNIX_FILE = 0o100000;
const UNIX_LINK = 0o120000;

interface Listed {
  readonly entry: ZipEntry;
  readonly fault: string | undefined;
}

/** Reads the list of files and unpacks nothing. Rejects with a ZipError when there is none that can be trusted. */
export async function readZipDirectory(source: ByteSource): Promise<ZipDirectory> {
  const place = await directoryPlace(source);
  if (place.entries > ZIP_LIMITS.entries)
    throw new ZipError(`It has ${place.entries} files; at most ${ZIP_LIMITS.entries} are read.`);
  if (place.bytes > ZIP_LIMITS.directoryBytes)
    throw new ZipError("Its list of files is too long to be read.");
  const listed = listEntries(await source.read(place.offset, place.bytes), place.entries);
  const total = listed.reduce((sum, { entry }) => sum + entry.bytes, 0);
  if (total > ZIP_LIMITS.totalBytes)
    throw new ZipError(`Its files are ${total} bytes unpacked; at most ${ZIP_LIMITS.totalBytes} are read.`);
  const overlapping = overlaps(
    listed.map(({ entry }) => entry),
    place.offset,
  );
  const names = new Set<string>();
  const entries: ZipEntry[] = [];
  const refused: { name: string; reason: string }[] = [];
  for (const { entry, fault } of listed) {
    const reason =
      fault ??
      (overlapping.has(entry) ? "lies over another file of the zip file" : undefined) ??
      (names.has(entry.name) ? "is in the zip file twice; the first one was read" : undefined);
    if (reason !== undefined) {
      refused.push({ name: entry.name, reason });
      continue;
    }
    names.add(entry.name);
    if (!entry.name.endsWith("/")) entries.push(entry);
  }
  return { entries, refused };
}

function listEntries(directory: Uint8Array, count: number): Listed[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const listed: Listed[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY_MARK)
      throw new ZipError("Its list of files is damaged.");
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const end = at + ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (end > view.byteLength) throw new ZipError("Its list of files is damaged.");
    const nameStart = at + ENTRY_BYTES;
    const extra = directory.subarray(nameStart + nameBytes, nameStart + nameBytes + extraBytes);
    const name = decodeName(directory.subarray(nameStart, nameStart + nameBytes), extra);
    listed.push(listedEntry(new DataView(view.buffer, view.byteOffset + at, ENTRY_BYTES), name, extra));
    at = end;
  }
  if (at !== view.byteLength) throw new ZipError("Its list of files has more in it than it says.");
  return listed;
}

function listedEntry(header: DataView, name: string, extra: Uint8Array): Listed {
  const method = header.getUint16(10, true);
  const sizes = entrySizes(header, extra);
  const entry: ZipEntry = {
    name,
    method: METHODS[method] ?? "stored",
    crc32: header.getUint32(16, true),
    packedBytes: sizes?.packedBytes ?? 0,
    bytes: sizes?.bytes ?? 0,
    time: timeOf(header.getUint16(14, true), header.getUint16(12, true), extra),
    headerOffset: sizes?.headerOffset ?? 0,
  };
  const fault =
    nameFault(name) ??
    (sizes === undefined ? "says its size in a way that cannot be right" : undefined) ??
    ((header.getUint16(8, true) & ENCRYPTED) === 0 ? undefined : "is encrypted with a password") ??
    (METHODS[method] === undefined ? `is packed by a method that is not read (${method})` : undefined) ??
    typeFault(header.getUint32(38, true) >>> 16) ??
    sizeFault(entry);
  return { entry, fault };
}

function typeFault(mode: number): string | undefined {
  const type = mode & UNIX_TYPE;
  if (type === UNIX_LINK) return "is a link to another file";
  return type === 0 || type === UNIX_FILE || type === 0o040000 ? undefined : "is no ordinary file";
}

/** Why it is not unpacked, by what it says of itself. */
function sizeFault({ bytes, packedBytes, method }: ZipEntry): string | undefined {
  if (bytes > ZIP_LIMITS.entryBytes)
    return `is ${bytes} bytes unpacked; at most ${ZIP_LIMITS.entryBytes} are read`;
  if (bytes > ZIP_LIMITS.ratioFromBytes && bytes > packedBytes * ZIP_LIMITS.ratio)
    return `becomes more than ${ZIP_LIMITS.ratio} times larger when it is unpacked`;
  return method === "stored" && bytes !== packedBytes ? "says two different sizes of itself" : undefined;
}

type Sizes = Pick<ZipEntry, "bytes" | "packedBytes" | "headerOffset">;

/** `undefined` when a size is said to be in the zip64 field and is not there, or is no size at all. */
function entrySizes(header: DataView, extra: Uint8Array): Sizes | undefined {
  const large = zip64Numbers(extra);
  const read = (offset: number): number | undefined => {
    const small = header.getUint32(offset, true);
    return small === IN_ZIP64 ? large.shift() : small;
  };
  const bytes = read(24);
  const packedBytes = read(20);
  const headerOffset = read(42);
  if (bytes === undefined || packedBytes === undefined || headerOffset === undefined) return undefined;
  return [bytes, packedBytes, headerOffset].every(Number.isSafeInteger)
    ? { bytes, packedBytes, headerOffset }
    : undefined;
}

function zip64Numbers(extra: Uint8Array): number[] {
  const field = extraField(extra, ZIP64_FIELD);
  if (field === undefined) return [];
  return Array.from({ length: Math.floor(field.byteLength / 8) }, (_, index) =>
    Number(field.getBigUint64(index * 8, true)),
  );
}

/** Entries whose bytes others use too: how a small zip file says that it holds very much. */
function overlaps(entries: readonly ZipEntry[], directoryOffset: number): ReadonlySet<ZipEntry> {
  const inOrder = entries.toSorted((one, other) => one.headerOffset - other.headerOffset);
  const found = new Set<ZipEntry>();
  let end = 0;
  for (const entry of inOrder) {
    const ends = entry.headerOffset + LOCAL_HEADER_BYTES + entry.packedBytes;
    if (entry.headerOffset < end || ends > directoryOffset) found.add(entry);
    end = Math.max(end, ends);
  }
  return found;
}
