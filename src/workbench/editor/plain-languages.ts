import type { Extension } from "@codemirror/state";
import { EditorState } from "@codemirror/state";
import { markdownTokens, settingsTokens } from "./plain-tokens.ts";
import { tokenHighlight } from "./token-highlight.ts";

/** `.env` files. */
export const settingsLanguage: Extension = [
  tokenHighlight(settingsTokens),
  EditorState.languageData.of(() => [{ commentTokens: { line: "#" } }]),
];

/** What a README has. */
export const markdownLanguage: Extension = tokenHighlight(markdownTokens);
