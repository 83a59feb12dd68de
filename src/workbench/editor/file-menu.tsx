import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { offerUndo } from "../toasts/offer-undo.ts";
import type { EditorDesk } from "./editor-desk.ts";

/** All files: open one, make one; rename or remove one of one's own. */
export function FileMenu({ desk, id }: { readonly desk: EditorDesk; readonly id: string }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const renaming = useSignal<string | undefined>(undefined);
  const name = useSignal("");
  const refusal = useSignal<string | undefined>(undefined);
  const paths = Object.keys(desk.workspace.files.value).toSorted();
  const close = () => {
    if (menu.current !== null) menu.current.open = false;
  };
  const begin = (path: string | undefined) => {
    renaming.value = path;
    name.value = path ?? "";
    refusal.value = undefined;
    field.current?.focus();
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
                <>
                  <button
                    type="button"
                    class="small-button"
                    aria-label={`Rename ${path}`}
                    onClick={() => begin(path)}
                  >
                    Rename
                  </button>
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
                </>
              )}
            </li>
          ))}
        </ul>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const from = renaming.peek();
            refusal.value =
              from === undefined ? desk.createFile(name.peek()) : desk.renameFile(from, name.peek());
            if (refusal.peek() !== undefined) return;
            begin(undefined);
            close();
          }}
        >
          <PathField renaming={renaming.value} name={name} field={field} id={`${id}-new`} />
          {renaming.value === undefined ? (
            <button type="submit" class="small-button">
              Create
            </button>
          ) : (
            <>
              <button type="submit" class="small-button">
                Rename
              </button>
              <button type="button" class="small-button" onClick={() => begin(undefined)}>
                Cancel
              </button>
            </>
          )}
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

interface PathFieldProps {
  /** The file that gets another name; `undefined`: a new file gets its first. */
  readonly renaming: string | undefined;
  readonly name: Signal<string>;
  readonly field: { current: HTMLInputElement | null };
  readonly id: string;
}

function PathField({ renaming, name, field, id }: PathFieldProps) {
  return (
    <>
      <label for={id}>{renaming === undefined ? "New file" : `New name of ${renaming}`}</label>
      <input
        id={id}
        ref={field}
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
    </>
  );
}
