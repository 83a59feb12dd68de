import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { EngineError, type EngineFiles, type FileTree } from "../engine.ts";
import { watchTree } from "./watch-tree.ts";

/** The engine's file tree, in a folder of the real disk. */
export class LocalFiles implements EngineFiles {
  readonly #root: string;
  readonly #scratch: string;

  /** `scratch` is a folder on the same disk, outside `root`, for files that are not complete yet. */
  constructor(root: string, scratch: string) {
    this.#root = root;
    this.#scratch = scratch;
  }

  async mount(files: FileTree): Promise<void> {
    for (const path of Object.keys(files)) this.#real(path);
    const present = await this.list();
    await Promise.all(present.filter((path) => !Object.hasOwn(files, path)).map((path) => this.remove(path)));
    await this.#removeEmptyFolders(this.#root);
    await Promise.all(Object.entries(files).map(([path, content]) => this.writeFile(path, content)));
  }

  async readFile(path: string): Promise<Uint8Array> {
    try {
      return new Uint8Array(await readFile(this.#real(path)));
    } catch (error) {
      if (isMissing(error)) {
        throw new EngineError("not-found", `There is no file ${path}.`, { cause: error });
      }
      throw error;
    }
  }

  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.readFile(path));
  }

  async writeFile(path: string, content: string | Uint8Array): Promise<void> {
    const target = this.#real(path);
    const unfinished = join(this.#scratch, randomUUID());
    await writeFile(unfinished, content);
    await mkdir(dirname(target), { recursive: true });
    await rename(unfinished, target);
  }

  async list(folder = ""): Promise<readonly string[]> {
    const real = folder === "" ? this.#root : this.#real(folder);
    try {
      const entries = await readdir(real, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => this.#relative(join(entry.parentPath, entry.name)))
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async remove(path: string): Promise<void> {
    await rm(this.#real(path), { recursive: true, force: true });
  }

  /** Tells of changes by whomever, coalesced. The returned function stops that. */
  watch(onChange: (paths: readonly string[]) => void): () => void {
    const changed = new Set<string>();
    let telling: NodeJS.Immediate | undefined;
    const stop = watchTree(this.#root, (path) => {
      changed.add(path);
      telling ??= setImmediate(() => {
        telling = undefined;
        onChange([...changed].sort());
        changed.clear();
      });
    });
    return () => {
      if (telling !== undefined) clearImmediate(telling);
      stop();
    };
  }

  #real(path: string): string {
    const segments = path.split("/");
    const bad = segments.some((segment) => segment === "" || segment === "." || segment === "..");
    if (bad || /[\\\0]/.test(path)) {
      throw new EngineError(
        "bad-path",
        `${JSON.stringify(path)} is no path of the file tree: use names separated by "/", without "." or "..".`,
      );
    }
    return join(this.#root, ...segments);
  }

  #relative(real: string): string {
    return real
      .slice(this.#root.length + 1)
      .split(sep)
      .join("/");
  }

  async #removeEmptyFolders(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    await Promise.all(
      entries
        .filter((entry) => entry.isDirectory())
        .map(async (entry) => {
          const path = join(folder, entry.name);
          await this.#removeEmptyFolders(path);
          await rmdir(path).catch(ignoreNotEmpty);
        }),
    );
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR", "EISDIR"].includes(String(error.code))
  );
}

function ignoreNotEmpty(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST" && error.code !== "ENOENT") throw error;
}
