import type { SessionRecord } from "../record.ts";
import { SessionError } from "../session-error.ts";
import { FLASHES_KEY, NO_FLASHES, printFlashes, readFlashes, type WaitingFlashes } from "./flashes.ts";
import { MARK_KEY } from "./mark.ts";
import { type Dialect, plainJson, plainJsonOf, rawJson } from "./tagged-json.ts";

/** A session as Python's frameworks keep it: one dict, with what the framework needs among the data. */
export interface DictDialect extends Dialect {
  /** Flask's `_permanent`; undefined: the system has no such flag, and ours goes into the mark. */
  readonly permanentKey: string | undefined;
}

/** What a value was there and what it was to JavaScript, to put it back as it came. */
interface Original {
  readonly raw: string;
  readonly json: string;
}

/** What came, for whoever writes it back. */
export interface DictOriginal {
  readonly values: ReadonlyMap<string, Original>;
  readonly flashes: WaitingFlashes;
}

export interface DictMembers {
  readonly data: ReadonlyMap<string, string>;
  /** Undefined: the dict has no such flag. */
  readonly permanent: boolean | undefined;
  /** What is under our key; undefined: nothing. */
  readonly mark: unknown;
  readonly original: DictOriginal;
}

/** `members`: each value's own text. `read`: what JavaScript has read of them, where no tags are in them. */
export function readMembers(
  members: ReadonlyMap<string, string>,
  dialect: DictDialect,
  read?: Readonly<Record<string, unknown>>,
): DictMembers {
  const data = new Map<string, string>();
  const values = new Map<string, Original>();
  let mark: unknown;
  let flashes: WaitingFlashes | undefined;
  let permanent: boolean | undefined;
  for (const [key, raw] of members) {
    const value = read?.[key];
    if (key === MARK_KEY) {
      mark = value === undefined ? JSON.parse(plainJson(raw, dialect)) : value;
      continue;
    }
    if (key === dialect.permanentKey) {
      permanent = raw === "true";
      continue;
    }
    if (key === FLASHES_KEY) {
      flashes = readFlashes(raw, dialect);
      if (flashes !== undefined) continue;
    }
    // A key that V8 has misread is not among those it read: decisions/json-keys-that-v8-misreads.md.
    const json = value === undefined ? plainJson(raw, dialect) : plainJsonOf(value, raw);
    data.set(key, json);
    if (json !== raw) values.set(key, { raw, json });
  }
  return { data, permanent, mark, original: { values, flashes: flashes ?? NO_FLASHES } };
}

/**
 * Gives `put` each member as its own text. What it gives back: the members as {@link readMembers} would find them;
 * undefined: there are flashes among them. Throws "bad-key" for a key that has a meaning of its own there.
 */
export function printMembers(
  record: SessionRecord,
  mark: string,
  dialect: DictDialect,
  original: DictOriginal | undefined,
  put: (key: string, raw: string) => void,
): DictOriginal | undefined {
  const flashes = printFlashes(record.flash, original?.flashes ?? NO_FLASHES, dialect);
  const values = new Map<string, Original>();
  for (const [key, json] of record.data) {
    checkFree(key, record, dialect);
    if (key === FLASHES_KEY && flashes !== undefined) continue;
    const before = original?.values.get(key);
    const raw = before?.json === json ? before.raw : rawJson(json, dialect, before?.raw);
    put(key, raw);
    if (raw !== json) values.set(key, { raw, json });
  }
  if (flashes !== undefined) put(FLASHES_KEY, flashes);
  if (dialect.permanentKey !== undefined && record.permanent) put(dialect.permanentKey, "true");
  put(MARK_KEY, mark);
  const hasFlashes = flashes !== undefined || record.data.has(FLASHES_KEY);
  return hasFlashes ? undefined : { values, flashes: NO_FLASHES };
}

function checkFree(key: string, record: SessionRecord, dialect: DictDialect): void {
  const isTaken =
    key === MARK_KEY || key === dialect.permanentKey || (key === FLASHES_KEY && record.flash.size > 0);
  if (!isTaken) return;
  throw new SessionError(
    "bad-key",
    `The session key "${key}" has a meaning of its own where this session is kept. Use another key, or session.permanent and session.flash.`,
  );
}
