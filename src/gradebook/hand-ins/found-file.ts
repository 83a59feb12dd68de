import { momentOf } from "../learners/wall-time.ts";
import type { Trouble } from "../results/trouble.ts";
import { type ByteSource, memorySource } from "../zip/byte-source.ts";
import { readZipDirectory, type ZipEntry } from "../zip/zip-directory.ts";
import { readZipEntry } from "../zip/zip-entry-bytes.ts";
import { ZipError } from "../zip/zip-error.ts";
import type { GivenFile } from "./given-file.ts";

/** A file that may be a hand-in. Its bytes are read when they are asked for. */
export interface FoundFile extends Pick<GivenFile, "where" | "path" | "batch"> {
  /** When it was received or last changed, as whoever gave it or the zip file says; absent when that is no time. */
  readonly atMs?: number;
  /** Rejects with a ZipError when the zip file has lied about it. */
  read(): Promise<Uint8Array>;
}

export interface Found {
  /** Sorted by where they are. */
  readonly files: readonly FoundFile[];
  readonly troubles: readonly Trouble[];
}

/** More are no class. */
const FILES_LIMIT = 50_000;
/** A file that is no zip file and larger than this is not looked at: a hand-in is never so large. */
const FILE_LIMIT_BYTES = 32 * 1024 * 1024;
/** What systems put among the files that people put there. */
const NOISE = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;

/**
 * What may be a hand-in among these files and in their zip files, also in a zip file that a learner put into a zip
 * file. A zip file's clock is read by clocks in `zone`. Rejects only when `given` does, or a file cannot be read at all.
 */
export async function findFiles(
  given: AsyncIterable<GivenFile> | Iterable<GivenFile>,
  zone: string,
): Promise<Found> {
  const finder = new Finder(zone);
  for await (const file of given) await finder.take(file);
  return {
    files: finder.files.sort((one, other) => (one.where < other.where ? -1 : 1)),
    troubles: finder.troubles,
  };
}

class Finder {
  readonly files: FoundFile[] = [];
  readonly troubles: Trouble[] = [];
  readonly #zone: string;
  #isFull = false;

  constructor(zone: string) {
    this.#zone = zone;
  }

  async take(given: GivenFile): Promise<void> {
    const { where, path, batch, atMs, sizeBytes } = given;
    if (NOISE.test(path)) return;
    if (/\.zip$/i.test(path)) return this.#takeZip(given);
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

  async #takeZip(given: GivenFile): Promise<void> {
    const { where } = given;
    try {
      await given.lend((source) =>
        this.#takeEntries(
          source,
          where,
          where,
          (entry) => () => given.lend((again) => readZipEntry(again, entry)),
        ),
      );
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      this.#leave(where, `${error.message} Download it again, or unpack it and give the folder.`);
    }
  }

  async #takeEntries(
    source: ByteSource,
    where: string,
    batch: string,
    reader: (entry: ZipEntry) => () => Promise<Uint8Array>,
    folder = "",
  ): Promise<void> {
    const { entries, refused } = await readZipDirectory(source);
    for (const { name, reason } of refused)
      this.#leave(`${where} › ${printable(name)}`, `It ${reason}, and was not read.`);
    for (const entry of entries) {
      const inside = `${where} › ${entry.name}`;
      if (NOISE.test(entry.name)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (/\.zip$/i.test(entry.name)) {
        if (folder === "") await this.#takeInner(source, entry, inside, batch);
        else this.#leave(inside, "It is a zip file in a zip file in a zip file, and was not read.");
        continue;
      }
      const atMs = this.#moment(entry);
      this.#add({ where: inside, path, batch, ...(atMs === undefined ? {} : { atMs }), read: reader(entry) });
    }
  }

  /** A learner's own zip file in the download; the file's name there says whose it is. */
  async #takeInner(source: ByteSource, entry: ZipEntry, where: string, batch: string): Promise<void> {
    try {
      const bytes = memorySource(await readZipEntry(source, entry));
      await this.#takeEntries(bytes, where, batch, (inner) => () => readZipEntry(bytes, inner), entry.name);
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      this.#leave(where, error.message);
    }
  }

  #moment({ time }: ZipEntry): number | undefined {
    return time.kind === "moment" ? time.atMs : momentOf(time.wall, this.#zone);
  }

  #add(file: FoundFile): void {
    if (this.files.length < FILES_LIMIT) {
      this.files.push(file);
      return;
    }
    if (!this.#isFull) this.#leave(file.where, `More than ${FILES_LIMIT} files: the rest was not looked at.`);
    this.#isFull = true;
  }

  #leave(where: string, message: string): void {
    this.troubles.push({ kind: "not-read", where, message });
  }
}

/** A name that was refused may have anything in it, also what moves a terminal's cursor. */
function printable(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, "\uFFFD");
}
