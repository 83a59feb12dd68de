import * as words from "../../words/en/screen.ts";
import type { WorkbenchModel } from "../screen/workbench-model.ts";
import type { FolderConflict } from "./folder-sync.ts";

/** Asks, for each file that page and disk both changed, which one stays. */
export function ConflictLines({ model }: { readonly model: WorkbenchModel }) {
  const sync = model.bench.folder.sync.value;
  if (sync === undefined) return null;
  return (
    <>
      {sync.conflicts.value.map((conflict) => (
        <p class="notice" key={conflict.path}>
          <Question conflict={conflict} folder={sync.folder.name} model={model} />
        </p>
      ))}
    </>
  );
}

interface QuestionProps {
  readonly conflict: FolderConflict;
  readonly folder: string;
  readonly model: WorkbenchModel;
}

function Question({ conflict, folder, model }: QuestionProps) {
  const { path, disk } = conflict;
  if (disk === undefined) {
    return <>{words.notText(folder, path)}</>;
  }
  return (
    <>
      {words.whichStays(path, folder)}{" "}
      <button type="button" class="small-button" onClick={() => model.endConflict(conflict, "page")}>
        {words.keepPage}
      </button>{" "}
      <button type="button" class="small-button" onClick={() => model.endConflict(conflict, "disk")}>
        {words.takeDisk}
      </button>
    </>
  );
}
