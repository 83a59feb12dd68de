import type { RecordView } from "../../session/commit-event.ts";
import type { MovableClock } from "../../web/clock.ts";
import * as words from "../../words/en/session-record.ts";
import { useNow } from "../use-now.ts";
import { RecordBox } from "./session-change.tsx";
import { durationText } from "./time-text.ts";

export interface RecordNowProps {
  readonly title: string;
  readonly record: RecordView | null;
  readonly clock: MovableClock;
}

/** A record as it lies in the store, and how long it is good for: it expires before one's eyes. */
export function RecordNow({ title, record, clock }: RecordNowProps) {
  const now = useNow(clock);
  const deadlineMs = record === null ? undefined : Math.min(record.idleDeadlineMs, record.absoluteDeadlineMs);
  const expired = deadlineMs !== undefined && deadlineMs <= now.value;
  return (
    <div class="record-now" data-expired={expired ? "" : undefined}>
      <RecordBox title={title} record={record} />
      {deadlineMs !== undefined && (
        <p class="record-life">
          {expired
            ? words.expiredAgo(durationText(now.value - deadlineMs))
            : words.expiresIn(durationText(deadlineMs - now.value))}
        </p>
      )}
    </div>
  );
}
