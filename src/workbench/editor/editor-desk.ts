import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Bench } from "../bench.ts";
import { isFilePath } from "../file-path.ts";
import type { Workspace } from "../workspace.ts";
import type { LineMark } from "./error-marks.ts";

/** A place in a file; without a line, where the cursor was last. */
export interface FilePlace {
  readonly path: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export interface EditorDeskOptions {
  readonly bench: Bench;
  /** Open as tabs, first one in front. */
  readonly open: readonly string[];
  /** Read, but not edited. */
  readonly readonly: readonly string[];
}

/** Which files are open, which one is in front, and what to show in it; the editor follows. */
export class EditorDesk {
  readonly workspace: Workspace;
  /** The error that ended the last run, on its line. */
  readonly errorMarks: ReadonlySignal<readonly LineMark[]>;
  readonly #readonly: readonly string[];
  readonly #file;
  readonly #openFiles;
  readonly #reveal = signal<FilePlace | undefined>(undefined);
  readonly #announcement = signal("");
  #cursorLine = 1;

  constructor({ bench, open, readonly }: EditorDeskOptions) {
    this.workspace = bench.workspace;
    this.errorMarks = computed(() => marksOf(bench));
    this.#readonly = readonly;
    this.#openFiles = signal(open);
    this.#file = signal(open[0] ?? "");
    bench.workspace.onEdit(({ path, text }) => {
      if (text === undefined) this.#close(path);
    });
  }

  /** The file in front. */
  get file(): ReadonlySignal<string> {
    return this.#file;
  }

  get openFiles(): ReadonlySignal<readonly string[]> {
    return this.#openFiles;
  }

  /** Where the editor should put the cursor; a new object for each wish. */
  get reveal(): ReadonlySignal<FilePlace | undefined> {
    return this.#reveal;
  }

  /** The last sentence for the screen reader. */
  get announcement(): ReadonlySignal<string> {
    return this.#announcement;
  }

  say(sentence: string): void {
    this.#announcement.value = sentence;
  }

  isReadonly(path: string): boolean {
    return this.#readonly.includes(path);
  }

  /** Brings a file to the front, as a new tab when it has none. An unknown path does nothing. */
  openFile(path: string): void {
    if (this.workspace.read(path) === undefined) return;
    if (!this.#openFiles.peek().includes(path)) this.#openFiles.value = [...this.#openFiles.peek(), path];
    this.#file.value = path;
  }

  /** Makes an empty file and opens it. Returns why not, when the path is none or is taken; else `undefined`. */
  createFile(path: string): string | undefined {
    const trimmed = path.trim();
    if (!isFilePath(trimmed)) {
      return "Name it by its path from the project's folder: letters, digits, dots and hyphens, folders with /.";
    }
    if (this.workspace.read(trimmed) !== undefined) return `There is a ${trimmed} already.`;
    this.workspace.write(trimmed, "");
    this.openFile(trimmed);
    return undefined;
  }

  /** Removes a file and its tab. Answers how to have it back. */
  removeFile(path: string): () => void {
    const text = this.workspace.read(path);
    this.workspace.remove(path);
    return () => {
      if (text === undefined) return;
      this.workspace.write(path, text);
      this.openFile(path);
    };
  }

  /** Opens the file and puts the cursor there. An unknown path does nothing but say so. */
  openAt(place: FilePlace): void {
    if (this.workspace.read(place.path) === undefined) {
      this.say(`There is no file ${place.path}.`);
      return;
    }
    this.openFile(place.path);
    this.#reveal.value = { ...place };
  }

  /** The line with the cursor in the file in front, counted from 1. */
  get cursorLine(): number {
    return this.#cursorLine;
  }

  noteCursor(line: number): void {
    this.#cursorLine = line;
  }

  #close(path: string): void {
    this.#openFiles.value = this.#openFiles.peek().filter((each) => each !== path);
    if (this.#file.peek() === path) this.#file.value = this.#openFiles.peek()[0] ?? "";
  }
}

function marksOf(bench: Bench): LineMark[] {
  return bench.processes.flatMap(({ state: { value: program } }) => {
    if (program.kind !== "crashed" || program.position === undefined) return [];
    const message = program.summary || `Your program ended with code ${program.code}.`;
    return [{ position: program.position, message }];
  });
}
