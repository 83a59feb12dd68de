import type { ReadonlySignal } from "@preact/signals";
import * as words from "../../words/en/editor.ts";
import type { ProjectTypes } from "../types/project-types.ts";
import type { EditorDesk } from "./editor-desk.ts";

export interface EditorBarProps {
  readonly desk: EditorDesk;
  readonly types: ReadonlySignal<ProjectTypes | undefined>;
  readonly list: { readonly id: string; readonly isOpen: boolean; readonly toggle: () => void };
  readonly onFind: () => void;
  readonly onFormat: () => void;
}

/** Under the text: how much is wrong, what was last to be said, and what can be done with the whole file. */
export function EditorBar({ desk, types, list, onFind, onFormat }: EditorBarProps) {
  const state = types.value?.client.state.value.kind;
  const found = types.value?.problems.value.filter(({ kind }) => kind === "error") ?? [];
  const count = found.length + desk.errorMarks.value.length;
  return (
    <div class="editor-bar">
      <button
        type="button"
        class="small-button"
        data-bad={count > 0 ? "" : undefined}
        aria-expanded={list.isOpen}
        aria-controls={list.isOpen ? list.id : undefined}
        aria-keyshortcuts="Control+Shift+M Meta+Shift+M"
        onClick={list.toggle}
      >
        {words.problems(count)}
      </button>
      {state === "loading" && <span class="types-loading quiet">{words.loadingTypes}</span>}
      {state === "failed" && <span class="quiet">{words.noTypes}</span>}
      <span class="editor-remark quiet" title={desk.shownRemark.value}>
        {desk.shownRemark.value}
      </span>
      <button type="button" class="small-button" aria-keyshortcuts="Control+F Meta+F" onClick={onFind}>
        {words.find}
      </button>
      <button type="button" class="small-button" aria-keyshortcuts="Shift+Alt+F" onClick={onFormat}>
        {words.format}
      </button>
    </div>
  );
}
