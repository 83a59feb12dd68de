import type { Tombstone } from "../store.ts";
import type { BuryOptions, ReplaceOptions, Slot, SlotContent } from "./shelf.ts";

/**
 * What one session is in MongoDB: a record (`text`) or a tombstone. Times that leases and tombstones run on
 * are set by the server's clock (`$$NOW`), so that web servers whose clocks differ agree.
 */
export interface MongodbSlot {
  /** The session's key. */
  readonly _id: string;
  readonly text?: string;
  readonly version?: number;
  readonly owner?: string;
  /** When the record is over, by the clock that may have been moved. */
  readonly expiresAtMs?: number;
  /** The token of the last turn that was taken. */
  readonly lastToken?: number;
  readonly turn?: { readonly token: number; readonly holder: string; readonly until: Date };
  readonly tombstone?: Tombstone;
  /** The server forgets the document then (the TTL index). */
  readonly keepUntil: Date;
}

type Document = Readonly<Record<string, unknown>>;
export type Filter = Document;
export type Pipeline = readonly Document[];

/** A record, not a tombstone. */
const IS_RECORD: Document = { text: { $exists: true } };

/** Texts of ours in a pipeline: without `$literal` one that begins with a dollar sign would be read as a path. */
function literal(value: unknown): Document {
  return { $literal: value };
}

function afterMs(ms: number): Document {
  return { $add: ["$$NOW", Math.ceil(ms)] };
}

export const INDEXES = [
  { key: { keepUntil: 1 }, name: "keep_until", expireAfterSeconds: 0 },
  { key: { owner: 1 }, name: "owner", partialFilterExpression: { owner: { $exists: true } } },
  { key: { expiresAtMs: 1 }, name: "expires_at" },
] as const;

/** What {@link readSlot} needs, times as what is left of them by the server's clock. */
export const SLOT_PROJECTION: Document = {
  text: 1,
  version: 1,
  turn: 1,
  tombstone: 1,
  turnLeftMs: { $subtract: ["$turn.until", "$$NOW"] },
  keepLeftMs: { $subtract: ["$keepUntil", "$$NOW"] },
};

export interface SlotReading extends MongodbSlot {
  readonly turnLeftMs: number | null;
  readonly keepLeftMs: number;
}

export function readSlot(document: SlotReading | null): Slot | undefined {
  if (document === null) return undefined;
  const { text, version, turn, tombstone } = document;
  if (tombstone !== undefined) {
    if (document.keepLeftMs <= 0) return undefined;
    const { because, successor } = tombstone;
    return { kind: "tombstone", tombstone: successor === undefined ? { because } : { because, successor } };
  }
  if (text === undefined || version === undefined) return undefined;
  if (turn === undefined) return { kind: "record", text, version };
  const { token, holder } = turn;
  return { kind: "record", text, version, turn: { token, holder, leftMs: document.turnLeftMs ?? 0 } };
}

/**
 * Matches nothing that is there, so that an upsert with it inserts, or fails by the unique `_id`. An insert
 * could not have the server's clock set `keepUntil`.
 */
export function vacant(key: string): Filter {
  return { _id: key, text: { $exists: false }, tombstone: { $exists: false } };
}

export function tombstoneThatIsOver(key: string): Filter {
  return { _id: key, tombstone: { $exists: true }, ...IS_OVER };
}

const IS_OVER: Document = { $expr: { $lte: ["$keepUntil", "$$NOW"] } };

export function insertion(content: SlotContent): Pipeline {
  return [{ $set: { ...contentFields(content), version: 1, lastToken: 0 } }];
}

export function atVersion(key: string, version: number, { turn }: ReplaceOptions): Filter {
  return { _id: key, ...IS_RECORD, version, ...(turn === undefined ? {} : { "turn.token": turn }) };
}

export function replacement(version: number, content: SlotContent, options: ReplaceOptions): Pipeline {
  const { turn, release, passTo } = options;
  const gone = [
    ...(content.owner === undefined ? ["owner"] : []),
    ...(release === true && turn !== undefined ? ["turn"] : []),
  ];
  const next = turn === undefined || passTo === undefined ? {} : passedTurn(turn + 1, passTo);
  return [
    { $set: { ...contentFields(content), version: version + 1, ...next } },
    ...(gone.length === 0 ? [] : [{ $unset: gone }]),
  ];
}

function passedTurn(token: number, { holder, leaseMs }: NonNullable<ReplaceOptions["passTo"]>): Document {
  return { lastToken: token, turn: { token, holder: literal(holder), until: afterMs(leaseMs) } };
}

function contentFields(content: SlotContent): Document {
  return {
    text: literal(content.text),
    ...(content.owner === undefined ? {} : { owner: literal(content.owner) }),
    expiresAtMs: content.expiresAtMs,
    keepUntil: afterMs(content.keepMs),
  };
}

export function toBury(key: string, { version, turn }: BuryOptions): Filter {
  return {
    _id: key,
    ...IS_RECORD,
    ...(version === undefined ? {} : { version }),
    ...(turn === undefined ? {} : { "turn.token": turn }),
  };
}

export function burial(key: string, tombstone: Tombstone, keepMs: number): Pipeline {
  return [
    { $replaceWith: { _id: literal(key), tombstone: literal({ ...tombstone }), keepUntil: afterMs(keepMs) } },
  ];
}

/** A record whose turn nobody has, or whose lease has run out, or whose holder is known to be dead. */
export function withFreeTurn(key: string, breaking: number | undefined): Filter {
  return {
    _id: key,
    ...IS_RECORD,
    $or: [...FREE_TURN, ...(breaking === undefined ? [] : [{ "turn.token": breaking }])],
  };
}

const FREE_TURN: readonly Document[] = [
  { turn: { $exists: false } },
  { $expr: { $lte: ["$turn.until", "$$NOW"] } },
];

export function turnTaking(holder: string, leaseMs: number): Pipeline {
  return [
    { $set: { lastToken: { $add: ["$lastToken", 1] } } },
    { $set: { turn: { token: "$lastToken", holder: literal(holder), until: afterMs(leaseMs) } } },
  ];
}

export function withTurn(key: string, token: number): Filter {
  return { _id: key, "turn.token": token };
}

export function turnRenewal(leaseMs: number): Pipeline {
  return [{ $set: { "turn.until": afterMs(leaseMs) } }];
}

export const TURN_RELEASE: Pipeline = [{ $unset: ["turn"] }];

/** Records past their deadline that nobody holds. The deadline is of the clock that may have been moved. */
export function expiredRecords(nowMs: number): Filter {
  return { expiresAtMs: { $lte: nowMs }, $or: FREE_TURN };
}

/** Of servers that have not got to them yet: the TTL index is looked at once a minute. */
export const OLD_TOMBSTONES: Filter = { tombstone: { $exists: true }, ...IS_OVER };
