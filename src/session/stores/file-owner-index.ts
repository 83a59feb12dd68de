import { mkdir, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "./file-sync.ts";
import { codeOf, namesIn } from "./whole-file.ts";

const HEX = /^[0-9a-f]{64}$/;
/** Whoever makes a mark writes its record within milliseconds; so old, the record went without it. */
const SETTLED_MS = 3_600_000;

/** What stands in the index for an owner: the first is written, all are looked for. */
type OwnerTags = (owner: string) => readonly [newest: string, ...older: string[]];

/**
 * Which sessions belong to whom: an empty file `owners/TAG/KEY` for each record with an owner, so that nobody
 * reads all records to find one user's. A mark is made before its record says so and goes after it no longer
 * does: there may be marks too many, never too few.
 */
export class FileOwnerIndex {
  readonly #folder: string;
  readonly #durable: boolean;
  readonly #tags: OwnerTags;

  constructor(storeFolder: string, options: { readonly durable: boolean; readonly tags: OwnerTags }) {
    this.#folder = join(storeFolder, "owners");
    this.#durable = options.durable;
    this.#tags = options.tags;
  }

  async add(owner: string | undefined, key: string): Promise<void> {
    if (owner === undefined) return;
    const folder = this.#folderOf(this.#tags(owner)[0]);
    // Somebody may remove the empty folder at the same moment.
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        await writeFile(join(folder, key), "", { mode: 0o600, flush: this.#durable });
        if (this.#durable) for (const made of [folder, this.#folder]) await syncFolder(made);
        return;
      } catch (error) {
        if (codeOf(error) !== "ENOENT") throw error;
      }
    }
    throw new Error("The file store's folder of owners is removed as often as it is made.");
  }

  /** The record is written anew with the newest key: so is its mark. Free while there is one key. */
  async renew(owner: string | undefined, key: string): Promise<void> {
    if (owner !== undefined && this.#tags(owner).length > 1) await this.add(owner, key);
  }

  async remove(owner: string | undefined, key: string): Promise<void> {
    if (owner === undefined) return;
    for (const tag of this.#tags(owner)) await this.#removeMark(tag, key);
  }

  /** At least the keys of all records with this owner. */
  async keysOf(owner: string): Promise<readonly string[]> {
    const keys = new Set<string>();
    for (const tag of this.#tags(owner)) for (const key of await this.#keysAt(tag)) keys.add(key);
    return [...keys];
  }

  /** Removes the marks of records that are not their owner's any more, but for those just made. */
  async collect(ownerAt: (key: string) => Promise<string | undefined>): Promise<void> {
    for (const tag of (await namesIn(this.#folder)).filter((name) => HEX.test(name))) {
      for (const key of await this.#keysAt(tag)) {
        if (!(await this.#isSettled(tag, key))) continue;
        const owner = await ownerAt(key);
        if (owner === undefined || !this.#tags(owner).includes(tag)) await this.#removeMark(tag, key);
      }
      await removeIfEmpty(join(this.#folder, tag));
    }
  }

  async #keysAt(tag: string): Promise<readonly string[]> {
    return (await namesIn(this.#folderOf(tag))).filter((name) => HEX.test(name));
  }

  async #removeMark(tag: string, key: string): Promise<void> {
    const folder = this.#folderOf(tag);
    await rm(join(folder, key), { force: true });
    await removeIfEmpty(folder);
  }

  async #isSettled(tag: string, key: string): Promise<boolean> {
    try {
      return Date.now() - (await stat(join(this.#folder, tag, key))).mtimeMs >= SETTLED_MS;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return false;
      throw error;
    }
  }

  #folderOf(tag: string): string {
    if (HEX.test(tag)) return join(this.#folder, tag);
    throw new TypeError("An owner is 64 hexadecimal digits, as ownerKey makes them.");
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    const code = codeOf(error);
    // Some systems say EEXIST or EPERM of a folder that is not empty.
    if (code !== "ENOTEMPTY" && code !== "ENOENT" && code !== "EEXIST" && code !== "EPERM") throw error;
  }
}
