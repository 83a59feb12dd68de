import { useSignalEffect } from "@preact/signals";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/screen.ts";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { InspectorProps } from "./inspector.tsx";

/** The inspector, fetched when the program is run, when something has travelled, or when somebody comes near it. */
export function Inspector(props: InspectorProps) {
  const { bench, tabs } = props;
  const { module, failure, load } = useWhenNeeded(() => import("./inspector.tsx"));
  useSignalEffect(() => {
    const asked = tabs?.asked.value;
    const isAsked = asked !== undefined && asked !== "console" && asked !== "terminal";
    if (isAsked || bench.program.value.kind !== "stopped" || bench.timeline.changes.value > 0) load();
  });
  if (module.value !== undefined) return <module.value.Inspector {...props} />;
  return (
    <div class="inspector" onPointerEnter={load} onFocusIn={load}>
      {failure.value === undefined ? (
        <p class="quiet inspector-empty">{words.nothingTravelled}</p>
      ) : (
        <p class="quiet inspector-empty">
          {words.inspectorFailed(failure.value)}{" "}
          <button type="button" class="small-button" onClick={load}>
            {buttons.tryAgain}
          </button>
        </p>
      )}
    </div>
  );
}
