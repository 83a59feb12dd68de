import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineFiles } from "../engine.ts";
import {
  type FolderFile,
  isShared,
  PROGRAM_FOLDERS,
  type SharedFolder,
  TEXT_LIMIT_BYTES,
  TEXTS_LIMIT,
} from "../shared-folder.ts";

/** Writers of one folder wait for each other, whichever machine they belong to. */
const turns = new Map<string, Promise<unknown>>();

/** The folder of an exercise on the disk. */
export class LocalFolder implements SharedFolder {
  readonly name: string;
  readonly #root: string;
  readonly #files: EngineFiles;

  /** `files` is the tree below `root`, an absolute path. */
  constructor(name: string, root: string, files: EngineFiles) {
    this.name = name;
    this.#root = root;
    this.#files = files;
  }

  async read(): Promise<Readonly<Record<string, FolderFile>>> {
    const paths = (await this.#files.list()).filter(isShared);
    const found = await Promise.all(
      paths.map(async (path, index) => {
        const file: FolderFile | undefined = index < TEXTS_LIMIT ? await this.look(path) : { kind: "other" };
        return file === undefined ? [] : [[path, file] as const];
      }),
    );
    return Object.fromEntries(found.flat());
  }

  async look(path: string): Promise<FolderFile | undefined> {
    const real = join(this.#root, ...path.split("/"));
    try {
      const { size, isFile } = await lstat(real).then((stats) => ({
        size: stats.size,
        isFile: stats.isFile(),
      }));
      if (!isFile) return (await lstat(real)).isDirectory() ? undefined : { kind: "other" };
      if (size > TEXT_LIMIT_BYTES) return { kind: "other" };
      return fileOf(await readFile(real));
    } catch (error) {
      if (error instanceof Error && "code" in error && GONE.has(String(error.code))) return undefined;
      throw error;
    }
  }

  replace(path: string, from: string | undefined, to: string | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
      const there = await this.look(path);
      const same = there === undefined ? from === undefined : there.kind === "text" && there.text === from;
      if (!same) return false;
      if (to === undefined) await this.#files.remove(path);
      else await this.#files.writeFile(path, to);
      return true;
    });
  }

  async clear(): Promise<void> {
    await Promise.all(PROGRAM_FOLDERS.map((folder) => this.#files.remove(folder)));
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = (turns.get(this.#root) ?? Promise.resolve()).then(act);
    const turn = done.catch(() => undefined);
    turns.set(this.#root, turn);
    void turn.then(() => {
      if (turns.get(this.#root) === turn) turns.delete(this.#root);
    });
    return done;
  }
}

const GONE = new Set(["ENOENT", "ENOTDIR"]);

function fileOf(bytes: Uint8Array): FolderFile {
  if (bytes.includes(0)) return { kind: "other" };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: "other" };
  }
}
