import * as words from "../../words/en/screen.ts";
import { TabList } from "../tabs.tsx";
import { type PaneName, paneNames } from "./addressed-place.ts";
import type { PaneSwitch } from "./pane-switch.ts";

const paneText: Record<PaneName, string> = {
  text: words.text,
  editor: words.editor,
  browser: words.browser,
  inspector: words.inspector,
  results: words.results,
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
      label={words.exerciseAndResults}
      tabs={[
        { id: "text", label: words.exercise },
        { id: "results", label: verdict === "" ? words.results : `${words.results} ${verdict}` },
      ]}
      selected={panes.left.value}
      onSelect={(id) => panes.show(id === "results" ? "results" : "text")}
      panel="workbench-left"
    />
  );
}
