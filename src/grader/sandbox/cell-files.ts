import { constants } from "node:fs";
import { mkdir, open, readdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { EngineError, type EngineFiles, type FileTree } from "../../engine/engine.ts";
import type { Cell } from "../../engine/local/cell.ts";
import { LocalFiles } from "../../engine/local/local-files.ts";
import type { MachineFolders } from "../../engine/local/machine-folders.ts";

/** No session record and no file of an exercise comes near. */
const READ_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * The files of a machine in which programs nobody trusts have written: links that lead elsewhere, pipes that never end
 * and files without end are not there, as far as these verbs know.
 */
export function cellFiles(folders: MachineFolders): Cell["files"] {
  return new CellFiles(folders);
}

class CellFiles implements EngineFiles {
  readonly #folders: MachineFolders;
  readonly #disk: LocalFiles;

  constructor(folders: MachineFolders) {
    this.#folders = folders;
    this.#disk = new LocalFiles(folders.project, folders.scratch);
  }

  /** For when no program runs: what they left is thrown away as a whole, and the files come into an empty folder. */
  async mount(files: FileTree): Promise<void> {
    const { project } = this.#folders;
    for (const name of await readdir(project)) await this.#throwAway(join(project, name));
    await this.#disk.mount(files);
  }

  async readFile(path: string): Promise<Uint8Array> {
    const real = await this.#inside(path);
    // Neither waits for a pipe's other end nor follows a link.
    const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
      (error: unknown) => {
        throw notThere(path, error);
      },
    );
    try {
      const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
      if (!isFile || size > READ_LIMIT_BYTES) throw notThere(path);
      const bytes = new Uint8Array(size);
      const { bytesRead } = await file.read(bytes, 0, size, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.readFile(path));
  }

  async writeFile(path: string, content: string | Uint8Array): Promise<void> {
    const target = join(this.#folders.project, path);
    await mkdir(dirname(target), { recursive: true });
    const real = await this.#inside(path);
    const unfinished = join(this.#folders.scratch, "unfinished");
    await writeFile(unfinished, content);
    await rename(unfinished, real);
  }

  list(folder?: string): Promise<readonly string[]> {
    return this.#disk.list(folder);
  }

  async remove(path: string): Promise<void> {
    await this.#throwAway(await this.#inside(path));
  }

  /** The path with the links of its folders followed, if that is still a path of this machine. */
  async #inside(path: string): Promise<string> {
    const { project } = this.#folders;
    const wanted = join(project, path);
    const folder = await realpath(dirname(wanted)).catch((error: unknown) => {
      throw notThere(path, error);
    });
    if (folder !== project && !folder.startsWith(project + sep)) throw notThere(path);
    return join(folder, path.split("/").at(-1) ?? "");
  }

  /** A tree that is too deep to be removed goes with the sandbox. */
  async #throwAway(path: string): Promise<void> {
    const { scratch } = this.#folders;
    thrown += 1;
    const away = join(scratch, `thrown-${thrown}`);
    await rename(path, away).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rm(away, { recursive: true, force: true }).catch(() => undefined);
  }
}

let thrown = 0;

function notThere(path: string, cause?: unknown): EngineError {
  return new EngineError("not-found", `There is no file ${path}.`, { cause });
}
