import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { offerUndo } from "../toasts/offer-undo.ts";
import type { EditorDesk } from "./editor-desk.ts";

/** All files: open one, make one, remove one of one's own. */
export function FileMenu({ desk, id }: { readonly desk: EditorDesk; readonly id: string }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const name = useSignal("");
  const refusal = useSignal<string | undefined>(undefined);
  const paths = Object.keys(desk.workspace.files.value).toSorted();
  const close = () => {
    if (menu.current !== null) menu.current.open = false;
  };
  return (
    <details
      class="menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        close();
        menu.current?.querySelector("summary")?.focus();
      }}
    >
      <summary class="small-button">Files</summary>
      <div class="menu-panel">
        <ul>
          {paths.map((path) => (
            <li key={path}>
              <button
                type="button"
                class="menu-item"
                onClick={() => {
                  close();
                  desk.openFile(path);
                }}
              >
                {path}
              </button>
              {!(path in desk.workspace.starter) && (
                <button
                  type="button"
                  class="small-button"
                  aria-label={`Remove ${path}`}
                  onClick={() => {
                    const putBack = desk.removeFile(path);
                    offerUndo(`${path} is removed.`, putBack);
                  }}
                >
                  Remove
                </button>
              )}
            </li>
          ))}
        </ul>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            refusal.value = desk.createFile(name.peek());
            if (refusal.peek() !== undefined) return;
            name.value = "";
            close();
          }}
        >
          <label for={`${id}-new`}>New file</label>
          <input
            id={`${id}-new`}
            type="text"
            placeholder="src/name.ts"
            autoComplete="off"
            autoCapitalize="off"
            spellcheck={false}
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="small-button">
            Create
          </button>
        </form>
        {refusal.value !== undefined && (
          <p class="failure" role="alert">
            {refusal.value}
          </p>
        )}
      </div>
    </details>
  );
}
