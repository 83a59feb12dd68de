import { channel } from "node:diagnostics_channel";
import { COMMIT_CHANNEL, type CommitEvent } from "./commit-event.ts";
import { describePatch, type Patch } from "./patch.ts";
import { type SessionRecord, viewRecord } from "./record.ts";
import { REJECTED_CHANNEL, type RejectedEvent } from "./rejected-event.ts";
import { publishEvent, publishRejectionEvent } from "./session-event.ts";

const commits = channel(COMMIT_CHANNEL);
const rejections = channel(REJECTED_CHANNEL);

/** A commit as it happened; turned into a {@link CommitEvent} only when somebody listens. */
export interface Committed {
  readonly request: object;
  readonly status: CommitEvent["status"];
  readonly regenerated: boolean;
  readonly before: SessionRecord | null;
  readonly patch: Patch | undefined;
  readonly after: SessionRecord | null;
}

export function publishCommit(committed: Committed): void {
  const { status, regenerated, request } = committed;
  if (status === "new") publishEvent({ kind: "created" }, request);
  else if (status === "destroyed") publishEvent({ kind: "destroyed" }, request);
  else if (regenerated) publishEvent({ kind: "regenerated" }, request);
  if (!commits.hasSubscribers) return;
  const { before, after, patch } = committed;
  const event: CommitEvent = {
    request: committed.request,
    status: committed.status,
    regenerated: committed.regenerated,
    before: before === null ? null : viewRecord(before),
    operations: patch === undefined ? [] : describePatch(patch),
    after: after === null ? null : viewRecord(after),
  };
  commits.publish(event);
}

export function publishRejection(request: object, reason: RejectedEvent["reason"]): void {
  publishRejectionEvent(reason, request);
  if (!rejections.hasSubscribers) return;
  const event: RejectedEvent = { request, reason };
  rejections.publish(event);
}
