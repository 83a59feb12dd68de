import { EngineNoticeLine } from "../engines/engine-notice-line.tsx";
import { ConflictLines } from "../folder/conflict-lines.tsx";
import type { WorkbenchModel } from "./workbench-model.ts";

/** What the learner must know of the keeping of the text: another tab, a newer starter, nothing kept. */
export function Notices({ model }: { readonly model: WorkbenchModel }) {
  const { drafts, engines } = model;
  const state = drafts.state.value;
  return (
    <div role="status">
      {state.kind === "failed" && <p class="notice">{state.message}</p>}
      {drafts.notice.value !== undefined && (
        <p class="notice">
          {drafts.notice.value}{" "}
          <button type="button" class="small-button" onClick={() => drafts.dismissNotice()}>
            Dismiss
          </button>
        </p>
      )}
      {import.meta.env.DEV && <ConflictLines model={model} />}
      <EngineNoticeLine engines={engines} />
    </div>
  );
}
