import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState, type Extension, type StateEffect } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { StackPosition } from "../console/stack-position.ts";
import { editorBasics } from "./editor-basics.ts";
import { languageOf } from "./language.ts";
import { TabKey } from "./tab-key.ts";

/** An error to show on its line. */
export interface LineMark {
  readonly position: StackPosition;
  readonly message: string;
}

export interface CodeEditorOptions {
  readonly parent: HTMLElement;
  /** Called with the text after each change that the learner made. */
  readonly onEdit: (path: string, text: string) => void;
  /** Called when what the Tab key does changes, with a sentence for a screen reader. */
  readonly onTabKey: (sentence: string) => void;
  readonly isReadonly: (path: string) => boolean;
}

/** Marks a change that came from outside (Reset, another tab), which is no edit. */
const fromOutside = Annotation.define<true>();

/** One CodeMirror view over many files, each with its own undo history, selection and scroll position. */
export class CodeEditor {
  readonly #options: CodeEditorOptions;
  readonly #view: EditorView;
  readonly #tabKey: TabKey;
  readonly #kept = new Map<string, { state: EditorState; scroll: StateEffect<unknown> | undefined }>();
  #marks: readonly LineMark[] = [];
  #path = "";

  constructor(options: CodeEditorOptions) {
    this.#options = options;
    this.#tabKey = new TabKey(options.onTabKey);
    this.#view = new EditorView({ parent: options.parent });
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
      this.#view.setState(kept?.state ?? this.#newState(path, text));
      if (kept?.scroll !== undefined) this.#view.dispatch({ effects: kept.scroll });
    }
    this.update(path, text);
    this.#showMarks();
  }

  /** Gives a file another text, from outside. */
  update(path: string, text: string): void {
    if (path !== this.#path) {
      const kept = this.#kept.get(path);
      if (kept !== undefined && kept.state.doc.toString() !== text) this.#kept.delete(path);
      return;
    }
    const change = smallestChange(this.#view.state.doc.toString(), text);
    if (change !== undefined) this.#view.dispatch({ changes: change, annotations: fromOutside.of(true) });
  }

  /** Puts the cursor there, in sight, and the focus into the editor. Outside the text: at its end. */
  reveal({ line, column = 1 }: Pick<StackPosition, "line" | "column">): void {
    const { doc } = this.#view.state;
    const target = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const at = Math.min(target.from + column - 1, target.to);
    this.#view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    this.#view.focus();
  }

  /** Shows these errors on their lines, in whatever file is shown, until the next call. */
  mark(marks: readonly LineMark[]): void {
    this.#marks = marks;
    this.#showMarks();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }

  #newState(path: string, doc: string): EditorState {
    return EditorState.create({ doc, extensions: [this.#tabKey.extension, this.#extensions(path)] });
  }

  #extensions(path: string): Extension {
    const locked = this.#options.isReadonly(path);
    return [
      editorBasics(),
      languageOf(path),
      EditorState.readOnly.of(locked),
      EditorView.contentAttributes.of({
        "aria-label": locked ? `${path}, read only` : path,
        "aria-readonly": String(locked),
        "aria-describedby": "editor-keys",
      }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged || update.transactions.some((step) => step.annotation(fromOutside))) return;
        this.#options.onEdit(path, update.state.doc.toString());
      }),
    ];
  }

  #showMarks(): void {
    const { doc } = this.#view.state;
    const diagnostics = this.#marks.flatMap(({ position, message }): Diagnostic[] => {
      if (position.path !== this.#path || position.line > doc.lines) return [];
      const line = doc.line(position.line);
      const indent = line.text.length - line.text.trimStart().length;
      const from = Math.min(line.from + Math.max((position.column ?? 1) - 1, indent), line.to);
      return [{ from, to: line.to, severity: "error", message }];
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
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
