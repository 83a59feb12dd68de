import { compile } from "./compile.ts";
import { type FileAhead, SOURCE_NAME } from "./file-ahead.ts";
import type { CompileCache, ModuleLoaderOptions } from "./options.ts";
import { formatOf } from "./package-scope.ts";
import { ProgramFiles } from "./program-files.ts";

export interface CompileAheadOptions {
  readonly root: string;
  /** Filled. The loader that reads it compares sources, so it need not be right. */
  readonly cache: CompileCache;
  /** Runs it when nothing else is due. */
  readonly later: (run: () => void) => void;
}

/** What is more or larger is compiled when it runs, if it does. */
const MOST_FILES = 100;
const LARGEST_BYTES = 128 * 1024;

/** Compiles the sources of a tree while nobody waits for them, one at a time. */
export class CompileAhead {
  readonly #cache: CompileCache;
  readonly #later: CompileAheadOptions["later"];
  readonly #files: ProgramFiles;
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #due = new Set<string>();
  #isStopped = false;

  constructor({ root, cache, later }: CompileAheadOptions) {
    this.#cache = cache;
    this.#later = later;
    this.#files = new ProgramFiles(hintedVolume(this.#bytes), root);
  }

  /** The files as they are now, of those that `concernsPrograms` names. */
  note(files: readonly FileAhead[]): void {
    if (this.#isStopped) return;
    const wasIdle = this.#due.size === 0;
    for (const [path, bytes] of files) {
      if (bytes === null) this.#bytes.delete(path);
      else this.#bytes.set(path, bytes);
      const isSmall = bytes !== null && bytes.byteLength <= LARGEST_BYTES;
      if (isSmall && SOURCE_NAME.test(path) && this.#due.size < MOST_FILES) this.#due.add(path);
    }
    if (wasIdle && this.#due.size > 0) this.#later(() => this.#next());
  }

  /** The program begins: from now on it has the processor. */
  stop(): void {
    this.#isStopped = true;
    this.#bytes.clear();
    this.#due.clear();
  }

  #next(): void {
    const [path] = this.#due;
    if (path === undefined) return;
    this.#due.delete(path);
    this.#compile(path);
    if (this.#due.size > 0) this.#later(() => this.#next());
  }

  #compile(path: string): void {
    if (!this.#bytes.has(path)) return;
    try {
      const declared = formatOf(path, this.#files);
      if (declared !== "json") this.#cache.set(path, compile(this.#files.text(path), path, declared));
    } catch {
      // A package.json that is none: it is told when the program runs.
    }
  }
}

function hintedVolume(bytes: ReadonlyMap<string, Uint8Array>): ModuleLoaderOptions["volume"] {
  return {
    stat: (path) => {
      const found = bytes.get(path);
      return found && { kind: "file", size: found.byteLength, createdMs: 0, modifiedMs: 0, inode: 0 };
    },
    read: (path) => bytes.get(path) ?? new Uint8Array(0),
  };
}
