import * as words from "../../words/en/toasts.ts";
import { editsSoFar } from "../workspace.ts";

/** A message about something that can be taken back; what shows it is fetched with the first one. See `toast`. */
export function offerUndo(text: string, undo: () => unknown): void {
  const sinceEdit = editsSoFar.peek();
  // Without it the thing is done all the same, and text is kept as a dated draft.
  void import("./toast.ts")
    .then(({ toast }) => toast(text, { label: words.undo, sinceEdit, act: undo }))
    .catch(() => undefined);
}
