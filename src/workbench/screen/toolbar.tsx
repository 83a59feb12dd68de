import { useSignal } from "@preact/signals";
import { hasCommandKey, keysForReaders, keysText } from "../../palette/keys.ts";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/screen.ts";
import { isAlive } from "../bench-state.ts";
import { EngineMenu } from "../engines/engine-menu.tsx";
import { dateText } from "../inspector/time-text.ts";
import { ShareMenu } from "../share/share-menu.tsx";
import { DraftMenu } from "./draft-menu.tsx";
import { CHECK_KEYS, RUN_KEYS } from "./workbench-commands.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

/** Run, Stop, Check and what is needed less often; how the program stands; what is kept. */
export function Toolbar({
  model,
  onCheck,
}: {
  readonly model: WorkbenchModel;
  readonly onCheck: () => void;
}) {
  const { bench, drafts } = model;
  const program = bench.program.value;
  const allShown = useSignal(false);
  const checking = bench.checked.value.kind === "checking";
  return (
    <>
      <fieldset class="toolbar-buttons" data-all={allShown.value ? "" : undefined}>
        <legend class="visually-hidden">{words.program}</legend>
        <button
          type="button"
          class="button"
          data-primary=""
          aria-keyshortcuts={keysForReaders(RUN_KEYS)}
          onClick={() => model.run()}
        >
          {words.run} <Keys keys={RUN_KEYS} />
        </button>
        <button type="button" class="button" disabled={!isAlive(program)} onClick={() => bench.stop()}>
          {buttons.stop}
        </button>
        <button
          type="button"
          class="button"
          aria-keyshortcuts={keysForReaders(CHECK_KEYS)}
          aria-busy={checking}
          onClick={onCheck}
        >
          {words.check} <Keys keys={CHECK_KEYS} />
        </button>
        <button
          type="button"
          class="button toolbar-more"
          aria-expanded={allShown.value}
          aria-controls={REST_ID}
          onClick={() => {
            allShown.value = !allShown.value;
          }}
        >
          {words.more}
        </button>
        <div class="toolbar-rest" id={REST_ID}>
          <button type="button" class="button" onClick={() => model.reset()}>
            {buttons.reset}
          </button>
          <DraftMenu model={model} />
          {!model.isGuest && <ShareMenu shareable={model.shareable} onZip={(zip) => model.takeZip(zip)} />}
          <EngineMenu engines={model.engines} />
        </div>
      </fieldset>
      <div class="toolbar-facts">
        <p class="run-status" data-bad={bench.troubled.value ? "" : undefined} data-kind={program.kind}>
          {model.status.value}
        </p>
        <p class="keep-status" data-bad={drafts.state.value.kind === "failed" ? "" : undefined}>
          <Passed atMs={model.progress.value.passedAtMs} />
          {model.isGuest ? words.nothingIsKept : keptText(drafts.state.value)}
        </p>
      </div>
    </>
  );
}

/** The buttons that "More" shows where there is no room for all. */
const REST_ID = "workbench-toolbar-rest";

/** A shortcut, for the eye; readers get it from `aria-keyshortcuts`. */
function Keys({ keys }: { readonly keys: string }) {
  return (
    <span class="keys" aria-hidden="true">
      {keysText(keys, hasCommandKey(navigator.platform))}
    </span>
  );
}

/** With the date where there is room for it. */
function Passed({ atMs }: { readonly atMs: number | undefined }) {
  if (atMs === undefined) return null;
  return (
    <>
      <span class="passed-then">{words.passedOn(dateText(atMs))}</span>
      <span class="passed-once">{words.passedOnce}</span>
    </>
  );
}

function keptText(state: WorkbenchModel["drafts"]["state"]["value"]): string {
  switch (state.kind) {
    case "loading":
      return "";
    case "saved":
      return state.atMs === undefined ? "" : words.savedHere;
    case "unsaved":
      return words.saving;
    case "failed":
      return words.notSaved;
  }
}
