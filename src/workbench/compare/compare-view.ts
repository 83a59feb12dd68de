import { MergeView, unifiedMergeView } from "@codemirror/merge";
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
  /** Beside each other, or in one column. */
  readonly wide: boolean;
}

const UNCHANGED = { margin: 3, minSize: 6 };

/** Shows two texts of a file with what differs marked. Both are read only. Answers how to end it. */
export async function showComparison(parent: HTMLElement, texts: ComparedTexts): Promise<() => void> {
  const { path, theirs, mine, theirsName, mineName, wide } = texts;
  const language = await languageOf(path);
  if (!wide) {
    const view = new EditorView({
      parent,
      doc: mine,
      extensions: [
        side(language, words.inOneColumn(path, mineName, theirsName)),
        unifiedMergeView({ original: theirs, mergeControls: false, collapseUnchanged: UNCHANGED }),
      ],
    });
    return () => view.destroy();
  }
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
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: theirsGround },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine, .cm-changedLine": { backgroundColor: mineGround },
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: mineWords },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { background: theirsWords },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--bad)" },
  "&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter": { background: "var(--ok)" },
  ".cm-collapsedLines": {
    background: "var(--ground-sunken)",
    color: "var(--ink-soft)",
    fontFamily: "var(--font-ui)",
  },
  // CodeMirror's own mark is in no font of ours.
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"…"' },
  ".cm-activeLine": { backgroundColor: "transparent" },
});
