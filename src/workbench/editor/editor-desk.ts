import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Bench } from "../bench.ts";
import type { StackPosition } from "../console/stack-position.ts";
import type { Workspace } from "../workspace.ts";
import type { LineMark } from "./error-marks.ts";

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
  readonly #reveal = signal<StackPosition | undefined>(undefined);
  readonly #announcement = signal("");

  constructor({ bench, open, readonly }: EditorDeskOptions) {
    this.workspace = bench.workspace;
    this.errorMarks = computed(() => marksOf(bench));
    this.#readonly = readonly;
    this.#openFiles = signal(open);
    this.#file = signal(open[0] ?? "");
  }

  /** The file in front. */
  get file(): ReadonlySignal<string> {
    return this.#file;
  }

  get openFiles(): ReadonlySignal<readonly string[]> {
    return this.#openFiles;
  }

  /** Where the editor should put the cursor; a new object for each wish. */
  get reveal(): ReadonlySignal<StackPosition | undefined> {
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

  /** Opens the file and puts the cursor there. */
  openAt(position: StackPosition): void {
    this.openFile(position.path);
    this.#reveal.value = { ...position };
  }
}

function marksOf(bench: Bench): LineMark[] {
  const program = bench.program.value;
  if (program.kind !== "crashed" || program.position === undefined) return [];
  return [
    {
      position: program.position,
      message: program.summary || `Your program ended with code ${program.code}.`,
    },
  ];
}
