import { type Dirent, type FSWatcher, readdirSync, watch } from "node:fs";
import { join, sep } from "node:path";

/**
 * Tells of each change below a folder, by its path from there with "/". The returned function stops that.
 *
 * On Linux, Node's own recursive watching loses files that are replaced by a rename, which is how most editors
 * save; so each folder is watched by itself there.
 */
export function watchTree(root: string, onChange: (path: string) => void): () => void {
  if (process.platform !== "linux") {
    const watcher = watch(root, { recursive: true }, (_event, name) => {
      if (name !== null) onChange(name.split(sep).join("/"));
    });
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  }
  const tree = new WatchedTree(root, onChange);
  tree.add("");
  return () => tree.close();
}

class WatchedTree {
  readonly #root: string;
  readonly #onChange: (path: string) => void;
  /** By the folder's path from the root. */
  readonly #watchers = new Map<string, FSWatcher>();

  constructor(root: string, onChange: (path: string) => void) {
    this.#root = root;
    this.#onChange = onChange;
  }

  /** Watches a folder and those in it. One that is gone again is left. */
  add(folder: string): void {
    for (const { name } of this.#watch(folder)) this.add(below(folder, name));
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** The folders in it. */
  #watch(folder: string): Dirent[] {
    this.#forget(folder);
    try {
      const watcher = watch(join(this.#root, folder), (event, name) => {
        if (name !== null) this.#changed(event, below(folder, name));
      });
      watcher.on("error", () => this.#forget(folder));
      this.#watchers.set(folder, watcher);
      return this.#list(folder).filter((entry) => entry.isDirectory());
    } catch {
      this.#forget(folder);
      return [];
    }
  }

  #changed(event: string, path: string): void {
    this.#onChange(path);
    // "rename": something of that name came or went. What went takes its folders along; of what came, nobody
    // has told what is in it.
    if (event !== "rename") return;
    for (const known of [...this.#watchers.keys()]) {
      if (known === path || known.startsWith(`${path}/`)) this.#forget(known);
    }
    this.#enter(path);
  }

  #enter(folder: string): void {
    const parent = folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
    const name = folder.slice(parent === "" ? 0 : parent.length + 1);
    const isFolder = this.#list(parent).some((entry) => entry.name === name && entry.isDirectory());
    if (!isFolder) return;
    const inner = this.#watch(folder);
    for (const entry of this.#list(folder))
      if (!entry.isDirectory()) this.#onChange(below(folder, entry.name));
    for (const entry of inner) this.#enter(below(folder, entry.name));
  }

  #list(folder: string): Dirent[] {
    try {
      return readdirSync(join(this.#root, folder), { withFileTypes: true });
    } catch {
      return [];
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
