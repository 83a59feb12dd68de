import { Annotation, Compartment, EditorState, type Extension, type StateEffect } from "@codemirror/state";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import * as words from "../../words/en/editor.ts";
import { withLineFeeds } from "../line-feeds.ts";
import type { TypeProblem } from "../types/type-answers.ts";
import { editedPath } from "./edited-path.ts";
import { editorBasics } from "./editor-basics.ts";
import type { FilePlace } from "./editor-desk.ts";
import type { LineMark } from "./error-marks.ts";
import { languageOf } from "./language.ts";
import { TabKey } from "./tab-key.ts";

export interface CodeEditorOptions {
  readonly parent: HTMLElement;
  /** Called with the text after each change that the learner made. */
  readonly onEdit: (path: string, text: string) => void;
  /** Called when what the Tab key does changes, with a sentence for a screen reader. */
  readonly onTabKey: (sentence: string) => void;
  /** Called with what is wrong at the cursor, when a key has led there. */
  readonly onMark: (sentence: string) => void;
  readonly isReadonly: (path: string) => boolean;
  /** Called with the line of the cursor, counted from 1, whenever that may have changed. */
  readonly onCursor: (line: number) => void;
  /** The id of the element that explains the keys. */
  readonly describedBy: string;
}

/** Marks a change that came from outside (Reset, another tab), which is no edit. */
const fromOutside = Annotation.define<true>();

/** One CodeMirror view over many files, each with its own undo history, selection and scroll position. */
export class CodeEditor {
  readonly #options: CodeEditorOptions;
  readonly #view: EditorView;
  readonly #tabKey: TabKey;
  readonly #language = new Compartment();
  readonly #extras = new Compartment();
  readonly #kept = new Map<string, { state: EditorState; scroll: StateEffect<unknown> }>();
  /** Which line marks each file's state bears already: it moves them with its text. */
  readonly #marked = new Map<string, readonly LineMark[]>();
  #loadedExtras: Extension | undefined;
  #more: Extension = [];
  #marks: readonly LineMark[] = [];
  #problems: readonly TypeProblem[] = [];
  /** Once anything was marked, a file that is shown again may still bear what is mended since. */
  #hasMarked = false;
  #path = "";

  constructor(options: CodeEditorOptions) {
    this.#options = options;
    this.#tabKey = new TabKey(options.onTabKey);
    this.#view = new EditorView({ parent: options.parent });
    options.parent.addEventListener("focusin", () => void this.#loadExtras(), { once: true });
  }

  get path(): string {
    return this.#path;
  }

  /** Shows a file; `text` counts only when it differs from what the editor has. */
  show(path: string, text: string): void {
    if (path !== this.#path) {
      if (this.#path !== "") {
        this.#kept.set(this.#path, { state: this.#view.state, scroll: this.#view.scrollSnapshot() });
      }
      const kept = this.#kept.get(path);
      this.#path = path;
      this.#view.setState(kept?.state ?? this.#newState(path, withLineFeeds(text)));
      if (kept !== undefined) this.#view.dispatch({ effects: kept.scroll });
      // The box is the same for all files, and would keep where the last one was.
      else this.#view.scrollDOM.scrollTo(0, 0);
      this.#showExtras();
      this.#tellCursor();
      void this.#showLanguage(path);
    }
    this.update(path, text);
    void this.#showMarks();
  }

  /** Gives a file another text, from outside. */
  update(path: string, given: string): void {
    const text = withLineFeeds(given);
    if (path !== this.#path) {
      this.#updateKept(path, text);
      return;
    }
    const change = smallestChange(this.#view.state.doc.toString(), text);
    if (change !== undefined) this.#view.dispatch({ changes: change, annotations: fromOutside.of(true) });
  }

  /** Lets a file that is not shown go; one of that path begins anew. */
  forget(path: string): void {
    this.#kept.delete(path);
    this.#marked.delete(path);
  }

  /** Puts the cursor there, in sight, and the focus into the editor. Outside the text: at its end; no line: where it is. */
  reveal({ line, column = 1 }: Pick<FilePlace, "line" | "column">): void {
    this.#view.focus();
    if (line === undefined) return;
    const { doc } = this.#view.state;
    const target = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const at = Math.min(target.from + column - 1, target.to);
    this.#view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
  }

  /** Shows these errors on their lines, in whatever file is shown, until the next call. */
  mark(marks: readonly LineMark[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    void this.#showMarks();
  }

  /** Shows what TypeScript finds, in whatever file is shown, until the next call. */
  showProblems(problems: readonly TypeProblem[]): void {
    if (problems.length === 0 && this.#problems.length === 0) return;
    this.#problems = problems;
    void this.#showMarks();
  }

  /** Gives every file these too, beside what an editor that is used has. */
  extend(extension: Extension): void {
    this.#more = extension;
    this.#showExtras();
  }

  /** Opens the search panel, with the focus in it. */
  async find(): Promise<void> {
    const { openSearchPanel } = await this.#loadExtras();
    openSearchPanel(this.#view);
  }

  /** Formats the file shown. Settles with a sentence that says what came of it; rejects when no formatter loads. */
  async format(): Promise<string> {
    const { formatDocument } = await import("./format-command.ts");
    return formatDocument(this.#view);
  }

  /** Does what that key does in the text, with the focus in it. Answers whether it does anything. */
  async press(key: string): Promise<boolean> {
    this.#view.focus();
    await this.#loadExtras();
    return runScopeHandlers(this.#view, new KeyboardEvent("keydown", { key }), "editor");
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }

  #newState(path: string, doc: string): EditorState {
    const locked = this.#options.isReadonly(path);
    return EditorState.create({
      doc,
      extensions: [
        editedPath.of(path),
        this.#tabKey.extension,
        this.#extras.of([]),
        editorBasics(),
        this.#language.of([]),
        EditorState.readOnly.of(locked),
        EditorView.contentAttributes.of({
          "aria-label": locked ? words.readOnlyFile(path) : path,
          "aria-readonly": String(locked),
          // Axe and some readers do not know that editable content takes the focus.
          tabindex: "0",
          "aria-describedby": this.#options.describedBy,
        }),
        EditorView.updateListener.of((update) => {
          if (update.selectionSet || update.docChanged) this.#tellCursor();
          if (!update.docChanged || update.transactions.some((step) => step.annotation(fromOutside))) return;
          this.#options.onEdit(path, update.state.doc.toString());
        }),
      ],
    });
  }

  /** Its cursor, its place and what can be undone stay. */
  #updateKept(path: string, text: string): void {
    const kept = this.#kept.get(path);
    if (kept === undefined) return;
    const changes = smallestChange(kept.state.doc.toString(), text);
    if (changes === undefined) return;
    const { state, changes: done } = kept.state.update({ changes, annotations: fromOutside.of(true) });
    this.#kept.set(path, { state, scroll: kept.scroll.map(done) ?? kept.scroll });
  }

  async #showLanguage(path: string): Promise<void> {
    const language = languageOf(path);
    const loaded = language instanceof Promise ? await language : language;
    if (path === this.#path) this.#view.dispatch({ effects: this.#language.reconfigure(loaded) });
  }

  #tellCursor(): void {
    const { doc, selection } = this.#view.state;
    this.#options.onCursor(doc.lineAt(selection.main.head).number);
  }

  async #loadExtras(): Promise<typeof import("./editor-extras.ts")> {
    const loaded = await import("./editor-extras.ts");
    this.#loadedExtras ??= loaded.editorExtras(this.#options.onMark);
    this.#showExtras();
    return loaded;
  }

  #showExtras(): void {
    if (this.#loadedExtras === undefined) return;
    const extras = [this.#loadedExtras, this.#more];
    this.#view.dispatch({ effects: this.#extras.reconfigure(extras) });
  }

  async #showMarks(): Promise<void> {
    if (this.#marks.length === 0 && this.#problems.length === 0 && !this.#hasMarked) return;
    this.#hasMarked = true;
    const { showErrorMarks } = await import("./error-marks.ts");
    const path = this.#path;
    const marks = this.#marked.get(path) === this.#marks ? undefined : this.#marks;
    this.#marked.set(path, this.#marks);
    showErrorMarks(this.#view, { path, marks, problems: this.#problems });
  }
}

/** The one replacement that turns `before` into `after`, so that the cursor stays where the text is the same. */
function smallestChange(
  before: string,
  after: string,
): { from: number; to: number; insert: string } | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
