import { useSignalEffect } from "@preact/signals";
import type { ComponentChild } from "preact";
import * as words from "../../words/en/screen.ts";
import { OtherTabLine } from "../drafts/other-tab-line.tsx";
import { EngineNoticeLine } from "../engines/engine-notice-line.tsx";
import { ConflictLines } from "../folder/conflict-lines.tsx";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

export interface NoticesProps {
  readonly model: WorkbenchModel;
  /** Stands before the others. */
  readonly first?: ComponentChild;
}

/** What the learner must know of the keeping of the text: another tab, a newer starter, nothing kept. */
export function Notices({ model, first }: NoticesProps) {
  const { drafts, engines } = model;
  const { module, load } = useWhenNeeded(() => import("./draft-notices.tsx"));
  useSignalEffect(() => {
    if (drafts.state.value.kind === "failed" || drafts.outdated.value.length > 0) load();
  });
  const { state } = drafts;
  const { assignment } = model.rules;
  return (
    <div role="status">
      {first}
      {assignment !== undefined && (
        <p class="notice" data-assignment="">
          {words.belongsTo(<a href={assignment.href}>{assignment.title}</a>)}
        </p>
      )}
      {module.value !== undefined && (
        <module.value.DraftNotices model={model} workspace={model.bench.workspace} name={model.exercise.id} />
      )}
      {module.value === undefined && state.value.kind === "failed" && (
        <p class="notice">{state.value.message}</p>
      )}
      <OtherTabLine drafts={drafts} />
      {import.meta.env.DEV && <ConflictLines model={model} />}
      <EngineNoticeLine engines={engines} />
    </div>
  );
}
