import { type Diagnostic, forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorState, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import * as words from "../../words/en/problems.ts";
import type { StackPosition } from "../console/stack-position.ts";
import type { TypeProblem } from "../types/type-answers.ts";

/** An error of the program or of a check, to show on its line. */
export interface LineMark {
  readonly position: StackPosition;
  readonly message: string;
  readonly source: "Run" | "Check";
}

/** What TypeScript finds is marked as its own, so that each kind is replaced alone. */
const TYPES = "TypeScript";

export interface ShownMarks {
  readonly path: string;
  /** `undefined`: those that are shown stay, where the text has moved them to. */
  readonly marks: readonly LineMark[] | undefined;
  readonly problems: readonly TypeProblem[];
}

/** Underlines what is wrong in the file shown: line marks to the end of their line, types where they stand. */
export function showErrorMarks(view: EditorView, { path, marks, problems }: ShownMarks): void {
  const { state } = view;
  const ofLines = marks === undefined ? shownLineMarks(state) : lineMarks(state.doc, path, marks);
  const ofTypes = problems.filter((problem) => problem.path === path && problem.to <= state.doc.length);
  view.dispatch(setDiagnostics(state, [...ofLines, ...ofTypes.map(typeMark)]));
}

/** What is said of the place where the cursor is, one sentence each. */
export function marksAtCursor({ state }: EditorView): string[] {
  const { head } = state.selection.main;
  const messages: string[] = [];
  forEachDiagnostic(state, ({ message }, from, to) => {
    if (from <= head && head <= to)
      messages.push(words.problemInLine(state.doc.lineAt(from).number, message));
  });
  return messages;
}

function shownLineMarks(state: EditorState): Diagnostic[] {
  const found: Diagnostic[] = [];
  forEachDiagnostic(state, (diagnostic, from, to) => {
    if (diagnostic.source !== TYPES) found.push({ ...diagnostic, from, to });
  });
  return found;
}

function lineMarks(doc: Text, path: string, marks: readonly LineMark[]): Diagnostic[] {
  return marks.flatMap(({ position, message, source }): Diagnostic[] => {
    if (position.path !== path || position.line > doc.lines) return [];
    const line = doc.line(position.line);
    const indent = line.text.length - line.text.trimStart().length;
    const from = Math.min(line.from + Math.max((position.column ?? 1) - 1, indent), line.to);
    return [{ from, to: line.to, severity: "error", message, source }];
  });
}

function typeMark({ from, to, kind, message }: TypeProblem): Diagnostic {
  if (kind === "error") return { from, to, severity: "error", message, source: TYPES };
  return { from, to, severity: "hint", message, source: TYPES, markClass: "cm-unused" };
}
