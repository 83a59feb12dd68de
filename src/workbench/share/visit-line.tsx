import { useSignal } from "@preact/signals";
import type { WorkbenchModel } from "../screen/workbench-model.ts";
import { GuestLine } from "./guest-line.tsx";

/** Says whose code this is not, or where it has gone, for as long as that matters. */
export function VisitLine({ model }: { readonly model: WorkbenchModel }) {
  const dismissed = useSignal(false);
  const said = useSignal("");
  const { visited } = model;
  if (visited === undefined || dismissed.value) return null;
  if (visited.kind === "not kept") {
    return (
      <p class="notice">{`The code from the link could not be kept, because this browser keeps nothing (${visited.why}). Open the link again and run it once.`}</p>
    );
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
            said.value =
              kept.kind === "kept" ? "It is among this exercise’s drafts." : "This browser keeps nothing.";
          }}
        >
          Keep it as a draft
        </button>
        <span>{said.value}</span>
      </GuestLine>
    );
  }
  const draft = model.drafts.snapshots.value.find(({ reason }) => reason === "link");
  return (
    <div class="notice visit-line">
      <span>The code from the link is under Drafts. What you see is your own work.</span>
      {draft !== undefined && (
        <button
          type="button"
          class="small-button"
          onClick={() => {
            dismissed.value = true;
            void model.bringBack(draft);
          }}
        >
          Show it, and keep mine as a draft
        </button>
      )}
      <button
        type="button"
        class="small-button"
        onClick={() => {
          dismissed.value = true;
        }}
      >
        Dismiss
      </button>
    </div>
  );
}
