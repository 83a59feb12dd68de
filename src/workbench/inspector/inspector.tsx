import { useComputed, useSignal } from "@preact/signals";
import type { Bench } from "../bench.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { TabList, tabElementId } from "../tabs.tsx";
import { ExchangeDetail } from "./exchange-detail.tsx";
import { ExchangeList } from "./exchange-list.tsx";
import { JarTable } from "./jar-table.tsx";
import { RecordBox } from "./session-change.tsx";

export interface InspectorProps {
  readonly bench: Bench;
  /** Tells the parts of several inspectors on one page apart. */
  readonly id: string;
}

/** What travelled, what the browsers keep, what the server keeps. */
export function Inspector({ bench, id }: InspectorProps) {
  const view = useSignal("exchanges");
  const panel = `${id}-panel`;
  const jarSize = useComputed(() => bench.agents.reduce((sum, agent) => sum + agent.cookies.value.length, 0));
  const tabs = [
    { id: "exchanges", label: `Exchanges ${bench.timeline.entries.value.length}` },
    { id: "jar", label: `Cookie jar ${jarSize.value}` },
    { id: "session", label: "Session record" },
  ];
  return (
    <div class="inspector">
      <div class="inspector-bar">
        <TabList
          label="Inspector views"
          tabs={tabs}
          selected={view.value}
          onSelect={(chosen) => {
            view.value = chosen;
          }}
          panel={panel}
        />
        {view.value === "exchanges" && bench.timeline.entries.value.length > 0 && (
          <button type="button" class="small-button" onClick={() => bench.timeline.clear()}>
            Clear
          </button>
        )}
      </div>
      <div
        class="inspector-panel"
        role="tabpanel"
        id={panel}
        aria-labelledby={tabElementId(panel, view.value)}
      >
        {view.value === "exchanges" && <Exchanges bench={bench} />}
        {view.value === "jar" &&
          bench.agents.map((agent) => (
            <JarTable key={agent.name} agent={agent} nowMs={() => bench.clock.nowMs()} />
          ))}
        {view.value === "session" && <LatestRecord bench={bench} />}
      </div>
    </div>
  );
}

function Exchanges({ bench }: { readonly bench: Bench }) {
  /** `undefined`: the newest page or fetch, whatever comes. */
  const chosen = useSignal<string | undefined>(undefined);
  const entries = bench.timeline.entries.value;
  const newest = entries.findLast(({ exchange }) => exchange.initiator !== "subresource") ?? entries.at(-1);
  const entry = entries.find(({ exchange }) => exchange.id === chosen.value) ?? newest;
  if (entry === undefined) {
    return (
      <p class="quiet inspector-empty">
        Nothing has travelled yet. Run the server and open a page in the browser.
      </p>
    );
  }
  return (
    <div class="exchanges">
      <div class="exchanges-list">
        <ExchangeList
          entries={entries}
          selected={entry.exchange.id}
          onSelect={(exchangeId) => {
            chosen.value = exchangeId === newest?.exchange.id ? undefined : exchangeId;
          }}
          nameAgents={bench.agents.length > 1}
        />
      </div>
      <ScrollBox class="exchanges-detail" label="The selected exchange">
        <ExchangeDetail entry={entry} />
      </ScrollBox>
    </div>
  );
}

function LatestRecord({ bench }: { readonly bench: Bench }) {
  const entries = bench.timeline.entries.value;
  const latest = bench.agents.flatMap(({ name }) => {
    const entry = entries.findLast(({ exchange, commits }) => exchange.agent === name && commits.length > 0);
    const commit = entry?.commits.at(-1);
    return commit === undefined ? [] : [{ name, commit }];
  });
  if (latest.length === 0) {
    return (
      <p class="quiet inspector-empty">
        No request has met a session yet. Its record shows here, never its id.
      </p>
    );
  }
  return (
    <div class="records">
      {latest.map(({ name, commit }) => (
        <RecordBox key={name} title={`${name}'s session record now`} record={commit.after} />
      ))}
    </div>
  );
}
