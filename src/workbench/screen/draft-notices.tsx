import * as words from "../../words/en/dated-drafts.ts";
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
      {isGone ? words.fileIsGone(path) : words.fileHasChanged(path)}{" "}
      <button
        type="button"
        class="small-button"
        aria-label={words.seeDifferencesIn(path)}
        onClick={() => model.compare({ kind: "starter" }, path)}
      >
        {words.seeDifferences}
      </button>{" "}
      <button
        type="button"
        class="small-button"
        aria-label={words.keepMineOf(path)}
        onClick={() => model.drafts.keepMine(path)}
      >
        {words.keepMine}
      </button>{" "}
      <button
        type="button"
        class="small-button"
        aria-label={isGone ? words.removeFile(path) : words.takeNewOf(path)}
        onClick={() => model.takeNew(path)}
      >
        {isGone ? words.removeIt : words.takeNew}
      </button>
    </p>
  );
}
