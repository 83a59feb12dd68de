import { MergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import * as words from "../../words/en/compare.ts";
import { editorBasics } from "../editor/editor-basics.ts";
import { languageOf } from "../editor/language.ts";

export interface ComparedTexts {
  readonly path: string;
  /** Empty when the side has no such file. */
  readonly theirs: string;
  readonly mine: string;
  /** What the two sides are called. */
  readonly theirsName: string;
  readonly mineName: string;
}

const UNCHANGED = { margin: 3, minSize: 6 };

/** Shows two texts of a file beside each other, with what differs marked. Both are read only. Answers how to end it. */
export async function showSideBySide(parent: HTMLElement, texts: ComparedTexts): Promise<() => void> {
  const { path, theirs, mine, theirsName, mineName } = texts;
  const language = await languageOf(path);
  const view = new MergeView({
    parent,
    a: { doc: theirs, extensions: side(language, words.side(path, theirsName)) },
    b: { doc: mine, extensions: side(language, words.side(path, mineName)) },
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

const mineGround = "color-mix(in srgb, var(--ok) 10%, transparent)";
const mineWords = "color-mix(in srgb, var(--ok) 13%, transparent)";
const theirsGround = "color-mix(in srgb, var(--bad) 8%, transparent)";
const theirsWords = "color-mix(in srgb, var(--bad) 12%, transparent)";

/** A line of one's own is green, one of the other side is plum; neither is a cookie, a record or an attacker. */
const compareLooks = EditorView.theme({
  "&.cm-merge-a .cm-changedLine": { backgroundColor: theirsGround },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: mineGround },
  "&.cm-merge-a .cm-changedText": { background: theirsWords },
  "&.cm-merge-b .cm-changedText": { background: mineWords },
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
