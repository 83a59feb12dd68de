import type { Patch } from "./patch.ts";
import type { SessionRecord } from "./record.ts";

/** A store that keeps its records in memory answers at once; others with a promise. */
export type Awaitable<T> = T | Promise<T>;

/**
 * Keeps session records. This comment and those of its verbs are the contract; `stores/contract.ts` runs it
 * on every store.
 *
 * Keys are SHA-256 hashes of session ids, 64 lower-case hex digits: an id never reaches a store, but for one
 * that must speak another system's ids and says so in `ids`.
 * Deadlines in records are the caller's business: a store hands out expired records, and {@link collect}s
 * them. Leases and tombstones run on real time, which a moved clock does not move.
 * A record that is absent, damaged or destroyed is an outcome. A thrown error or a rejection means that the
 * store itself failed; nothing is changed then, or all of it is.
 */
export interface Store {
  readonly name: string;
  readonly capabilities: StoreCapabilities;
  /** How long to wait, in real time, before {@link collect} is called again. */
  readonly collectionIntervalMs: number;
  /** How ids look and what records are kept under. Absent: ids of ours, kept under their SHA-256. */
  readonly ids?: IdScheme;

  /**
   * Connects, and makes what is not there yet (folders, tables, indexes). Called at start so that a wrong
   * setting is seen at once; every other verb does the same by itself when it must. Repeating is free.
   */
  open?(): Awaitable<void>;

  /** Lets go of connections. The store is not used after it. */
  close?(): Awaitable<void>;

  /** The record as it is now. */
  load(key: string): Awaitable<Loaded>;

  /** Puts a first record there. Throws when the key has a record or a tombstone: ids are never used twice. */
  create(key: string, record: SessionRecord): Awaitable<void>;

  /**
   * Applies the operations to the record as it is at that moment, in one step with regard to all other
   * writers. Never creates: no record is "gone". With `turn`, a token that is no longer the current one is
   * "turn-lost" and changes nothing; `release` gives the turn back in the same step, when it was patched.
   */
  patch(key: string, patch: Patch, options?: PatchOptions): Awaitable<Patched>;

  /**
   * Like `patch`, and in the same step moves the record to the key `to` and leaves a tombstone at `from`.
   * A turn on `from` ends; those who wait for it find the tombstone. Should the process die half-way, the
   * record is still at `from`; a second copy that nobody knows the id of may be left for {@link collect}.
   */
  rotate(from: string, to: string, patch: Patch, options: RotateOptions): Awaitable<Patched>;

  /** Moves the idle deadline later, never earlier. False: there is no record. */
  touch(key: string, idleDeadlineMs: number): Awaitable<boolean>;

  /**
   * Removes the record and leaves a tombstone for {@link TOMBSTONE_MS}; a turn on it ends. No record: nothing
   * happens. Needs no turn: a sign-out always happens.
   */
  destroy(key: string): Awaitable<void>;

  /**
   * Takes the session's turn and loads the record, in that order. Waits, first come first served within one
   * process, until the turn is free, its lease has run out, or its holder is known to be dead; at most
   * `waitMs`, then "timed-out". Without a record (never there, or gone while waiting) no turn is taken and
   * the outcome is "absent".
   */
  takeTurn(key: string, request: TurnRequest): Awaitable<TurnOutcome>;

  /** Extends the lease. False: the turn was lost. */
  renewTurn(key: string, token: number, leaseMs: number): Awaitable<boolean>;

  /** Gives the turn back. A turn that was lost or given back before: nothing happens. */
  releaseTurn(key: string, token: number): Awaitable<void>;

  /**
   * The records of an owner (see {@link ownerKey}), expired ones too, in no order. Unknown owner: none. A record
   * that moves while it is looked for is listed under one of its keys at least.
   */
  listByOwner(owner: string): Awaitable<readonly ListedSession[]>;

  /** Removes records expired at `nowMs` and old tombstones; how many. */
  collect(nowMs: number): Awaitable<number>;
}

export interface StoreCapabilities {
  /** Turns hold between all processes that share the store. */
  readonly turns: boolean;
  /** `patch` merges operations; false: the whole record is written and the last writer wins. */
  readonly merge: boolean;
  /** A destroyed record is gone for everyone at once; false: a copy of the cookie still works. */
  readonly revoke: boolean;
  /** The records of one user can be listed. */
  readonly list: boolean;
  /**
   * Who else writes these records, if anyone does: another system that takes no turns and merges nothing. What
   * it writes while a request of ours holds the turn is kept key by key; what it overwrites of ours is lost.
   */
  readonly otherWriters?: string;
}

/** What stands under a key. */
export type Loaded =
  | { readonly found: true; readonly record: SessionRecord }
  | { readonly found: false; readonly tombstone?: Tombstone };

/** Left where a record was, so that "just rotated" and "never seen" can be told apart. */
export interface Tombstone {
  readonly because: "rotated" | "renewed" | "destroyed";
  /** Only of "renewed": the key of the record that carries on, readable through this one for a while. */
  readonly successor?: string;
}

/** One record that {@link Store.listByOwner} found. */
export interface ListedSession {
  readonly key: string;
  readonly record: SessionRecord;
}

/** For stores that share their records with other systems, whose ids they must speak. */
export interface IdScheme {
  /** The id in a cookie's value; undefined: it cannot be one, and no store is asked. */
  parse(cookieValue: string): string | undefined;
  /** A new id. Remembered logins make some of their own: 32 letters of base64url, which each scheme must know. */
  fresh(): string;
  /** The cookie's value for an id. */
  print(id: string): string;
  /** What the store keeps the record under. */
  key(id: string): string;
  /** What the store keeps a remembered device under: nothing that a cookie of this scheme or of theirs leads to. */
  deviceKey(selector: string): string;
}

/** What a store needs to know of a patch beside its changes. */
export interface PatchOptions {
  /**
   * The record as the caller last saw it, which saves a store that compares and swaps one reading. It may be
   * stale: what is there at the time is what counts.
   */
  readonly base?: SessionRecord;
  readonly turn?: number;
  readonly release?: boolean;
}

/** What a store needs to know to move a record to a new id. */
export interface RotateOptions {
  readonly base?: SessionRecord;
  readonly turn?: number;
  /** "renewed" alone leaves the successor's key in the tombstone. */
  readonly because: "rotated" | "renewed";
}

/** What became of a patch. */
export type Patched =
  | { readonly outcome: "patched"; readonly record: SessionRecord }
  | { readonly outcome: "gone"; readonly tombstone?: Tombstone }
  | { readonly outcome: "turn-lost" };

/** A request that waits for its session's turn. */
export interface TurnRequest {
  /** Method and path, for the message to those who waited in vain. */
  readonly route: string;
  readonly leaseMs: number;
  readonly waitMs: number;
}

/** What became of a request for the turn. */
export type TurnOutcome =
  /**
   * `leaseMs`: what was granted; a store may grant less than was asked for. `waitedFor`: the route of the request
   * that had the turn when this one came to wait for it, where the store knows. Absent: there was no wait.
   */
  | {
      readonly outcome: "taken";
      readonly token: number;
      readonly leaseMs: number;
      readonly record: SessionRecord;
      readonly waitedFor?: string;
    }
  | { readonly outcome: "absent"; readonly loaded: Loaded }
  | { readonly outcome: "timed-out"; readonly heldBy: string };

/** How long a tombstone stays, in real time. */
export const TOMBSTONE_MS = 60_000;

/**
 * Milliseconds since 1970 that a moved `Date` does not move, the same in all processes of one machine up to
 * corrections of its clock. For leases and tombstones only.
 */
export function realNowMs(): number {
  return STARTED_MS + performance.now();
}

const STARTED_MS = performance.timeOrigin;
