import { effect, type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useCallback, useEffect } from "preact/hooks";
import { useWhenNeeded } from "../use-when-needed.ts";
import { useWhenShown } from "../use-when-shown.ts";
import type { CodeEditor } from "./code-editor.ts";
import type { EditorDesk } from "./editor-desk.ts";

export interface LoadedEditor {
  /** `undefined` until its code is there. */
  readonly editor: ReadonlySignal<CodeEditor | undefined>;
  /** Why its code could not be had. */
  readonly failure: ReadonlySignal<string | undefined>;
  /** Tries again. */
  load(): void;
  /** For what wants the editor now. Never settles while its code cannot be had: `failure` says so. */
  whenThere(): Promise<CodeEditor>;
}

export interface EditorPlace {
  readonly host: RefObject<HTMLDivElement>;
  /** The id of the element that explains the keys. */
  readonly describedBy: string;
  readonly onThere?: (() => void) | undefined;
}

/**
 * The editor over the files of the desk. It is the largest script of the page, so it is fetched when its place is first
 * shown, or when something wants to lead into a file: on a phone most visits begin with the text.
 */
export function useCodeEditor(desk: EditorDesk, { host, describedBy, onThere }: EditorPlace): LoadedEditor {
  const { module, failure, load } = useWhenNeeded(() => import("./code-editor.ts"));
  const editor = useSignal<CodeEditor | undefined>(undefined);
  useWhenShown(host, load);
  useSignalEffect(() => {
    if (desk.reveal.value !== undefined) load();
  });
  const code = module.value;
  useEffect(() => {
    const parent = host.current;
    if (parent === null || code === undefined) return undefined;
    const { workspace } = desk;
    const path = desk.file.peek();
    const made = new code.CodeEditor({
      parent,
      onEdit: (edited, text) => workspace.write(edited, text),
      onTabKey: (sentence) => desk.say(sentence),
      onMark: (sentence) => desk.say(sentence),
      isReadonly: (file) => desk.isReadonly(file),
      onCursor: (line) => desk.noteCursor(line),
      describedBy,
    });
    made.show(path, workspace.read(path) ?? "");
    const off = workspace.onEdit((edit) => {
      made.update(edit.path, edit.text ?? "");
      if (edit.text === undefined) made.forget(edit.path);
    });
    editor.value = made;
    // Somebody has been led to the region, and waits there for its text.
    if (document.activeElement === parent.closest("section")) made.focus();
    onThere?.();
    return () => {
      off();
      editor.value = undefined;
      made.destroy();
    };
  }, [desk, code]);
  const whenThere = useCallback(async () => {
    load();
    return editor.peek() ?? firstValue(editor);
  }, []);
  return { editor, failure, load, whenThere };
}

function firstValue<Value>(of: ReadonlySignal<Value | undefined>): Promise<Value> {
  const { promise, resolve } = Promise.withResolvers<Value>();
  const stop = effect(() => {
    if (of.value !== undefined) resolve(of.value);
  });
  void promise.then(stop);
  return promise;
}
