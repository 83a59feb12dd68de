import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { lintGutter, nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { type Command, keymap } from "@codemirror/view";
import * as words from "../../words/en/problems.ts";
import { marksAtCursor } from "./error-marks.ts";
import { extrasLooks } from "./extras-looks.ts";

export { openSearchPanel } from "@codemirror/search";

const searchWords: Readonly<Record<string, string>> = {
  next: words.next,
  previous: words.previous,
  all: words.selectAll,
  "match case": words.matchCase,
  regexp: words.pattern,
  "by word": words.wholeWords,
  replace: words.replace,
  "replace all": words.replaceAll,
};

/**
 * What one needs once one edits: find, completion, brackets that close, the way from error to error. Fetched when the
 * editor is first used. `onMark` is told what is wrong where F8 has led.
 */
export function editorExtras(onMark: (sentence: string) => void): Extension {
  const telling =
    (move: Command): Command =>
    (view) => {
      const moved = move(view);
      if (moved) onMark(marksAtCursor(view).join(" "));
      return moved;
    };
  return [
    extrasLooks,
    closeBrackets(),
    autocompletion({ activateOnTypingDelay: 150 }),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorState.phrases.of(searchWords),
    lintGutter({
      markerFilter: (diagnostics) => diagnostics.filter(({ severity }) => severity === "error"),
      tooltipFilter: (diagnostics) => diagnostics.filter(({ severity }) => severity === "error"),
    }),
    keymap.of([
      { key: "F8", run: telling(nextDiagnostic), shift: telling(previousDiagnostic) },
      ...closeBracketsKeymap,
      ...searchKeymap,
      ...completionKeymap,
    ]),
  ];
}
