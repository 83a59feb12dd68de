import { MergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import * as words from "../../words/en/compare.ts";
import { editorBasics } from "../editor/editor-basics.ts";
import { languageOf } from "../editor/language.ts";

export interface ComparedTexts {
  readonly path: string;
  readonly before: ComparedSide;
  readonly after: ComparedSide;
}

export interface ComparedSide {
  readonly name: string;
  /** Empty when the side has no such file. */
  readonly text: string;
}

const UNCHANGED = { margin: 3, minSize: 6 };

/** Shows two texts of a file beside each other, with what differs marked. Both are read only. Answers how to end it. */
export async function showSideBySide(
  parent: HTMLElement,
  { path, before, after }: ComparedTexts,
): Promise<() => void> {
  const language = await languageOf(path);
  const view = new MergeView({
    parent,
    a: { doc: before.text, extensions: side(language, words.side(path, before.name)) },
    b: { doc: after.text, extensions: side(language, words.side(path, after.name)) },
    collapseUnchanged: UNCHANGED,
  });
  return () => view.destroy();
}

function side(language: Extension, label: string): Extension {
  return [
    editorBasics(),
    language,
    compareLooks,
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-readonly": "true",
      tabindex: "0",
      role: "textbox",
    }),
  ];
}

const afterGround = "color-mix(in srgb, var(--ok) 10%, transparent)";
const afterWords = "color-mix(in srgb, var(--ok) 13%, transparent)";
const beforeGround = "color-mix(in srgb, var(--bad) 8%, transparent)";
const beforeWords = "color-mix(in srgb, var(--bad) 12%, transparent)";

/** What comes is green, what goes is plum; neither is a cookie, a record or an attacker. */
const compareLooks = EditorView.theme({
  "&.cm-merge-a .cm-changedLine": { backgroundColor: beforeGround },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: afterGround },
  "&.cm-merge-a .cm-changedText": { background: beforeWords },
  "&.cm-merge-b .cm-changedText": { background: afterWords },
  "&.cm-merge-a .cm-changedLineGutter": { background: "var(--bad)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--ok)" },
  "@media (forced-colors: active)": {
    ".cm-changedText": { textDecoration: "underline 2px" },
  },
  ".cm-collapsedLines": {
    background: "var(--ground-sunken)",
    color: "var(--ink-soft)",
    fontFamily: "var(--font-ui)",
  },
  // CodeMirror's own mark is in no font of ours.
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"…"' },
  ".cm-activeLine": { backgroundColor: "transparent" },
});
