import { Buffer } from "node:buffer";
import { closeSync, fsync, writeSync } from "node:fs";
import { link, rename } from "node:fs/promises";
import { promisify } from "node:util";
import { codeOf, openNew, removeFile } from "./whole-file.ts";

/**
 * A file that was just made under a name of its own, open for writing. Making and removing files is most of what a
 * write costs on some systems, so one file serves as the lock and as what is put into place under it.
 */
export class MadeFile {
  /** What it was made with. */
  readonly text: string;
  readonly #path: string;
  #file: number | undefined;
  /** The longest that was written, in bytes. */
  #size: number;
  #isThere = true;

  constructor(path: string, file: number, text: string) {
    this.#path = path;
    this.#file = file;
    this.text = text;
    this.#size = Buffer.byteLength(text);
  }

  /** Gives it a second name. False: that name is taken. */
  async linkTo(path: string): Promise<boolean> {
    try {
      await link(this.#path, path);
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
  }

  /** Another text for now. */
  note(text: string): void {
    this.#overwrite(text);
  }

  /** The last text. `durable`: it stands on the disk when this settles. */
  async rewrite(text: string, options: { readonly durable?: boolean } = {}): Promise<void> {
    const file = this.#overwrite(text);
    if (options.durable === true) await promisify(fsync)(file);
    this.#close();
  }

  /** Rejects with ENOENT when somebody has removed it. */
  async renameTo(path: string): Promise<void> {
    await rename(this.#path, path);
    this.#isThere = false;
  }

  /** It goes, unless it was renamed; a second name stays. */
  async discard(): Promise<void> {
    this.#close();
    if (this.#isThere) await removeFile(this.#path);
  }

  #overwrite(text: string): number {
    const file = this.#file;
    if (file === undefined) throw new Error("The file is written already.");
    const size = Buffer.byteLength(text);
    // Nothing is cut off: some systems would then write it to the disk when it is closed, and wait.
    writeWhole(file, text + " ".repeat(Math.max(0, this.#size - size)));
    this.#size = Math.max(this.#size, size);
    return file;
  }

  #close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
  }
}

/** Rejects where the name is taken, and where it cannot be written, as on a full disk: then it does not stay. */
export async function madeFile(path: string, text: string): Promise<MadeFile> {
  const file = await openNew(path);
  const made = new MadeFile(path, file, text);
  try {
    writeWhole(file, text);
    return made;
  } catch (error) {
    await made.discard();
    throw error;
  }
}

/** From the beginning of the file. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(file, bytes, written, bytes.length - written, written);
  }
}
