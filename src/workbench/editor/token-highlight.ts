import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { TextToken } from "./text-token.ts";

const decorations = new Map(
  (["delimiter", "keyword", "string", "name", "comment", "emphasis"] as const).map((kind) => [
    kind,
    Decoration.mark({ class: `cm-token cm-token-${kind}` }),
  ]),
);

/** Colours what these tokens say, over whatever other colours there are. Files here are small: all of one is read. */
export function tokenHighlight(tokensOf: (text: string) => readonly TextToken[]): Extension {
  const shown = ({ state, viewport }: EditorView): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const { from, to, kind } of tokensOf(state.doc.toString())) {
      const decoration = decorations.get(kind);
      if (decoration !== undefined && from < to && to >= viewport.from && from <= viewport.to) {
        builder.add(from, to, decoration);
      }
    }
    return builder.finish();
  };
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = shown(view);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged || update.viewportChanged) this.decorations = shown(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
  return [plugin, looks];
}

const looks = EditorView.theme({
  ".cm-token": { color: "var(--ink)", fontStyle: "normal", fontWeight: "400" },
  ".cm-token-keyword": { fontWeight: "600" },
  ".cm-token-string": { color: "var(--accent)" },
  ".cm-token-delimiter": { color: "var(--ink-soft)" },
  ".cm-token-emphasis": { fontStyle: "italic" },
  ".cm-token-comment": { color: "var(--ink-soft)", fontStyle: "italic" },
});
