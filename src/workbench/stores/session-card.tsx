import type { ComponentChildren } from "preact";
import * as words from "../../words/en/stores.ts";
import { RecordBox } from "../inspector/session-change.tsx";
import { durationText } from "../inspector/time-text.ts";
import type { SessionContent } from "./session-content.ts";

export interface SessionCardProps {
  readonly title: string;
  readonly content: SessionContent;
  readonly nowMs: number;
  /** What only this store knows of it. */
  readonly children?: ComponentChildren;
}

/** A session in a store: its record and how long it is good for, or why there is none to be read. */
export function SessionCard({ title, content, nowMs, children }: SessionCardProps) {
  if (content.kind === "record") {
    const { record } = content;
    const leftMs = Math.min(record.idleDeadlineMs, record.absoluteDeadlineMs) - nowMs;
    return (
      <>
        <RecordBox title={title} record={record} />
        <p class="quiet">
          {leftMs > 0 ? words.expiresIn(durationText(leftMs)) : words.expired}
          {children}
        </p>
      </>
    );
  }
  return (
    <>
      <div class="record" data-empty="">
        <p class="record-title">{title}</p>
        <p class="quiet">{emptyText[content.kind]}</p>
      </div>
      {children !== undefined && <p class="quiet">{children}</p>}
    </>
  );
}

const emptyText: Readonly<Record<Exclude<SessionContent["kind"], "record">, string>> = {
  tombstone: words.tombstone,
  sealed: words.serverHasKey,
  unreadable: words.noRecordOfOurs,
};
