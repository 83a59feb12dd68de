import { TabList } from "../tabs.tsx";
import { type PaneName, paneNames } from "./addressed-place.ts";
import type { PaneSwitch } from "./pane-switch.ts";

const paneText: Record<PaneName, string> = {
  text: "Text",
  editor: "Editor",
  browser: "Browser",
  inspector: "Inspector",
  results: "Results",
};

/** The switch of a narrow window: one link for each pane. */
export function PaneNav({ panes }: { readonly panes: PaneSwitch }) {
  return (
    <ul>
      {paneNames.map((name) => (
        <li key={name}>
          <a
            href={`?pane=${name}`}
            aria-current={panes.pane.value === name ? "page" : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              panes.show(name);
            }}
          >
            {paneText[name]}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** On a wide window, text and results share a column. */
export function LeftTabs({ panes, verdict }: { readonly panes: PaneSwitch; readonly verdict: string }) {
  return (
    <TabList
      label="Exercise and results"
      tabs={[
        { id: "text", label: "Exercise" },
        { id: "results", label: verdict === "" ? "Results" : `Results ${verdict}` },
      ]}
      selected={panes.left.value}
      onSelect={(id) => panes.show(id === "results" ? "results" : "text")}
      panel="workbench-left"
    />
  );
}
