import type { CommitEvent, OperationView, RecordView } from "../session/commit-event.ts";

/** One commit of a session, as the page got it from the program. */
export type CommitView = Omit<CommitEvent, "request">;

const statuses = ["unmodified", "new", "modified", "destroyed"] as const;
const kinds = ["set", "delete", "increment", "flash-add", "flash-take", "clear"] as const;

/**
 * Reads a diagnostic message of the channel `keepsake:commit`. It comes from a program that the learner
 * wrote, so its shape is checked: `undefined` when it is not a commit.
 */
export function readCommit(message: Readonly<Record<string, unknown>>): CommitView | undefined {
  const { status, regenerated, before, after, operations } = message;
  const knownStatus = statuses.find((known) => known === status);
  if (knownStatus === undefined || !Array.isArray(operations)) return undefined;
  const recordBefore = readRecord(before);
  const recordAfter = readRecord(after);
  if (recordBefore === undefined || recordAfter === undefined) return undefined;
  return {
    status: knownStatus,
    regenerated: regenerated === true,
    before: recordBefore,
    operations: operations.flatMap(readOperation),
    after: recordAfter,
  };
}

function readRecord(value: unknown): RecordView | null | undefined {
  if (value === null || value === undefined) return null;
  if (!isPlain(value)) return undefined;
  const { data, flash, createdAtMs, idleDeadlineMs, absoluteDeadlineMs } = value;
  if (!isPlain(data) || !isPlain(flash)) return undefined;
  if (typeof createdAtMs !== "number" || typeof idleDeadlineMs !== "number") return undefined;
  if (typeof absoluteDeadlineMs !== "number") return undefined;
  return { data, flash, createdAtMs, idleDeadlineMs, absoluteDeadlineMs };
}

function readOperation(value: unknown): OperationView[] {
  if (!isPlain(value)) return [];
  const kind = kinds.find((known) => known === value["kind"]);
  if (kind === undefined) return [];
  const key = value["key"];
  return [
    {
      kind,
      ...(typeof key === "string" ? { key } : {}),
      ...("value" in value ? { value: value["value"] } : {}),
    },
  ];
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
