import type { RecordView } from "./commit-event.ts";

/**
 * What a store keeps of one session. Immutable: every change makes a new record, so a store may hand out the
 * one it keeps. Values are JSON texts, written by {@link snapshot}: each read parses a fresh copy.
 */
export interface SessionRecord extends Partial<SignIn> {
  readonly data: ReadonlyMap<string, string>;
  readonly flash: ReadonlyMap<string, FlashEntry>;
  readonly createdAtMs: number;
  /** When the id was last replaced. */
  readonly renewedAtMs: number;
  /** Unreadable from then on, unless a request comes before. */
  readonly idleDeadlineMs: number;
  /** Unreadable from then on, whatever comes. */
  readonly absoluteDeadlineMs: number;
  /** False: the cookie has no Max-Age and goes when the browser does. */
  readonly permanent: boolean;
}

/** Who is signed in, and how; a record has all of it or nothing. */
export interface SignIn {
  /** Whose record it is, as {@link ownerKey} names them; stores index it. */
  readonly owner: string;
  /** When they last proved who they are: a password given, not a cookie. */
  readonly authenticatedAtMs: number;
  /** Names this sign-in in lists, whatever ids its session has had. Random; nothing follows from it. */
  readonly signInId?: string;
  /** What the user may know the device by: the start of the User-Agent at login. */
  readonly device?: string;
  /** The store's key of the remember-me family that signs this device in again. */
  readonly family?: string;
  /** Signed in by the remember-me cookie: known, but not proved this time. */
  readonly remembered?: true;
}

/** The part of a record that says who is signed in. */
export function signInOf(record: Partial<SignIn>): SignIn | undefined {
  const { owner, authenticatedAtMs, signInId, device, family, remembered } = record;
  if (owner === undefined || authenticatedAtMs === undefined) return undefined;
  return {
    owner,
    authenticatedAtMs,
    ...(signInId === undefined ? {} : { signInId }),
    ...(device === undefined ? {} : { device }),
    ...(family === undefined ? {} : { family }),
    ...(remembered === undefined ? {} : { remembered }),
  };
}

/** A flash value waiting for its one reader. `id` tells it from a later one with the same key. */
export interface FlashEntry {
  readonly id: string;
  readonly json: string;
}

/** A session that begins now, with nothing in it. */
export function blankRecord(nowMs: number, terms: SessionTerms): SessionRecord {
  return {
    data: new Map(),
    flash: new Map(),
    createdAtMs: nowMs,
    renewedAtMs: nowMs,
    idleDeadlineMs: nowMs + terms.idleTimeoutMs,
    absoluteDeadlineMs: nowMs + terms.absoluteTimeoutMs,
    permanent: terms.permanent,
  };
}

export interface SessionTerms {
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  readonly permanent: boolean;
}

export function isExpired(record: SessionRecord, nowMs: number): boolean {
  return nowMs >= record.idleDeadlineMs || nowMs >= record.absoluteDeadlineMs;
}

/** The record as an inspector may show it; values are copies. */
export function viewRecord(record: SessionRecord): RecordView {
  return {
    data: parseEntries(record.data),
    flash: parseEntries(flashValues(record.flash)),
    createdAtMs: record.createdAtMs,
    idleDeadlineMs: record.idleDeadlineMs,
    absoluteDeadlineMs: record.absoluteDeadlineMs,
  };
}

/** What waits under each key. */
export function flashValues(flash: SessionRecord["flash"]): ReadonlyMap<string, string> {
  return new Map([...flash].map(([key, { json }]) => [key, json]));
}

/** `{"key":value,…}`. As text, so that a key such as `__proto__` stays an ordinary key. */
export function joinEntries(entries: ReadonlyMap<string, string>): string {
  let text = "{";
  // Not `for`, which makes a list of each entry: this is done at every write.
  entries.forEach((json, key) => {
    const { first, next } = keyTexts(key);
    text += (text === "{" ? first : next) + json;
  });
  return `${text}}`;
}

/** A key as it stands before its value: in the first member of an object, and in those after it. */
export interface KeyTexts {
  readonly first: string;
  readonly next: string;
}

/** An application has a few dozen keys, and writes them at every request. */
const knownKeyTexts = new Map<string, KeyTexts>();
const KEY_TEXTS_KEPT = 500;
const KEPT_KEY_CHARACTERS = 64;

export function keyTexts(key: string): KeyTexts {
  const known = knownKeyTexts.get(key);
  if (known !== undefined) return known;
  const first = `${JSON.stringify(key)}:`;
  const texts: KeyTexts = { first, next: `,${first}` };
  if (knownKeyTexts.size < KEY_TEXTS_KEPT && key.length <= KEPT_KEY_CHARACTERS) knownKeyTexts.set(key, texts);
  return texts;
}

export function parseEntries(entries: ReadonlyMap<string, string>): Record<string, unknown> {
  return JSON.parse(joinEntries(entries)) as Record<string, unknown>;
}
