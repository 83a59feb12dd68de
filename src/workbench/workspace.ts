import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** Path to text. */
export type TextFiles = Readonly<Record<string, string>>;

export interface WorkspaceEdit {
  readonly path: string;
  /** `undefined`: the file is gone. */
  readonly text: string | undefined;
}

const edits = signal(0);

/** How many edits of files this page has seen, of all its workspaces. */
export const editsSoFar: ReadonlySignal<number> = edits;

/** The learner's files in the page, beside the starter they began as. Knows no storage and no editor. */
export class Workspace {
  readonly starter: TextFiles;
  readonly #files;
  readonly #listeners = new Set<(edit: WorkspaceEdit) => void>();
  /** Paths whose text is not the starter's. The same set while it holds the same: a key typed is then no news. */
  readonly changed: ReadonlySignal<ReadonlySet<string>>;

  constructor(starter: TextFiles) {
    this.starter = starter;
    this.#files = signal<TextFiles>(starter);
    let known: ReadonlySet<string> = new Set();
    this.changed = computed(() => {
      const now = this.#files.value;
      const paths = [...new Set([...Object.keys(starter), ...Object.keys(now)])];
      const found = paths.filter((path) => now[path] !== starter[path]);
      if (found.length !== known.size || !found.every((path) => known.has(path))) known = new Set(found);
      return known;
    });
  }

  get files(): ReadonlySignal<TextFiles> {
    return this.#files;
  }

  /** The text of a file, or `undefined` when there is no such file. */
  read(path: string): string | undefined {
    const files = this.#files.peek();
    // A path comes from an address too: "constructor" is no file.
    return Object.hasOwn(files, path) ? files[path] : undefined;
  }

  /** Changes a file, or makes it. The same text again is no change. Throws when the path is empty. */
  write(path: string, text: string): void {
    if (path === "") throw new RangeError("A file needs a path: this text was to be written to none.");
    if (this.read(path) === text) return;
    this.#files.value = { ...this.#files.peek(), [path]: text };
    this.#tell({ path, text });
  }

  /** Removes a file. Absent is fine. */
  remove(path: string): void {
    const { [path]: gone, ...rest } = this.#files.peek();
    if (gone === undefined) return;
    this.#files.value = rest;
    this.#tell({ path, text: undefined });
  }

  /** Makes the files be exactly these, but for one without a path, which earlier builds kept. */
  replace({ "": _, ...files }: TextFiles): void {
    const before = this.#files.peek();
    this.#files.value = files;
    for (const path of new Set([...Object.keys(before), ...Object.keys(files)])) {
      const text = files[path];
      if (before[path] !== text) this.#tell({ path, text });
    }
  }

  /** Calls back after each change of a file; the returned function stops that. */
  onEdit(listener: (edit: WorkspaceEdit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(edit: WorkspaceEdit): void {
    for (const listener of this.#listeners) listener(edit);
    edits.value = edits.peek() + 1;
  }
}
