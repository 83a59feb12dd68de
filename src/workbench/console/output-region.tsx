import { useSignal, useSignalEffect } from "@preact/signals";
import * as words from "../../words/en/console.ts";
import type { Bench } from "../bench.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import { TabList, tabElementId } from "../tabs.tsx";
import { TerminalRegion } from "../terminal/terminal-region.tsx";
import type { ToolTabs } from "../tool-tabs.ts";
import { ClearConsole, ConsoleLines } from "./console-region.tsx";
import type { StackPosition } from "./stack-position.ts";

export interface OutputRegionProps {
  readonly bench: Bench;
  readonly drafts: DraftKeeper;
  readonly onPosition: (position: StackPosition) => void;
  /** Tells the parts of several on one page apart. */
  readonly id: string;
  /** What asks for a tab from outside. Absent: nothing does. */
  readonly tabs?: ToolTabs;
}

/** Console and terminal, one behind the other. The terminal is made when it is first shown, and kept. */
export function OutputRegion({ bench, drafts, onPosition, id, tabs }: OutputRegionProps) {
  const view = useSignal<"console" | "terminal">("console");
  const terminalWanted = useSignal(false);
  const panel = `${id}-panel`;
  const show = (tab: string | undefined) => {
    if (tab !== "console" && tab !== "terminal") return;
    view.value = tab;
    if (tab === "terminal") terminalWanted.value = true;
  };
  useSignalEffect(() => show(tabs?.asked.value));
  return (
    <>
      <div class="region-bar">
        <TabList
          label={words.consoleAndTerminal}
          tabs={[
            { id: "console", label: words.consoleTitle },
            { id: "terminal", label: words.terminalTitle },
          ]}
          selected={view.value}
          onSelect={(chosen) => {
            show(chosen);
            tabs?.onChosen(view.peek());
          }}
          panel={panel}
        />
        {view.value === "console" && <ClearConsole bench={bench} />}
      </div>
      <div class="output-panel" role="tabpanel" id={panel} aria-labelledby={tabElementId(panel, view.value)}>
        {view.value === "console" && <ConsoleLines bench={bench} onPosition={onPosition} />}
        {terminalWanted.value && (
          <TerminalRegion
            bench={bench}
            drafts={drafts}
            onOpen={(path) => onPosition({ path, line: 1, column: 1 })}
            hidden={view.value !== "terminal"}
          />
        )}
      </div>
    </>
  );
}
