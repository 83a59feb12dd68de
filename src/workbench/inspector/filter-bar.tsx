import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/inspector.ts";
import { saveArchive } from "./copy-menu.tsx";
import { type ExchangeFilter, NO_FILTER, STATUS_CLASSES, type StatusClass } from "./exchange-filter.ts";
import type { InspectorModel } from "./inspector-model.ts";

/** Chooses which exchanges the list shows, and says how many that are. */
export function FilterBar({ model, id }: { readonly model: InspectorModel; readonly id: string }) {
  const { filter, filtered, timeline, bench } = model;
  const current = filter.value;
  const set = (change: Partial<ExchangeFilter>) => {
    filter.value = { ...filter.peek(), ...change };
  };
  const isFiltering = Object.values(current).some((value) => value !== "" && value !== false);
  return (
    <search class="filter-bar scrolls-sideways" aria-label={words.filter}>
      <label class="visually-hidden" for={`${id}-filter-path`}>
        {words.pathContains}
      </label>
      <input
        id={`${id}-filter-path`}
        type="text"
        placeholder={words.path}
        autoComplete="off"
        spellcheck={false}
        value={current.path}
        onInput={({ currentTarget }) => set({ path: currentTarget.value })}
      />
      {bench.agents.length > 1 && (
        <Choice
          label={words.browser}
          all={words.anyBrowser}
          options={bench.agents.map(({ name }) => name)}
          value={current.agent}
          onChange={(agent) => set({ agent })}
        />
      )}
      {filtered.hosts.length > 1 && (
        <Choice
          label={words.host}
          all={words.anyHost}
          options={filtered.hosts}
          value={current.host}
          onChange={(host) => set({ host })}
        />
      )}
      <Choice
        label={words.method}
        all={words.anyMethod}
        options={filtered.methods}
        value={current.method}
        onChange={(method) => set({ method })}
      />
      <Choice
        label={words.status}
        all={words.anyStatus}
        options={STATUS_CLASSES}
        textOf={(status) => (status === "failed" ? words.failed : status)}
        value={current.status}
        onChange={(status) => set({ status: statusOf(status) })}
      />
      <label class="filter-only">
        <input
          type="checkbox"
          checked={current.onlyUnwanted}
          onChange={({ currentTarget }) => set({ onlyUnwanted: currentTarget.checked })}
        />{" "}
        {words.onlyUnwanted}
      </label>
      <div class="filter-actions">
        {isFiltering && (
          <button
            type="button"
            class="small-button"
            onClick={() => {
              filter.value = NO_FILTER;
            }}
          >
            {words.showAll}
          </button>
        )}
        <button
          type="button"
          class="small-button"
          title={words.savesList}
          onClick={() => saveArchive("exchanges.har", filtered.oldestFirst())}
        >
          {words.saveHar}
        </button>
        <button type="button" class="small-button" onClick={() => model.clear()}>
          {buttons.clear}
        </button>
      </div>
      <p class="quiet filter-count" role="status">
        {isFiltering ? words.shownOf(filtered.length, timeline.length) : ""}
        {!isFiltering && timeline.dropped > 0 ? words.newestKept(timeline.length) : ""}
      </p>
    </search>
  );
}

function Choice({
  label,
  all,
  options,
  textOf = (option) => option,
  value,
  onChange,
}: {
  readonly label: string;
  readonly all: string;
  readonly options: readonly string[];
  /** What stands for an option. Default: itself. */
  readonly textOf?: (option: string) => string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data-set={value === "" ? undefined : ""}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {textOf(option)}
        </option>
      ))}
    </select>
  );
}

function statusOf(value: string): StatusClass | "" {
  return STATUS_CLASSES.find((known) => known === value) ?? "";
}
