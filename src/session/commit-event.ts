/**
 * What the library publishes on `node:diagnostics_channel` after a commit, for inspection in development.
 * Never holds an id, a cookie value or a key of the store (session-semantics.md, rule 21).
 */
export const COMMIT_CHANNEL = "keepsake:commit";

/** One commit, as it is published on {@link COMMIT_CHANNEL}. */
export interface CommitEvent {
  /** The IncomingMessage this belongs to; an engine turns it into the exchange's id and leaves it out. */
  readonly request: object;
  readonly status: "unmodified" | "new" | "modified" | "destroyed";
  readonly regenerated: boolean;
  /** `null`: there was no record. */
  readonly before: RecordView | null;
  readonly operations: readonly OperationView[];
  /** `null`: there is no record now. */
  readonly after: RecordView | null;
}

/** A session record as it may be shown. */
export interface RecordView {
  readonly data: Readonly<Record<string, unknown>>;
  readonly flash: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
  readonly idleDeadlineMs: number;
  readonly absoluteDeadlineMs: number;
}

/** One recorded change: `{ kind: "set", key: "cart", value: […] }`. */
export interface OperationView {
  readonly kind: "set" | "delete" | "increment" | "flash-add" | "flash-take" | "clear";
  readonly key?: string;
  readonly value?: unknown;
}
