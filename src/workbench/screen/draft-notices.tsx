import * as words from "../../words/en/dated-drafts.ts";
import { TroubleLine } from "../drafts/trouble-line.tsx";
import type { Workspace } from "../workspace.ts";
import type { DraftActions } from "./draft-actions.ts";

interface DraftNoticesProps {
  readonly model: DraftActions;
  readonly workspace: Workspace;
  /** What saved files are called: "shopping-cart". */
  readonly name: string;
}

/** What is wrong with the keeping of the text, and which files the course has changed. */
export function DraftNotices({ model, workspace, name }: DraftNoticesProps) {
  return (
    <>
      <TroubleLine drafts={model.drafts} workspace={workspace} name={name} />
      {model.drafts.outdated.value.map((path) => (
        <OutdatedLine key={path} model={model} path={path} isGone={workspace.starter[path] === undefined} />
      ))}
    </>
  );
}

interface OutdatedLineProps {
  readonly model: DraftActions;
  readonly path: string;
  /** The course has it no more. */
  readonly isGone: boolean;
}

/** The course has changed a file that the learner has begun to change. */
function OutdatedLine({ model, path, isGone }: OutdatedLineProps) {
  return (
    <p class="notice">
      {isGone ? words.fileIsGone(path) : words.fileHasChanged(path)}{" "}
      {model.compare !== undefined && (
        <button
          type="button"
          class="small-button"
          aria-label={words.seeDifferencesIn(path)}
          onClick={() => model.compare?.({ kind: "starter" }, path)}
        >
          {words.seeDifferences}
        </button>
      )}{" "}
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
