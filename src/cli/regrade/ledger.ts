import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "../../assignment/canonical-json.ts";
import { type Graded, gradedSchema, type KeptGrades } from "../../gradebook/index.ts";

const KEY = /^[0-9a-f]{64}$/;
const UNFINISHED = ".part";

/**
 * What was graded already, a file for each hand-in. A file is there whole or not at all, whatever moment the run is
 * killed at; nothing in it is ever changed. One run at a time writes.
 */
export class Ledger implements KeptGrades {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder, and clears away what a killed run left half written. */
  static async open(folder: string): Promise<Ledger> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      if (name.endsWith(UNFINISHED)) await rm(join(folder, name), { force: true });
    }
    return new Ledger(folder);
  }

  /** `undefined`: not graded yet, or the file is not one of ours. */
  async find(key: string): Promise<Graded | undefined> {
    const text = await readFile(this.#path(key), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const parsed = gradedSchema.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : undefined;
  }

  /** Settles when it is on the disk. */
  async keep(key: string, graded: Graded): Promise<void> {
    const unfinished = this.#path(key) + UNFINISHED;
    const file = await open(unfinished, "w", 0o600);
    try {
      await file.writeFile(`${canonicalJson(graded)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, this.#path(key));
    await syncFolder(this.#folder);
  }

  #path(key: string): string {
    if (!KEY.test(key)) throw new TypeError(`${key} is no key of the ledger.`);
    return join(this.#folder, `${key}.json`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A new name is on the disk when its folder is; Windows keeps it by itself and cannot be asked. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const file = await open(folder, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
