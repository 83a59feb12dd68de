import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import * as words from "../../words/en/problems.ts";
import type { ProjectTypes } from "../types/project-types.ts";
import type { CallSignature } from "../types/type-answers.ts";
import { editedPath } from "./edited-path.ts";
import { codeElement, paragraphs } from "./info-view.ts";

const setCall = StateEffect.define<CallSignature | undefined>();

const shownCall = StateField.define<CallSignature | undefined>({
  create: () => undefined,
  update(call, transaction) {
    for (const effect of transaction.effects) if (effect.is(setCall)) return effect.value;
    if (call === undefined || !transaction.docChanged) return call;
    return { ...call, at: transaction.changes.mapPos(call.at) };
  },
  provide: (field) => showTooltip.from(field, (call) => (call === undefined ? null : callTooltip(call))),
});

/** The parameters of the call that one types, above it, with the one in hand in bold. Escape puts it away. */
export function typeSignature(types: ProjectTypes): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      #edition = 0;

      update(update: ViewUpdate): void {
        const isOpen = update.state.field(shownCall) !== undefined;
        if (!update.docChanged && !(update.selectionSet && isOpen)) return;
        this.#edition += 1;
        if (isOpen || typed(update)) void this.#ask(update.view, this.#edition);
      }

      async #ask(view: EditorView, edition: number): Promise<void> {
        if (types.client.state.peek().kind !== "ready") return;
        // Until the editor has told the workspace what was typed.
        await Promise.resolve();
        const { state } = view;
        const call = await types.ask("signature", state.facet(editedPath), state.selection.main.head);
        if (edition !== this.#edition || view.state.doc !== state.doc) return;
        if (call !== undefined || view.state.field(shownCall) !== undefined) {
          view.dispatch({ effects: setCall.of(call) });
        }
      }
    },
  );
  const putAway = (view: EditorView): boolean => {
    if (view.state.field(shownCall) === undefined) return false;
    view.dispatch({ effects: setCall.of(undefined) });
    return true;
  };
  return [
    shownCall,
    plugin,
    // Before Escape frees the Tab key; after the list of completions, which closes first.
    Prec.default(keymap.of([{ key: "Escape", run: putAway }])),
    EditorView.domEventHandlers({
      blur: (_event, view) => {
        putAway(view);
      },
    }),
  ];
}

/** Whether this update typed what begins or goes on with an argument. */
function typed(update: ViewUpdate): boolean {
  if (!update.transactions.some((step) => step.isUserEvent("input.type"))) return false;
  const { head } = update.state.selection.main;
  return /[(,]/.test(update.state.sliceDoc(Math.max(head - 1, 0), head));
}

function callTooltip({ at, parts, documentation, overload }: CallSignature): Tooltip {
  return {
    pos: at,
    above: true,
    create: () => {
      const dom = document.createElement("div");
      dom.className = "cm-info";
      const [before, inHand, after] = parts;
      const strong = { from: before.length, to: before.length + inHand.length };
      dom.append(codeElement(before + inHand + after, strong));
      if (overload !== undefined) dom.append(...paragraphs(words.formOf(overload.number, overload.of)));
      dom.append(...paragraphs(documentation));
      return { dom };
    },
  };
}
