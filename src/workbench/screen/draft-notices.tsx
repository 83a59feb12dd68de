import { TroubleLine } from "../drafts/trouble-line.tsx";
import type { WorkbenchModel } from "./workbench-model.ts";

/** What is wrong with the keeping of the text, and which files the course has changed. */
export function DraftNotices({ model }: { readonly model: WorkbenchModel }) {
  return (
    <>
      <TroubleLine drafts={model.drafts} workspace={model.bench.workspace} name={model.exercise.id} />
      {model.drafts.outdated.value.map((path) => (
        <OutdatedLine key={path} model={model} path={path} />
      ))}
    </>
  );
}

/** The course has changed a file that the learner has begun to change. */
function OutdatedLine({ model, path }: { readonly model: WorkbenchModel; readonly path: string }) {
  const isGone = model.bench.workspace.starter[path] === undefined;
  return (
    <p class="notice">
      {isGone
        ? `The exercise has no ${path} any more; you see yours.`
        : `The exercise's own ${path} changed since you began; you see yours.`}{" "}
      <button
        type="button"
        class="small-button"
        aria-label={`See the differences in ${path}`}
        onClick={() => model.compare({ kind: "starter" }, path)}
      >
        See the differences
      </button>{" "}
      <button
        type="button"
        class="small-button"
        aria-label={`Keep mine: ${path}`}
        onClick={() => model.drafts.keepMine(path)}
      >
        Keep mine
      </button>{" "}
      <button
        type="button"
        class="small-button"
        aria-label={isGone ? `Remove it: ${path}` : `Take the new one: ${path}`}
        onClick={() => model.takeNew(path)}
      >
        {isGone ? "Remove it" : "Take the new one"}
      </button>
    </p>
  );
}
