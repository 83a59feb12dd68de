import type { SessionRecord } from "../record.ts";
import { SessionError } from "../session-error.ts";
import type { CookieTerms, HeldContent, HeldSession } from "./cookie-codec.ts";
import { FLASHES_KEY, NO_FLASHES, printFlashes, readFlashes, type WaitingFlashes } from "./flashes.ts";
import { splitMembers } from "./json-members.ts";
import { freshMark, MARK_KEY, parseMark, printMark } from "./mark.ts";
import { type Dialect, plainJson, rawJson, rootMembers } from "./tagged-json.ts";

/** A session as Python's frameworks keep it: one JSON object, with what the framework needs among the data. */
export interface DictDialect extends Dialect {
  /** Flask's `_permanent`; undefined: the system has no such flag, and ours goes into the mark. */
  readonly permanentKey: string | undefined;
}

/** What a value was in the cookie and what it was to JavaScript, to put it back as it came. */
interface Original {
  readonly raw: string;
  readonly json: string;
}

interface DictOriginal {
  readonly values: ReadonlyMap<string, Original>;
  readonly flashes: WaitingFlashes;
}

/** The session in a text whose signature was found good. Undefined: not a session. */
export function readDict(
  text: string,
  signedAtSeconds: number,
  dialect: DictDialect,
  terms: CookieTerms,
): HeldSession | undefined {
  const split = splitMembers(text);
  const members = split === undefined ? undefined : rootMembers(split, dialect);
  if (members === undefined) return undefined;
  const data = new Map<string, string>();
  const values = new Map<string, Original>();
  let mark: string | undefined;
  let flashes: WaitingFlashes | undefined;
  let permanent = dialect.permanentKey === undefined && terms.permanent;
  for (const [key, raw] of members) {
    if (key === MARK_KEY) {
      mark = raw;
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
    const json = plainJson(raw, dialect);
    data.set(key, json);
    if (json !== raw) values.set(key, { raw, json });
  }
  const marked =
    mark === undefined ? undefined : parseMark(plainJson(mark, dialect), signedAtSeconds, permanent, terms);
  const { id, ...rest } = marked ?? freshMark(signedAtSeconds, permanent, terms);
  const original: DictOriginal = { values, flashes: flashes ?? NO_FLASHES };
  return {
    id,
    record: { data, flash: original.flashes.flash, ...rest },
    isUnmarked: marked === undefined,
    original,
  };
}

/** The text to sign. `from` is what {@link readDict} gave for this request. Throws "bad-key" for a key that is taken. */
export function printDict(content: HeldContent, dialect: DictDialect, from: HeldSession | undefined): string {
  const { record } = content;
  const original = from?.original as DictOriginal | undefined;
  const members: string[] = [];
  for (const [key, json] of record.data) {
    checkFree(key, record, dialect);
    const before = original?.values.get(key);
    const raw = before?.json === json ? before.raw : rawJson(json, dialect, before?.raw);
    members.push(`${JSON.stringify(key)}:${raw}`);
  }
  const flashes = printFlashes(record.flash, original?.flashes ?? NO_FLASHES, dialect);
  if (flashes !== undefined) members.push(`"${FLASHES_KEY}":${flashes}`);
  if (dialect.permanentKey !== undefined && record.permanent) members.push(`"${dialect.permanentKey}":true`);
  members.push(`"${MARK_KEY}":${printMark(content, dialect.permanentKey === undefined)}`);
  return `{${members.join(",")}}`;
}

function checkFree(key: string, record: SessionRecord, dialect: DictDialect): void {
  const isTaken =
    key === MARK_KEY || key === dialect.permanentKey || (key === FLASHES_KEY && record.flash.size > 0);
  if (!isTaken) return;
  throw new SessionError(
    "bad-key",
    `The session key "${key}" has a meaning of its own in this cookie. Use another key, or session.permanent and session.flash.`,
  );
}
