import { useSignalEffect } from "@preact/signals";
import { toast } from "../toasts/toast.ts";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { Workspace } from "../workspace.ts";
import type { Comparisons } from "./comparisons.ts";

/** The comparison, fetched when one is first asked for. */
export function CompareWhenNeeded(props: {
  readonly comparisons: Comparisons;
  readonly workspace: Workspace;
}) {
  const { comparisons } = props;
  const { module, failure, load } = useWhenNeeded(() => import("./compare-dialog.tsx"));
  useSignalEffect(() => {
    if (comparisons.open.value !== undefined) load();
  });
  useSignalEffect(() => {
    if (failure.value === undefined) return;
    comparisons.close();
    toast(`The comparison could not be loaded (${failure.value}).`);
  });
  return module.value === undefined ? null : <module.value.CompareDialog {...props} />;
}
