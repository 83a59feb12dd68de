import { indentLess, indentMore } from "@codemirror/commands";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import * as words from "../../words/en/editor.ts";

/**
 * What the Tab key does. One who comes by Tab leaves by Tab; after typing or clicking, Tab indents; Escape
 * gives it back to moving the focus. So nobody is trapped (WCAG 2.1.2).
 */
export class TabKey {
  readonly extension: Extension;
  readonly #tell: (sentence: string) => void;
  #indents = false;

  constructor(tell: (sentence: string) => void) {
    this.#tell = tell;
    const onlyWhenIndenting = (command: typeof indentMore) => (view: EditorView) =>
      this.#indents && command(view);
    this.extension = [
      keymap.of([{ key: "Tab", run: onlyWhenIndenting(indentMore), shift: onlyWhenIndenting(indentLess) }]),
      // After the completion list and the search panel, which close on Escape first.
      Prec.low(
        keymap.of([
          {
            key: "Escape",
            run: () => {
              this.#set(false);
              return true;
            },
          },
        ]),
      ),
      EditorView.domEventHandlers({
        pointerdown: () => this.#set(true),
        blur: () => this.#set(false),
      }),
      EditorView.updateListener.of((update) => {
        if (update.transactions.some((step) => step.isUserEvent("input"))) this.#set(true);
      }),
    ];
  }

  #set(indents: boolean): void {
    if (indents === this.#indents) return;
    this.#indents = indents;
    this.#tell(indents ? words.tabIndents : words.tabLeaves);
  }
}
