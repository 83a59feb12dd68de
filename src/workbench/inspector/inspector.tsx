import { useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import * as words from "../../words/en/inspector.ts";
import * as screen from "../../words/en/screen.ts";
import type { Bench } from "../bench.ts";
import { TabList, tabElementId } from "../tabs.tsx";
import type { ToolTabs } from "../tool-tabs.ts";
import { InspectorModel, type InspectorTabId } from "./inspector-model.ts";
import { InspectorView } from "./inspector-views.tsx";

export interface InspectorProps {
  readonly bench: Bench;
  /** Tells the parts of several inspectors on one page apart. */
  readonly id: string;
  /** What asks for a tab from outside. Absent: nothing does. */
  readonly tabs?: ToolTabs;
}

interface InspectorTab {
  readonly id: InspectorTabId;
  readonly label: string;
}

/** What travelled, what the browsers keep, what the server keeps: now, or at a moment of the past. */
export function Inspector({ bench, id, tabs: outer }: InspectorProps) {
  const model = useMemo(() => new InspectorModel(bench), [bench]);
  useEffect(() => model.follow(), [model]);
  useSignalEffect(() => {
    const asked = outer?.asked.value;
    if (asked !== undefined && asked !== "console" && asked !== "terminal") model.view.value = asked;
  });
  const panel = `${id}-panel`;
  const jarSize = useComputed(() => model.jars.reduce((sum, { cookies }) => sum + cookies.length, 0));
  const tabs: readonly InspectorTab[] = [
    { id: "exchanges", label: words.exchanges(model.timeline.length) },
    { id: "jar", label: words.cookieJar(jarSize.value) },
    { id: "session", label: words.sessionRecord },
    // Of the server's disk only the present is known, of a page in the browser only the past must be shown.
    model.past === undefined ? { id: "store", label: words.store } : { id: "page", label: words.page },
  ];
  const view = tabs.find((tab) => tab.id === model.view.value)?.id ?? "exchanges";
  return (
    <div class="inspector">
      <div class="inspector-bar">
        <TabList
          label={words.views}
          tabs={tabs}
          selected={view}
          onSelect={(chosen) => {
            const { id: asked } = tabs.find((tab) => tab.id === chosen) ?? { id: "exchanges" };
            model.view.value = asked;
            // Of the past an address knows nothing.
            if (asked !== "page") outer?.onChosen(asked);
          }}
          panel={panel}
        />
      </div>
      <div class="inspector-panel" role="tabpanel" id={panel} aria-labelledby={tabElementId(panel, view)}>
        {view === "exchanges" && model.timeline.length === 0 ? (
          <p class="quiet inspector-empty">{screen.nothingTravelled}</p>
        ) : (
          <InspectorView model={model} view={view} id={id} />
        )}
      </div>
    </div>
  );
}
