import { computed, type ReadonlySignal, signal } from "@preact/signals";
import * as words from "../../words/en/editor.ts";
import type { CheckState } from "../bench.ts";
import type { ProgramState } from "../bench-state.ts";
import { errorSummary, firstPosition } from "../console/stack-position.ts";
import { isFilePath } from "../file-path.ts";
import type { Workspace } from "../workspace.ts";
import type { LineMark } from "./error-marks.ts";

/** A place in a file; without a line, where the cursor was last. */
export interface FilePlace {
  readonly path: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What the desk sees of a bench. */
export interface DeskBench {
  readonly workspace: Workspace;
  readonly processes: readonly { readonly state: ReadonlySignal<ProgramState> }[];
  readonly checked: ReadonlySignal<CheckState>;
}

export interface EditorDeskOptions {
  readonly bench: DeskBench;
  /** Open as tabs, first one in front. */
  readonly open: readonly string[];
  /** Read, but not edited. */
  readonly readonly: readonly string[];
}

/** Which files are open, which one is in front, and what to show in it; the editor follows. */
export class EditorDesk {
  readonly workspace: Workspace;
  /** The errors of the last run and of the last check, on their lines. */
  readonly errorMarks: ReadonlySignal<readonly LineMark[]>;
  readonly #readonly: readonly string[];
  readonly #file;
  readonly #openFiles;
  readonly #reveal = signal<FilePlace | undefined>(undefined);
  readonly #announcement = signal("");
  #cursorLine = 1;
  /** Tabs that closed because their file went: they open again with it, as an Undo or a reset brings it back. */
  readonly #gone = new Set<string>();
  /** What was in front until its file went; `undefined` once another one was opened since. */
  #wasInFront: string | undefined;
  readonly #remark = signal("");

  constructor({ bench, open, readonly }: EditorDeskOptions) {
    this.workspace = bench.workspace;
    this.errorMarks = computed(() => marksOf(bench));
    this.#readonly = readonly;
    this.#openFiles = signal(open);
    this.#file = signal(open[0] ?? "");
    bench.workspace.onEdit(({ path, text }) => {
      if (text === undefined) this.#close(path);
      else this.#openAgain(path);
      this.#remark.value = "";
    });
  }

  /** The file in front; empty while there is no file at all. */
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

  /** The last sentence for everybody, under the text; empty when there is none. */
  get shownRemark(): ReadonlySignal<string> {
    return this.#remark;
  }

  say(sentence: string): void {
    this.#announcement.value = sentence;
  }

  /** Shows a sentence until the next edit, and says it. */
  remark(sentence: string): void {
    this.#remark.value = sentence;
    this.say(sentence);
  }

  isReadonly(path: string): boolean {
    return path === "" || this.#readonly.includes(path);
  }

  /** Brings a file to the front, as a new tab when it has none. An unknown path does nothing. */
  openFile(path: string): void {
    if (this.workspace.read(path) === undefined) return;
    this.#wasInFront = undefined;
    this.#addTab(path);
    this.#file.value = path;
  }

  /** Makes an empty file and opens it. Returns why not, when the path is none or is taken; else `undefined`. */
  createFile(path: string): string | undefined {
    const trimmed = path.trim();
    const refusal = this.#refusalOf(trimmed);
    if (refusal !== undefined) return refusal;
    this.workspace.write(trimmed, "");
    this.openFile(trimmed);
    return undefined;
  }

  /** Gives one of the learner's own files another path. Returns why not, as `createFile` does. */
  renameFile(from: string, to: string): string | undefined {
    const trimmed = to.trim();
    const text = this.workspace.read(from);
    if (trimmed === from || text === undefined) return undefined;
    const refusal = this.#refusalOf(trimmed, from);
    if (refusal !== undefined) return refusal;
    const wasInFront = this.#file.peek() === from;
    // Its tab is that of the renamed file, not one more.
    this.#gone.delete(trimmed);
    this.workspace.write(trimmed, text);
    this.#openFiles.value = this.#openFiles.peek().map((each) => (each === from ? trimmed : each));
    if (wasInFront) this.#file.value = trimmed;
    this.workspace.remove(from);
    this.say(words.fileRenamed(from, trimmed));
    return undefined;
  }

  /** Removes a file and its tab. Answers how to have it back, unless there is one of that name again by then. */
  removeFile(path: string): () => void {
    const text = this.workspace.read(path);
    this.workspace.remove(path);
    return () => {
      if (text === undefined || this.workspace.read(path) !== undefined) return;
      this.workspace.write(path, text);
      this.openFile(path);
    };
  }

  /** Opens the file and puts the cursor there. An unknown path does nothing but say so. */
  openAt(place: FilePlace): void {
    if (this.workspace.read(place.path) === undefined) {
      this.say(words.noSuchFile(place.path));
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

  /** `from`: what the file is called until now. */
  #refusalOf(path: string, from?: string): string | undefined {
    if (!isFilePath(path)) {
      return words.nameRefused;
    }
    if (this.workspace.read(path) !== undefined) return words.nameTaken(path);
    const others = Object.keys(this.workspace.files.peek()).filter((other) => other !== from);
    if (others.some((other) => other.startsWith(`${path}/`))) return words.nameOfFolder(path);
    const above = others.find((other) => path.startsWith(`${other}/`));
    return above === undefined ? undefined : words.nameBelowFile(above);
  }

  #addTab(path: string): void {
    if (!this.#openFiles.peek().includes(path)) this.#openFiles.value = [...this.#openFiles.peek(), path];
  }

  #close(path: string): void {
    const open = this.#openFiles.peek();
    if (open.includes(path)) this.#gone.add(path);
    this.#openFiles.value = open.filter((each) => each !== path);
    if (this.#file.peek() !== path) return;
    this.#wasInFront ??= path;
    const next = this.#openFiles.peek()[0] ?? Object.keys(this.workspace.files.peek())[0] ?? "";
    if (next !== "") this.#addTab(next);
    this.#file.value = next;
  }

  #openAgain(path: string): void {
    if (!this.#gone.delete(path)) return;
    this.#addTab(path);
    if (path === this.#wasInFront) this.openFile(path);
    else if (this.#file.peek() === "") this.#file.value = path;
  }
}

function marksOf(bench: DeskBench): LineMark[] {
  return [...runMarks(bench), ...checkMarks(bench.checked.value)];
}

function runMarks(bench: DeskBench): LineMark[] {
  return bench.processes.flatMap(({ state: { value: program } }): LineMark[] => {
    if (program.kind !== "crashed" || program.position === undefined) return [];
    const message = program.summary || words.endedWithCode(program.code);
    return [{ position: program.position, message, source: "Run" }];
  });
}

/** Where the program threw while it was tested, once for each place and error. */
function checkMarks(checked: CheckState): LineMark[] {
  if (checked.kind !== "graded") return [];
  const outputs = checked.grade.tests.flatMap(({ failure }) => failure?.stderr ?? []);
  const marks = [...outputs, checked.grade.failure ?? ""].flatMap((output): LineMark[] => {
    const position = firstPosition(output);
    return position === undefined ? [] : [{ position, message: errorSummary(output), source: "Check" }];
  });
  return [...new Map(marks.map((mark) => [JSON.stringify(mark), mark])).values()];
}
