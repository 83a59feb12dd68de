import type { ToolTab } from "../tool-tabs.ts";
import type { PaneName } from "./addressed-place.ts";
import type { PaneSwitch } from "./pane-switch.ts";
import type { Place } from "./workbench-commands.ts";

/** The pane of a narrow window in which a tool is. */
const paneOfTab: Record<ToolTab, PaneName> = {
  exchanges: "inspector",
  jar: "inspector",
  session: "inspector",
  store: "inspector",
  console: "editor",
  terminal: "editor",
};

/** What takes the focus. A region whose content is not there yet takes it itself. */
const regions: Record<PaneName | "console", string> = {
  text: ".workbench-text",
  editor: "#workbench-editor .cm-content",
  browser: "#workbench-browser",
  inspector: "#workbench-inspector",
  results: "#workbench-results",
  console: "#workbench-console",
};

/** Brings a region of the screen in sight, and the focus into it. Back leads to where one was. */
export function goToPlace(root: HTMLElement, panes: PaneSwitch, place: Place): void {
  const pane = "tab" in place ? paneOfTab[place.tab] : place.pane;
  panes.show(pane, "tab" in place ? { tab: place.tab } : {});
  const isOutput = "tab" in place && pane === "editor";
  const target = isOutput ? "console" : pane;
  const region =
    root.querySelector<HTMLElement>(regions[target]) ??
    root.querySelector<HTMLElement>(`#workbench-${target}`);
  if (region === null) return;
  if (!region.hasAttribute("tabindex")) region.tabIndex = -1;
  region.focus();
}
