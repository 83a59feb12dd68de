import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { StackPosition } from "../console/stack-position.ts";

/** An error to show on its line. */
export interface LineMark {
  readonly position: StackPosition;
  readonly message: string;
}

/** Underlines each error that lies in the file shown, from its column to the end of its line. */
export function showErrorMarks(view: EditorView, path: string, marks: readonly LineMark[]): void {
  const { doc } = view.state;
  const diagnostics = marks.flatMap(({ position, message }): Diagnostic[] => {
    if (position.path !== path || position.line > doc.lines) return [];
    const line = doc.line(position.line);
    const indent = line.text.length - line.text.trimStart().length;
    const from = Math.min(line.from + Math.max((position.column ?? 1) - 1, indent), line.to);
    return [{ from, to: line.to, severity: "error", message }];
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
