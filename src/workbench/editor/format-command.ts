import { diff } from "@codemirror/merge";
import type { EditorView } from "@codemirror/view";
import * as words from "../../words/en/problems.ts";
import { editedPath } from "./edited-path.ts";
import { formatText } from "./format-text.ts";

/**
 * Formats the file shown, as one step that can be undone; cursor, selection and marks stay where they are in the text.
 * Answers with a sentence that says what came of it. What is typed meanwhile wins: then nothing is changed.
 */
export async function formatDocument(view: EditorView): Promise<string> {
  const { state } = view;
  const path = state.facet(editedPath);
  if (state.readOnly) return words.formatRefused(path);
  const before = state.doc.toString();
  const formatted = await formatText(path, before);
  if (formatted.kind === "no-formatter") return words.noFormatter(path);
  if (formatted.kind === "unreadable") return unreadableSentence(path, formatted);
  if (view.state.doc !== state.doc) {
    // A second press of the same button was quicker.
    const isDone = view.state.facet(editedPath) === path && view.state.doc.toString() === formatted.text;
    return isDone ? words.formatted(path) : words.formatOnceMore(path);
  }
  if (formatted.text === before) return words.formattedAlready(path);
  const changes = diff(before, formatted.text).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: formatted.text.slice(fromB, toB),
  }));
  // A user event of its own kind is an undo step of its own.
  view.dispatch({ changes, userEvent: "format" });
  return words.formatted(path);
}

function unreadableSentence(
  path: string,
  { line, message }: { readonly line: number | undefined; readonly message: string },
): string {
  return line === undefined ? words.cannotFormat(path, message) : words.cannotFormatLine(path, line, message);
}
