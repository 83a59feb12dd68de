import type { Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import * as words from "../../words/en/problems.ts";
import type { ProjectTypes } from "../types/project-types.ts";
import { editedPath } from "./edited-path.ts";

export interface DefinitionOptions {
  readonly types: ProjectTypes;
  /** Shows that stretch of a file. */
  readonly open: (path: string, from: number) => void;
  /** Told what there is to say when nothing opens. */
  readonly say: (sentence: string) => void;
}

/** F12, or a click with Ctrl or ⌘ held: to where a name is made. */
export function typeDefinition({ types, open, say }: DefinitionOptions): Extension {
  const go = async ({ state }: EditorView, at: number): Promise<void> => {
    const found = await types.ask("definition", state.facet(editedPath), at);
    if (found === undefined) say(words.noDefinition);
    else if (found.kind === "outside") say(words.madeElsewhere(found.where));
    else open(found.path, found.from);
  };
  return [
    keymap.of([
      {
        key: "F12",
        run: (view) => {
          void go(view, view.state.selection.main.head);
          return true;
        },
      },
    ]),
    // So that this click goes to a definition; Alt puts a second cursor.
    EditorView.clickAddsSelectionRange.of((event) => event.altKey),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
        const at = view.posAtCoords(event);
        if (at === null) return false;
        void go(view, at);
        return true;
      },
    }),
  ];
}
