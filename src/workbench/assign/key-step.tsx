import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { keyFileName } from "../../assignment/file-names.ts";
import { canSeal } from "../../assignment/key-pair.ts";
import * as words from "../../words/en/assign.ts";
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
      <p>{words.aboutKey}</p>
      {!canSeal() && <p class="failure">{words.noKeysOverHttp}</p>}
      {key.kind === "none" && (
        <div class="actions">
          <button type="button" class="button" data-primary="" disabled={!canSeal()} onClick={make}>
            {words.makeKey}
          </button>
          <KeyFile model={model} label={words.useMyKey} />
        </div>
      )}
      {key.kind === "made" && (
        <div class="slip">
          <h3>{keyFileName(key.key.label)}</h3>
          <p>{words.ifYouLoseIt(<strong>{words.nobodyCanOpen}</strong>)}</p>
          <label class="choice">
            <input
              type="checkbox"
              checked={key.confirmed}
              onChange={(event) => model.confirmKey(event.currentTarget.checked)}
            />
            {words.iHaveIt}
          </label>
          <p class="actions">
            <button type="button" class="button" onClick={() => model.saveKey()}>
              {words.saveKeyAgain}
            </button>
          </p>
        </div>
      )}
      {key.kind === "opened" && (
        <p>
          {words.sealedTo(key.label)}{" "}
          <button type="button" class="button" onClick={() => model.forgetKey()}>
            {words.useAnother}
          </button>
        </p>
      )}
      {key.kind === "copied" && (
        <div class="slip">
          <p>{words.copiedKey}</p>
          <p class="actions">
            <button type="button" class="button" onClick={() => model.forgetKey()}>
              {words.takeAnother}
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
