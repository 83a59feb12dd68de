import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { keyFileName } from "../../assignment/file-names.ts";
import { canSeal } from "../../assignment/key-pair.ts";
import type { AssignModel } from "./assign-model.ts";

/** The key that hand-ins are sealed to; its private half must be in the instructor's hands before there is a link. */
export function KeyStep({ model }: { readonly model: AssignModel }) {
  const key = model.key.value;
  const looked = useSignal(0);
  useEffect(() => {
    if (looked.value > 0) focusFirstFault();
  }, [looked.value]);
  const make = () => {
    if (model.lookOver()) void model.makeKey();
    else looked.value += 1;
  };
  return (
    <>
      <p>
        What learners hand in is sealed to a key of yours. The link carries the public half. The private half
        is a file: only with it can the hand-ins be opened.
      </p>
      {!canSeal() && (
        <p class="failure">
          This page came over plain http, and there browsers do not let a page make keys. Open it over https.
        </p>
      )}
      {key.kind === "none" && (
        <div class="actions">
          <button type="button" class="button" data-primary="" disabled={!canSeal()} onClick={make}>
            Make a key and save its file
          </button>
          <KeyFile model={model} label="Use a key file that I have" />
        </div>
      )}
      {key.kind === "made" && (
        <div class="slip">
          <h3>{keyFileName(key.key.label)}</h3>
          <p>
            <strong>If you lose this file, nobody can open what your learners hand in</strong>: not we, not
            they, and there is no other copy. Whoever has the file can read all of it. Put it where your
            grades are, and a copy where your backups are.
          </p>
          <label class="choice">
            <input
              type="checkbox"
              checked={key.confirmed}
              onChange={(event) => model.confirmKey(event.currentTarget.checked)}
            />
            I have the file and know where it is
          </label>
          <p class="actions">
            <button type="button" class="button" onClick={() => model.saveKey()}>
              Save the file again
            </button>
          </p>
        </div>
      )}
      {key.kind === "opened" && (
        <p>
          Hand-ins will be sealed to your key “{key.label}”.{" "}
          <button type="button" class="button" onClick={() => model.forgetKey()}>
            Use another
          </button>
        </p>
      )}
      {key.kind === "copied" && (
        <div class="slip">
          <p>
            This copy keeps the key of the assignment that you opened. Is it yours? Then the same key file
            opens both. If you do not have that file, take another key.
          </p>
          <p class="actions">
            <button type="button" class="button" onClick={() => model.forgetKey()}>
              Take another key
            </button>
          </p>
        </div>
      )}
      <div role="alert">
        {model.keyTrouble.value !== undefined && <p class="failure">{model.keyTrouble.value}</p>}
      </div>
    </>
  );
}

/** A group of boxes takes no focus itself; its first box does. */
function focusFirstFault(): void {
  const fault = document.querySelector<HTMLElement>("[aria-invalid=true]");
  const field = fault instanceof HTMLFieldSetElement ? fault.querySelector("input") : fault;
  field?.focus();
}

function KeyFile({ model, label }: { readonly model: AssignModel; readonly label: string }) {
  return (
    <label class="button file-button">
      {label}
      <input
        type="file"
        class="visually-hidden"
        accept=".key,application/json"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) void model.openKey(file);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
