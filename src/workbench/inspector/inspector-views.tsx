import * as words from "../../words/en/inspector.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { StoreView } from "../stores/store-view.tsx";
import { ExchangeDetail } from "./exchange-detail.tsx";
import { ExchangeList } from "./exchange-list.tsx";
import { FilterBar } from "./filter-bar.tsx";
import type { InspectorModel, InspectorTabId } from "./inspector-model.ts";
import { JarView } from "./jar-view.tsx";
import { PastBar } from "./past-bar.tsx";
import { PastPage } from "./past-page.tsx";
import { RecordNow } from "./record-now.tsx";
import { RecordBox } from "./session-change.tsx";

export interface InspectorViewProps {
  readonly model: InspectorModel;
  readonly view: InspectorTabId;
  readonly id: string;
}

/** What the inspector shows under its tabs; above it, whether that is the past. */
export function InspectorView({ model, view, id }: InspectorViewProps) {
  return (
    <>
      <PastBar model={model} />
      <div class="inspector-view">
        {view === "exchanges" && <Exchanges model={model} id={id} />}
        {view === "jar" && <JarView model={model} id={id} />}
        {view === "session" && <Records model={model} />}
        {view === "store" && <StoreView bench={model.bench} id={`${id}-store`} />}
        {view === "page" && <PastPage model={model} />}
      </div>
    </>
  );
}

function Exchanges({ model, id }: { readonly model: InspectorModel; readonly id: string }) {
  const entry = model.selected;
  if (entry === undefined) return null;
  return (
    <div class="exchanges">
      <div class="exchanges-list">
        <FilterBar model={model} id={id} />
        {model.filtered.length === 0 ? (
          <p class="quiet inspector-empty">{words.noneLikeThat}</p>
        ) : (
          <ExchangeList model={model} id={id} />
        )}
      </div>
      <ScrollBox class="exchanges-detail" label={words.selectedExchange}>
        <ExchangeDetail model={model} entry={entry} />
      </ScrollBox>
    </div>
  );
}

/** Each browser's session record, as the last commit of its requests left it. */
function Records({ model }: { readonly model: InspectorModel }) {
  const { past } = model;
  const records = model.bench.agents.flatMap(({ name }) => {
    const entry = model.timeline.findLast(
      ({ exchange, commits }) => exchange.agent === name && commits.length > 0,
      past?.number,
    );
    const commit = entry?.commits.at(-1);
    return commit === undefined ? [] : [{ name, record: commit.after }];
  });
  if (records.length === 0) {
    return <p class="quiet inspector-empty">{past === undefined ? words.noRecordYet : words.noRecordThen}</p>;
  }
  return (
    <div class="records">
      {records.map(({ name, record }) =>
        past === undefined ? (
          <RecordNow key={name} title={words.recordNow(name)} record={record} clock={model.bench.clock} />
        ) : (
          <RecordBox key={name} title={words.recordThen(name)} record={record} />
        ),
      )}
    </div>
  );
}
