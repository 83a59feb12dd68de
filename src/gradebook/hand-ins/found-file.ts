import { isZipName, lmsMark } from "../learners/lms-name.ts";
import type { NamePattern } from "../learners/name-pattern.ts";
import { momentOf } from "../learners/wall-time.ts";
import type { Trouble } from "../results/trouble.ts";
import { type ByteSource, memorySource } from "../zip/byte-source.ts";
import { readZipDirectory, type ZipDirectory, type ZipEntry } from "../zip/zip-directory.ts";
import { readZipEntry } from "../zip/zip-entry-bytes.ts";
import { ZipError } from "../zip/zip-error.ts";
import type { GivenFile } from "./given-file.ts";
import { NotReadable } from "./not-readable.ts";
import { OneUnpacked } from "./one-unpacked.ts";

/** A file that may be a hand-in. Its bytes are read when they are asked for. */
export interface FoundFile extends Pick<GivenFile, "where" | "batch"> {
  /** As that of a `GivenFile`; a learner's own zip file is one of its parts. */
  readonly path: string;
  /** When it was received or last changed, as whoever gave it or the zip file says; absent when that is no time. */
  readonly atMs?: number;
  /** Absent: it lies in no zip file, or in one whose names an LMS wrote. The same object for all in one. */
  readonly zip?: UnnamedZip;
  /** Rejects with a ZipError when the zip file has lied about it, with a NotReadable when it cannot be read. */
  read(): Promise<Uint8Array>;
}

/** A zip file that was given and that nothing names after a learner: the instructor's own, or one learner's. */
export interface UnnamedZip {
  /** When it was received or last changed; absent when nobody knows. */
  readonly atMs?: number;
}

export interface Found {
  /** Sorted by where they are. */
  readonly files: readonly FoundFile[];
  readonly troubles: readonly Trouble[];
}

/** More are no class. */
const FILES_LIMIT = 50_000;
/** More in a learner's own zip file are no hand-in, and would leave the others of the class no room. */
const OWN_FILES_LIMIT = 200;
/** A file that is no zip file and larger than this is not looked at: a hand-in is never so large. */
const FILE_LIMIT_BYTES = 32 * 1024 * 1024;
/** What systems put among the files that people put there. */
const NOISE = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;

/**
 * What may be a hand-in among these files and in their zip files, also in a zip file that a learner put into a zip
 * file. A zip file's clock is read by clocks in `zone`. A zip file that an LMS or `pattern` names after a learner is that
 * learner's own: all in it came when it came, whatever the times in it are, which the learner's machine wrote. Rejects only
 * when `given` does.
 */
export async function findFiles(
  given: AsyncIterable<GivenFile> | Iterable<GivenFile>,
  zone: string,
  pattern?: NamePattern,
): Promise<Found> {
  const finder = new Finder(zone, pattern);
  for await (const file of given) await finder.take(file);
  return {
    files: finder.files.sort((one, other) => (one.where < other.where ? -1 : 1)),
    troubles: finder.troubles,
  };
}

/** What is said of a file before it is read. */
type Place = Omit<FoundFile, "read">;

class Finder {
  readonly files: FoundFile[] = [];
  readonly troubles: Trouble[] = [];
  readonly #zone: string;
  readonly #pattern: NamePattern | undefined;
  readonly #unpacked = new OneUnpacked();
  #isFull = false;

  constructor(zone: string, pattern: NamePattern | undefined) {
    this.#zone = zone;
    this.#pattern = pattern;
  }

  async take(given: GivenFile): Promise<void> {
    const { where, path, batch, sizeBytes } = given;
    const atMs = believable(given.atMs);
    if (NOISE.test(path)) return;
    if (isZipName(path)) return this.#takeZip(given, atMs);
    if (sizeBytes > FILE_LIMIT_BYTES)
      return this.#leave(
        where,
        `It is ${sizeBytes} bytes long, and no hand-in is. Nothing in it was looked at.`,
      );
    this.#add({
      ...{ where, path, batch },
      ...(atMs === undefined ? {} : { atMs }),
      read: () => given.lend((source) => source.read(0, source.size)),
    });
  }

  async #takeZip(given: GivenFile, atMs: number | undefined): Promise<void> {
    const { where, path, batch } = given;
    const place: Place = { where, path, batch, ...(atMs === undefined ? {} : { atMs }) };
    const isSomebodys = lmsMark(path) !== undefined || this.#pattern?.(path) !== undefined;
    try {
      await given.lend((source) =>
        isSomebodys
          ? this.#takeOwn(source, place, (entry) => given.lend((again) => readZipEntry(again, entry)))
          : this.#takeDownload(source, given, atMs),
      );
    } catch (error) {
      if (error instanceof NotReadable) return this.#leave(where, error.message);
      if (!(error instanceof ZipError)) throw error;
      this.#leave(where, `${error.message} Download it again, or unpack it and give the folder.`);
    }
  }

  /** A zip file that an LMS or an instructor made: it says whose its files are, and when they came. */
  async #takeDownload(source: ByteSource, given: GivenFile, zipAtMs: number | undefined): Promise<void> {
    const batch = given.where;
    const { entries, refused } = await readZipDirectory(source);
    for (const each of refused) this.#refuse(batch, each);
    const isOfLms = entries.some(({ name }) => lmsMark(name) !== undefined);
    const zip: UnnamedZip | undefined = isOfLms ? undefined : zipAtMs === undefined ? {} : { atMs: zipAtMs };
    for (const entry of entries.filter(({ name }) => !NOISE.test(name))) {
      const atMs = this.#moment(entry);
      const place: Place = {
        ...{ where: `${batch} › ${entry.name}`, path: entry.name, batch },
        ...(atMs === undefined ? {} : { atMs }),
        ...(zip === undefined ? {} : { zip }),
      };
      const read = () => given.lend((again) => readZipEntry(again, entry));
      if (isZipName(entry.name)) await this.#takeInner(place, entry, read);
      else this.#add({ ...place, read });
    }
  }

  async #takeInner(place: Place, entry: ZipEntry, read: () => Promise<Uint8Array>): Promise<void> {
    try {
      await this.#takeOwn(memorySource(await read()), place, async (inner) =>
        readZipEntry(await this.#unpacked.of(entry, read), inner),
      );
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      this.#leave(place.where, error.message);
    }
  }

  /** A learner's own zip file. Nothing that is written in it, neither names nor times, is more than the learner says. */
  async #takeOwn(
    source: ByteSource,
    { where, path, batch, atMs, zip }: Place,
    read: (entry: ZipEntry) => Promise<Uint8Array>,
  ): Promise<void> {
    const { entries, refused } = await readZipDirectory(source);
    for (const each of refused.slice(0, OWN_FILES_LIMIT)) this.#refuse(where, each);
    const files = entries.filter(({ name }) => !NOISE.test(name));
    if (files.length + refused.length > OWN_FILES_LIMIT)
      this.#leave(
        where,
        `It has ${files.length + refused.length} files, and a hand-in is one. Only the first ${OWN_FILES_LIMIT} were looked at, those called .keepsake before others. If it is no learner's own, unpack it and give the folder.`,
      );
    for (const entry of keepsakesFirst(files).slice(0, OWN_FILES_LIMIT)) {
      const inside = `${where} › ${entry.name}`;
      if (isZipName(entry.name)) {
        this.#leave(inside, "It is a zip file in a learner's own zip file, and was not read.");
        continue;
      }
      this.#add({
        ...{ where: inside, path: `${path}/${entry.name}`, batch },
        ...(atMs === undefined ? {} : { atMs }),
        ...(zip === undefined ? {} : { zip }),
        read: () => read(entry),
      });
    }
  }

  #moment({ time }: ZipEntry): number | undefined {
    return believable(time.kind === "moment" ? time.atMs : momentOf(time.wall, this.#zone));
  }

  #add(file: FoundFile): void {
    if (this.files.length < FILES_LIMIT) {
      this.files.push(file);
      return;
    }
    if (!this.#isFull) this.#leave(file.where, `More than ${FILES_LIMIT} files: the rest was not looked at.`);
    this.#isFull = true;
  }

  #refuse(where: string, { name, reason }: ZipDirectory["refused"][number]): void {
    this.#leave(`${where} › ${printable(name)}`, `It ${reason}, and was not read.`);
  }

  #leave(where: string, message: string): void {
    this.troubles.push({ kind: "not-read", where, message });
  }
}

/** Whoever unpacked, copied or signed a file may have given it any time; one before 1970 is none at which it was received. */
function believable(atMs: number | undefined): number | undefined {
  return atMs !== undefined && atMs >= 0 ? atMs : undefined;
}

function keepsakesFirst(entries: readonly ZipEntry[]): readonly ZipEntry[] {
  const isKeepsake = ({ name }: ZipEntry): boolean => /\.keepsake$/i.test(name);
  return [...entries.filter(isKeepsake), ...entries.filter((entry) => !isKeepsake(entry))];
}

/** So much of a name tells which one it is. */
const SHOWN_CHARACTERS = 300;

/** A name that was refused may have anything in it, also what moves a terminal's cursor, and be very long. */
function printable(name: string): string {
  const plain = name.replaceAll(/\p{Cc}/gu, "\uFFFD");
  return plain.length > SHOWN_CHARACTERS ? `${plain.slice(0, SHOWN_CHARACTERS)}…` : plain;
}
