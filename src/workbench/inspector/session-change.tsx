import type { OperationView, RecordView } from "../../session/commit-event.ts";
import * as words from "../../words/en/session-record.ts";
import type { CommitView } from "../commit-view.ts";
import { dateText } from "./time-text.ts";
import { withKeys } from "./unique-keys.ts";

/** A session commit: the record before, what the program did to it, the record after. */
export function SessionChange({ commit }: { readonly commit: CommitView }) {
  return (
    <div class="session-change">
      <RecordBox title={words.recordBefore} record={commit.before} other={commit.after} />
      <div class="operations">
        <p class="record-title">{words.operations}</p>
        {commit.operations.length === 0 && !commit.regenerated && commit.status !== "destroyed" ? (
          <p class="quiet">{words.onlyRead}</p>
        ) : (
          <ol>
            {commit.regenerated && <li>{words.regenerate}</li>}
            {withKeys(commit.operations.map(describeOperation), (text) => text).map(({ key, item }) => (
              <li key={key}>{item}</li>
            ))}
            {commit.status === "destroyed" && <li>{words.destroy}</li>}
          </ol>
        )}
      </div>
      <RecordBox title={words.recordAfter} record={commit.after} other={commit.before} />
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
        <p class="quiet">{words.noRecord}</p>
      </div>
    );
  }
  const data = Object.entries(record.data);
  const flash = Object.entries(record.flash);
  return (
    <div class="record">
      <p class="record-title">{title}</p>
      {data.length + flash.length === 0 && <p class="quiet">{words.empty}</p>}
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
            name={words.flash(key)}
            value={value}
            changed={other !== undefined && !same(value, other?.flash[key])}
          />
        ))}
      </dl>
      <p class="quiet">
        {words.idleUntil(dateText(record.idleDeadlineMs), dateText(record.absoluteDeadlineMs))}
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
        {changed && <span class="changed-mark">{words.changed}</span>}
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
