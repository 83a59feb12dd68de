import { lstat, open, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Trouble } from "./trouble.ts";
import { momentOf } from "./wall-time.ts";
import { type ByteSource, fileSource, memorySource } from "./zip/byte-source.ts";
import { readZipDirectory, type ZipEntry } from "./zip/zip-directory.ts";
import { readZipEntry } from "./zip/zip-entry-bytes.ts";
import { ZipError } from "./zip/zip-error.ts";

/** A file that may be a hand-in. Its bytes are read when they are asked for. */
export interface FoundFile {
  /** For messages: where it was found, beginning with what the command was given. */
  readonly where: string;
  /** Below what was given, with `/`. */
  readonly path: string;
  /** What was given, or the zip file in it: files that were downloaded together. */
  readonly batch: string;
  /** When it was last changed, as the file system or the zip file says; absent when that is no time. */
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
const DEPTH_LIMIT = 12;
/** A file that is no zip file and larger than this is not looked at: a hand-in is never so large. */
const FILE_LIMIT_BYTES = 32 * 1024 * 1024;
/** What systems put among the files that people put there. */
const NOISE = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;

/**
 * All files in files, folders and zip files, also in a zip file that a learner put into a zip file. Links are not
 * followed. A zip file's clock is read by clocks in `zone`. Rejects only when a given path cannot be read at all.
 */
export async function findFiles(paths: readonly string[], zone: string): Promise<Found> {
  const finder = new Finder(zone);
  for (const path of paths) await finder.take(path, basename(path), "", basename(path), 0);
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

  async take(real: string, where: string, path: string, batch: string, depth: number): Promise<void> {
    const status = await lstat(real);
    if (status.isSymbolicLink())
      return this.#leave(where, "It is a link to another place, and was not followed.");
    if (status.isDirectory()) {
      if (depth >= DEPTH_LIMIT) return this.#leave(where, "The folders go too deep here.");
      for (const name of (await readdir(real)).sort()) {
        const below = path === "" ? name : `${path}/${name}`;
        await this.take(join(real, name), `${where}/${name}`, below, batch, depth + 1);
      }
      return;
    }
    if (!status.isFile()) return this.#leave(where, "It is no ordinary file.");
    const own = path === "" ? basename(real) : path;
    if (NOISE.test(own)) return;
    if (/\.zip$/i.test(own)) return this.#takeZip(real, where);
    if (status.size > FILE_LIMIT_BYTES)
      return this.#leave(
        where,
        `It is ${status.size} bytes long, and no hand-in is. Nothing in it was looked at.`,
      );
    this.#add({
      ...{ where, path: own, batch },
      atMs: Math.floor(status.mtimeMs / 1000) * 1000,
      read: async () => new Uint8Array(await readFile(real)),
    });
  }

  async #takeZip(real: string, where: string): Promise<void> {
    const file = await open(real);
    try {
      await this.#takeEntries(await fileSource(file), where, where, (entry) => async () => {
        const again = await open(real);
        try {
          return await readZipEntry(await fileSource(again), entry);
        } finally {
          await again.close();
        }
      });
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      this.#leave(where, `${error.message} Download it again, or unpack it and give the folder.`);
    } finally {
      await file.close();
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
