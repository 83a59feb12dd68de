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
    <search class="filter-bar" aria-label="Filter the exchanges">
      <label class="visually-hidden" for={`${id}-filter-path`}>
        Path contains
      </label>
      <input
        id={`${id}-filter-path`}
        type="text"
        placeholder="Path"
        autoComplete="off"
        spellcheck={false}
        value={current.path}
        onInput={({ currentTarget }) => set({ path: currentTarget.value })}
      />
      {bench.agents.length > 1 && (
        <Choice
          label="Browser"
          all="Any browser"
          options={bench.agents.map(({ name }) => name)}
          value={current.agent}
          onChange={(agent) => set({ agent })}
        />
      )}
      {filtered.hosts.length > 1 && (
        <Choice
          label="Host"
          all="Any host"
          options={filtered.hosts}
          value={current.host}
          onChange={(host) => set({ host })}
        />
      )}
      <Choice
        label="Method"
        all="Any method"
        options={filtered.methods}
        value={current.method}
        onChange={(method) => set({ method })}
      />
      <Choice
        label="Status"
        all="Any status"
        options={STATUS_CLASSES}
        value={current.status}
        onChange={(status) => set({ status: statusOf(status) })}
      />
      <label class="filter-only">
        <input
          type="checkbox"
          checked={current.onlyUnwanted}
          onChange={({ currentTarget }) => set({ onlyUnwanted: currentTarget.checked })}
        />{" "}
        Only withheld or refused
      </label>
      {isFiltering && (
        <button
          type="button"
          class="small-button"
          onClick={() => {
            filter.value = NO_FILTER;
          }}
        >
          Show all
        </button>
      )}
      <button
        type="button"
        class="small-button"
        title="Saves the exchanges of this list as an HTTP Archive"
        onClick={() => saveArchive("exchanges.har", filtered.oldestFirst())}
      >
        Save HAR
      </button>
      <p class="quiet filter-count" role="status">
        {isFiltering ? `${filtered.length} of ${timeline.length}` : ""}
        {!isFiltering && timeline.dropped > 0 ? `The newest ${timeline.length} are kept` : ""}
      </p>
    </search>
  );
}

function Choice({
  label,
  all,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly all: string;
  readonly options: readonly string[];
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
          {option}
        </option>
      ))}
    </select>
  );
}

function statusOf(value: string): StatusClass | "" {
  return STATUS_CLASSES.find((known) => known === value) ?? "";
}
