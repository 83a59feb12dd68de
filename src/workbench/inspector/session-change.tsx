import type { OperationView, RecordView } from "../../session/commit-event.ts";
import type { CommitView } from "../commit-view.ts";
import { dateText } from "./time-text.ts";
import { withKeys } from "./unique-keys.ts";

/** A session commit: the record before, what the program did to it, the record after. */
export function SessionChange({ commit }: { readonly commit: CommitView }) {
  return (
    <div class="session-change">
      <RecordBox title="Record before" record={commit.before} other={commit.after} />
      <div class="operations">
        <p class="record-title">Operations</p>
        {commit.operations.length === 0 && !commit.regenerated && commit.status !== "destroyed" ? (
          <p class="quiet">None: it was only read.</p>
        ) : (
          <ol>
            {commit.regenerated && <li>regenerate: a new id, the same data</li>}
            {withKeys(commit.operations.map(describeOperation), (text) => text).map(({ key, item }) => (
              <li key={key}>{item}</li>
            ))}
            {commit.status === "destroyed" && <li>destroy: the record is gone</li>}
          </ol>
        )}
      </div>
      <RecordBox title="Record after" record={commit.after} other={commit.before} />
    </div>
  );
}

/** One record: each key with its value; what differs from `other` is marked. */
export function RecordBox({
  title,
  record,
  other,
}: {
  readonly title: string;
  readonly record: RecordView | null;
  readonly other?: RecordView | null;
}) {
  if (record === null) {
    return (
      <div class="record" data-empty="">
        <p class="record-title">{title}</p>
        <p class="quiet">No record.</p>
      </div>
    );
  }
  const data = Object.entries(record.data);
  const flash = Object.entries(record.flash);
  return (
    <div class="record">
      <p class="record-title">{title}</p>
      {data.length + flash.length === 0 && <p class="quiet">Empty.</p>}
      <dl>
        {data.map(([key, value]) => (
          <Entry
            key={key}
            name={key}
            value={value}
            changed={other !== undefined && !same(value, other?.data[key])}
          />
        ))}
        {flash.map(([key, value]) => (
          <Entry
            key={`flash ${key}`}
            name={`flash ${key}`}
            value={value}
            changed={other !== undefined && !same(value, other?.flash[key])}
          />
        ))}
      </dl>
      <p class="quiet">
        Idle until {dateText(record.idleDeadlineMs)}, at the latest {dateText(record.absoluteDeadlineMs)}
      </p>
    </div>
  );
}

function Entry({
  name,
  value,
  changed,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly changed: boolean;
}) {
  return (
    <div data-changed={changed ? "" : undefined}>
      <dt>
        {name}
        {changed && <span class="changed-mark"> changed</span>}
      </dt>
      <dd>{valueText(value)}</dd>
    </div>
  );
}

/** "set cart = […]" */
export function describeOperation({ kind, key, value }: OperationView): string {
  const what = kind.replace("-", " ");
  if (key === undefined) return what;
  return value === undefined ? `${what} ${key}` : `${what} ${key} = ${valueText(value)}`;
}

function valueText(value: unknown): string {
  const flat = JSON.stringify(value) ?? "undefined";
  return flat.length <= 48 ? flat : (JSON.stringify(value, null, 2) ?? flat);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
