import * as words from "../../words/en/screen.ts";
import { TabList } from "../tabs.tsx";
import { type PaneName, paneNames } from "./addressed-place.ts";
import type { PaneSwitch } from "./pane-switch.ts";
import { useMedia } from "./use-media.ts";

const paneText: Record<PaneName, string> = {
  text: words.text,
  editor: words.editor,
  browser: words.browser,
  inspector: words.inspector,
  results: words.results,
};

/** As in workbench-narrow.css: there is room for the editor and one pane beside it. */
const ROOM_FOR_TWO = "(50rem <= width < 64rem)";

/** The switch of a narrow window: one link for each pane that is not there anyway. */
export function PaneNav({ panes }: { readonly panes: PaneSwitch }) {
  const roomForTwo = useMedia(ROOM_FOR_TWO);
  const names = roomForTwo.value ? paneNames.filter((name) => name !== "editor") : paneNames;
  const shown = (roomForTwo.value ? panes.beside : panes.pane).value;
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>
          <a
            href={`?pane=${name}`}
            aria-current={shown === name ? "page" : undefined}
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
