import { useSignal } from "@preact/signals";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/code-gate.ts";
import type { WorkbenchModel } from "../screen/workbench-model.ts";
import { GuestLine } from "./guest-line.tsx";

/** Says whose code this is not, or where it has gone, for as long as that matters. */
export function VisitLine({ model }: { readonly model: WorkbenchModel }) {
  const dismissed = useSignal(false);
  const said = useSignal("");
  const { visited } = model;
  if (visited === undefined || dismissed.value) return null;
  if (visited.kind === "not kept") {
    return <p class="notice">{words.couldNotKeep(visited.why)}</p>;
  }
  if (visited.kind === "once") {
    return (
      <GuestLine>
        <button
          type="button"
          class="small-button"
          onClick={async () => {
            const { keepForeign } = await import("./meet-code.ts");
            const kept = await keepForeign(model.exercise.id, model.bench.workspace.files.peek());
            said.value = kept.kind === "kept" ? words.amongDrafts : words.keepsNothing;
          }}
        >
          {words.keepAsDraft}
        </button>
        <span>{said.value}</span>
      </GuestLine>
    );
  }
  const draft = model.drafts.snapshots.value.find(({ reason }) => reason === "link");
  return (
    <div class="notice visit-line">
      <span>{words.underDrafts}</span>
      {draft !== undefined && (
        <button
          type="button"
          class="small-button"
          onClick={() => {
            dismissed.value = true;
            void model.bringBack(draft);
          }}
        >
          {words.showIt}
        </button>
      )}
      <button
        type="button"
        class="small-button"
        onClick={() => {
          dismissed.value = true;
        }}
      >
        {buttons.dismiss}
      </button>
    </div>
  );
}
