import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import * as words from "../../words/en/editor.ts";
import { Menu } from "../menu.tsx";
import { offerUndo } from "../toasts/offer-undo.ts";
import type { EditorDesk } from "./editor-desk.ts";

/** All files: open one, make one; rename or remove one of one's own. */
export function FileMenu({ desk, id }: { readonly desk: EditorDesk; readonly id: string }) {
  const field = useRef<HTMLInputElement>(null);
  const renaming = useSignal<string | undefined>(undefined);
  const name = useSignal("");
  const refusal = useSignal<string | undefined>(undefined);
  const paths = Object.keys(desk.workspace.files.value).toSorted();
  const begin = (path: string | undefined) => {
    renaming.value = path;
    name.value = path ?? "";
    refusal.value = undefined;
    field.current?.focus();
  };
  return (
    <Menu look="small-button" label={words.files} fromEnd>
      {(close) => (
        <>
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
                      aria-label={words.renameFile(path)}
                      onClick={() => begin(path)}
                    >
                      {words.rename}
                    </button>
                    <button
                      type="button"
                      class="small-button"
                      aria-label={words.removeFile(path)}
                      onClick={() => {
                        const putBack = desk.removeFile(path);
                        offerUndo(words.fileRemoved(path), putBack);
                      }}
                    >
                      {words.remove}
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
            <PathField
              renaming={renaming.value}
              name={name}
              field={field}
              id={`${id}-new`}
              refusal={refusal.value === undefined ? undefined : `${id}-refusal`}
            />
            {renaming.value === undefined ? (
              <button type="submit" class="small-button">
                {words.create}
              </button>
            ) : (
              <>
                <button type="submit" class="small-button">
                  {words.rename}
                </button>
                <button type="button" class="small-button" onClick={() => begin(undefined)}>
                  {words.cancel}
                </button>
              </>
            )}
          </form>
          {refusal.value !== undefined && (
            <p class="failure" role="alert" id={`${id}-refusal`} ref={bringIntoView}>
              {refusal.value}
            </p>
          )}
        </>
      )}
    </Menu>
  );
}

/** Under a long list of files it would be out of sight. */
function bringIntoView(refusal: HTMLElement | null): void {
  refusal?.scrollIntoView({ block: "nearest" });
}

interface PathFieldProps {
  /** The file that gets another name; `undefined`: a new file gets its first. */
  readonly renaming: string | undefined;
  readonly name: Signal<string>;
  readonly field: { current: HTMLInputElement | null };
  readonly id: string;
  /** The element that says why this name cannot be; `undefined`: it can, or was not tried. */
  readonly refusal: string | undefined;
}

function PathField({ renaming, name, field, id, refusal }: PathFieldProps) {
  return (
    <>
      <label for={id}>{renaming === undefined ? words.newFile : words.newNameOf(renaming)}</label>
      <input
        id={id}
        ref={field}
        class="path-field"
        type="text"
        placeholder="src/name.ts"
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal}
        value={name.value}
        onInput={(event) => {
          name.value = event.currentTarget.value;
        }}
      />
    </>
  );
}
