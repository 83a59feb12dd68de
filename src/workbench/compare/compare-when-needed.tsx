import { useSignalEffect } from "@preact/signals";
import * as words from "../../words/en/screen.ts";
import type { WorkbenchModel } from "../screen/workbench-model.ts";
import { useWhenNeeded } from "../use-when-needed.ts";

/** The comparison, fetched when one is first asked for. */
export function CompareWhenNeeded({ model }: { readonly model: WorkbenchModel }) {
  const { module, failure, load } = useWhenNeeded(() => import("./compare-dialog.tsx"));
  useSignalEffect(() => {
    if (model.compareWish.value !== undefined) load();
  });
  return (
    <>
      {module.value !== undefined && <module.value.CompareDialog model={model} />}
      {failure.value !== undefined && (
        <p class="notice" role="alert">
          {words.comparisonFailed(failure.value)}
        </p>
      )}
    </>
  );
}
