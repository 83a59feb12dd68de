import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { javascriptLanguage, typescriptLanguage } from "./script-language.ts";

/** What one needs once one edits: find, completion, brackets that close. Fetched when the editor is first used. */
export const editorExtras: Extension = [
  closeBrackets(),
  autocompletion({ activateOnTypingDelay: 250 }),
  [typescriptLanguage, javascriptLanguage].map(({ data }) =>
    data.of({ autocomplete: localCompletionSource }),
  ),
  highlightSelectionMatches(),
  search({ top: true }),
  keymap.of([...closeBracketsKeymap, ...searchKeymap, ...completionKeymap, ...lintKeymap]),
];
