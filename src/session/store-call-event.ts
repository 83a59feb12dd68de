import type { Store } from "./store.ts";

/**
 * What the library publishes on `node:diagnostics_channel` after each call of the store that a request made, for
 * inspection in development. Never holds an id, a cookie value, a key of the store or a record.
 */
export const STORE_CHANNEL = "keepsake:store";

/** One call of a store, as it is published on {@link STORE_CHANNEL}. */
export interface StoreCallEvent {
  /** The IncomingMessage this belongs to; an engine turns it into the exchange's id and leaves it out. */
  readonly request: object;
  /** The store's name: "file". */
  readonly store: string;
  readonly verb: StoreVerb;
  /**
   * How it went, in one word: "found", "absent", "rotated", "renewed" or "destroyed" (there was a tombstone),
   * "created", "patched", "gone", "turn-lost", "touched", "taken", "timed-out", "released", "listed"; "failed" when the
   * store threw.
   */
  readonly outcome: string;
  /** On the real clock; a turn's includes the wait for it. */
  readonly durationMs: number;
  /** "takeTurn" that had to wait: the route of the request that held the turn, "POST /cart/add", where known. */
  readonly heldBy?: string;
  /** "patch": the turn was given back in the same step. */
  readonly released?: true;
}

/** The verbs that requests use. */
export type StoreVerb = Exclude<
  keyof Store,
  "name" | "capabilities" | "collectionIntervalMs" | "ids" | "open" | "close" | "collect" | "renewTurn"
>;
