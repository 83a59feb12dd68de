import type { ReadonlySignal } from "@preact/signals";

/** Tabs of the tools beside the editor that an address or a command can ask for. */
export const toolTabs = ["exchanges", "jar", "session", "store", "console", "terminal"] as const;
export type ToolTab = (typeof toolTabs)[number];

/** What a region with tabs shares with what is around it. */
export interface ToolTabs {
  /** The tab that was asked for or chosen last, of any region; each region heeds its own. */
  readonly asked: ReadonlySignal<ToolTab | undefined>;
  /** Told when somebody chooses a tab in the region. */
  readonly onChosen: (tab: ToolTab) => void;
}

export function toolTab(name: string | null): ToolTab | undefined {
  return toolTabs.find((tab) => tab === name);
}
