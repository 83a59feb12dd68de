import { useSignal } from "@preact/signals";
import { saveFile } from "../inspector/copy/save-file.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

/** What is wrong with the keeping of the text, and which files the course has changed. */
export function DraftNotices({ model }: { readonly model: WorkbenchModel }) {
  return (
    <>
      <TroubleLine model={model} />
      {model.drafts.outdated.value.map((path) => (
        <OutdatedLine key={path} model={model} path={path} />
      ))}
    </>
  );
}

/** Said once: dismissed, only the toolbar says so, until something else fails. */
function TroubleLine({ model }: { readonly model: WorkbenchModel }) {
  const { drafts, bench, exercise } = model;
  const dismissed = useSignal("");
  const state = drafts.state.value;
  if (state.kind !== "failed" || state.message === dismissed.value) return null;
  return (
    <p class="notice">
      {state.message}{" "}
      <button
        type="button"
        class="small-button"
        onClick={async () => {
          const { zipSync, strToU8 } = await import("fflate");
          const files = Object.entries(bench.workspace.files.peek());
          const zip = zipSync(Object.fromEntries(files.map(([path, text]) => [path, strToU8(text)])));
          saveFile(`${exercise.id}.zip`, new Blob([zip], { type: "application/zip" }));
        }}
      >
        Save my files
      </button>{" "}
      <button type="button" class="small-button" onClick={() => drafts.save()}>
        Try again
      </button>{" "}
      <a href="/progress/">Your work</a>{" "}
      <button
        type="button"
        class="small-button"
        onClick={() => {
          dismissed.value = state.message;
        }}
      >
        Dismiss
      </button>
    </p>
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
        aria-label={`Keep my ${path}`}
        onClick={() => model.drafts.keepMine(path)}
      >
        Keep mine
      </button>{" "}
      <button
        type="button"
        class="small-button"
        aria-label={isGone ? `Remove ${path}` : `Take the new ${path}`}
        onClick={() => model.takeNew(path)}
      >
        {isGone ? "Remove it" : "Take the new one"}
      </button>
    </p>
  );
}
