import type { Tombstone } from "../store.ts";

/**
 * What a database must be able to do to keep sessions: single steps on one slot, each atomic with regard to
 * all other processes. `ShelfStore` makes the whole store contract of them (merging by compare-and-swap,
 * queues for turns, rotation), so a backend is one file of such steps.
 *
 * Times given out and taken are *remaining* milliseconds, measured by the server's own clock where it has one,
 * so that machines whose clocks differ agree. A rejection means that the server failed or did not answer in
 * time; the step may then have happened or not.
 */
export interface Shelf {
  /** "redis", "postgresql", … for messages. */
  readonly name: string;
  /** How long to wait, in real time, before {@link collect} is called again. */
  readonly collectionIntervalMs: number;
  /** {@link replace} knows `passTo`, which it is not given otherwise. */
  readonly passesTurns?: boolean;

  /** Loads the driver, connects, makes or migrates what must be there. Rejects with what to do about it. */
  open(): Promise<void>;
  close(): Promise<void>;

  /**
   * A tombstone whose time is over is absent. Asked for the turn, it says who holds it, if anyone does; else it
   * may leave that out.
   */
  read(key: string, options?: ReadOptions): Promise<Slot | undefined>;

  /** Puts a first record. False: there is a record or a tombstone. */
  insert(key: string, content: SlotContent): Promise<boolean>;

  /**
   * Puts another text in the place of version `version`, which it counts up. With `turn`, only while that is
   * the current token; with `release`, gives that turn back in the same step, with `passTo` it passes it on.
   * False: something is not so; {@link read} tells what.
   */
  replace(key: string, version: number, content: SlotContent, options?: ReplaceOptions): Promise<boolean>;

  /**
   * Puts a tombstone, for `keepMs`, in the place of a record; text, owner and turn are gone. With `version` or
   * `turn`, only while those are current. False: no record there, or something is not so.
   */
  bury(key: string, tombstone: Tombstone, keepMs: number, options?: BuryOptions): Promise<boolean>;

  /** Nothing is there afterwards, tombstone or record. */
  remove(key: string): Promise<void>;

  /**
   * Takes the turn when there is a record and nobody has it, its lease has run out, or its token is `breaking`
   * (whose holder is known to be dead). Tokens of one key only ever grow. Not taken: the slot as it is.
   */
  takeTurn(key: string, holder: string, leaseMs: number, breaking?: number): Promise<TurnAttempt>;

  /** Extends the lease. False: the token is not the current one. */
  renewTurn(key: string, token: number, leaseMs: number): Promise<boolean>;

  /** A token that is not the current one: nothing happens. */
  releaseTurn(key: string, token: number): Promise<void>;

  /** At least the keys of all records with this owner; others are looked at and left out. */
  keysOfOwner(owner: string): Promise<readonly string[]>;

  /** Removes the records whose `expiresAtMs` is past `nowMs` and that nobody holds, and old tombstones; how many. */
  collect(nowMs: number): Promise<number>;
}

export type Slot =
  | { readonly kind: "record"; readonly text: string; readonly version: number; readonly turn?: SlotTurn }
  | { readonly kind: "tombstone"; readonly tombstone: Tombstone };

export interface SlotTurn {
  readonly token: number;
  /** 0 or less: the lease has run out. */
  readonly leftMs: number;
  /** As it was given to {@link Shelf.takeTurn}. */
  readonly holder: string;
}

export interface SlotContent {
  readonly text: string;
  /** 64 hex digits. */
  readonly owner?: string;
  /** When the record is over, by the clock that may have been moved. */
  readonly expiresAtMs: number;
  /** After so long, in real time, the server may forget it by itself. */
  readonly keepMs: number;
  /** After so long, whatever comes, the record is over: for an index of owners that forgets by itself. */
  readonly keepOwnerMs: number;
}

export interface ReadOptions {
  readonly turn?: boolean;
}

export interface ReplaceOptions {
  readonly turn?: number;
  readonly release?: boolean;
  /** The turn goes to another request in the same step: its token is `turn + 1`, its lease begins anew. */
  readonly passTo?: { readonly holder: string; readonly leaseMs: number };
  /** The version that is replaced has the same owner: an index of owners needs no change. */
  readonly sameOwner?: boolean;
}

export interface BuryOptions {
  readonly version?: number;
  readonly turn?: number;
}

export type TurnAttempt =
  | { readonly taken: true; readonly token: number; readonly text: string; readonly version: number }
  | { readonly taken: false; readonly slot: Slot | undefined };
