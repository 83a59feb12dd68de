import {
  type DictDialect,
  type DictOriginal,
  printMembers,
  readMembers,
} from "../../cookie-held/dict-members.ts";
import { membersOf } from "../../cookie-held/json-members.ts";
import { rootMembers } from "../../cookie-held/tagged-json.ts";
import type { FlashEntry, SessionRecord } from "../../record.ts";
import { recordOf } from "../../record-text.ts";
import { SessionError } from "../../session-error.ts";
import { sha256Hex } from "../../session-id.ts";
import { fromTaggedJson, PYTHON_TAGS, toTaggedJson } from "./python-json.ts";
import { BYTES_LIMIT, type PythonFormat, type PythonValue, UnreadablePython } from "./python-value.ts";

const DIALECT: DictDialect = { tags: PYTHON_TAGS, permanentKey: "_permanent" };

/** A dict as it was read, for whoever writes it back. */
export interface DictSource extends DictOriginal {
  /** Members whose keys are no text: carried along. */
  readonly others: readonly (readonly [PythonValue, PythonValue])[];
}

export interface ReadRecord {
  readonly record: SessionRecord;
  readonly source: DictSource;
}

/** What is known of a session beside its bytes. */
export interface RecordCircumstances {
  /** When it was first seen. */
  readonly sinceMs: number;
  /** Until when Python keeps it; undefined: we wrote it last, so our own mark says. */
  readonly pythonDeadlineMs: number | undefined;
  readonly absoluteTimeoutMs: number;
}

/** Undefined: not plain data, or no dict. */
export function readRecord(
  bytes: Uint8Array,
  format: PythonFormat,
  circumstances: RecordCircumstances,
): ReadRecord | undefined {
  try {
    return readDict(format.decode(bytes), format, circumstances);
  } catch (error) {
    if (error instanceof UnreadablePython) return undefined;
    throw error;
  }
}

function readDict(
  value: PythonValue,
  format: PythonFormat,
  circumstances: RecordCircumstances,
): ReadRecord | undefined {
  if (!(value instanceof Map)) return undefined;
  const entries = [...(value as ReadonlyMap<PythonValue, PythonValue>)];
  const own = new Map(entries.filter(([key]) => typeof key === "string"));
  const others = entries.filter(([key]) => typeof key !== "string");
  // Looked through as well: what they hold must be bounded, and plain data.
  toTaggedJson(others.flat(), format);
  const members = rootMembers(membersOf(toTaggedJson(own, format)), DIALECT);
  if (members === undefined) return undefined;
  const read = readMembers(members, DIALECT);
  const permanent = read.permanent ?? false;
  const mark = markOf(read.mark);
  const flash = new Map<string, FlashEntry>();
  for (const [category, { json }] of read.original.flashes.flash) {
    flash.set(category, { id: flashId(category, json, mark), json });
  }
  const messages = read.original.flashes.messages.map((message) => {
    const { category } = message;
    return category === undefined ? message : { ...message, entryId: flash.get(category)?.id };
  });
  const base = terms(mark, permanent, circumstances);
  return {
    record: { ...base, data: read.data, flash },
    source: { values: read.original.values, flashes: { flash, messages }, others },
  };
}

type Mark = Readonly<Record<string, unknown>>;

function markOf(mark: unknown): Mark | undefined {
  return typeof mark === "object" && mark !== null ? (mark as Mark) : undefined;
}

/** Ours, while the message is the one it was given to; else one that follows from the message. */
function flashId(category: string, json: string, mark: Mark | undefined): string {
  const ids = mark?.["flash"];
  const known: unknown = typeof ids === "object" && ids !== null ? Reflect.get(ids, category) : undefined;
  const hash = sha256Hex(json).slice(0, 16);
  if (Array.isArray(known) && typeof known[0] === "string" && known[1] === hash) return known[0];
  return `python:${hash}`;
}

/** All but data and flash. */
function terms(
  mark: Mark | undefined,
  permanent: boolean,
  circumstances: RecordCircumstances,
): SessionRecord {
  const { sinceMs, pythonDeadlineMs, absoluteTimeoutMs } = circumstances;
  const marked = mark === undefined ? undefined : recordOf({ ...mark, data: {}, flash: {}, permanent });
  const record = marked ?? {
    data: new Map(),
    flash: new Map(),
    createdAtMs: sinceMs,
    renewedAtMs: sinceMs,
    idleDeadlineMs: pythonDeadlineMs ?? sinceMs,
    absoluteDeadlineMs: sinceMs + absoluteTimeoutMs,
    permanent,
  };
  return pythonDeadlineMs === undefined ? record : { ...record, idleDeadlineMs: pythonDeadlineMs };
}

/**
 * The bytes of a record; `source` is what was there before, and untouched values go back as they came. Throws
 * {@link SessionError} "bad-key" or "unstorable-value".
 */
export function writeRecord(
  record: SessionRecord,
  format: PythonFormat,
  source: DictSource | undefined,
): Uint8Array {
  const dict = new Map<PythonValue, PythonValue>(source?.others);
  printMembers(record, printMark(record), DIALECT, source, (key, raw) => {
    dict.set(key, fromTaggedJson(raw, format));
  });
  const bytes = encode(dict, format);
  if (bytes.length <= BYTES_LIMIT) return bytes;
  throw unstorable(
    `it is ${bytes.length} bytes, and ${BYTES_LIMIT} is the most`,
    "Keep ids in the session and the rest in a database.",
  );
}

function encode(dict: PythonValue, format: PythonFormat): Uint8Array {
  try {
    return format.encode(dict);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unstorable(
      error.message,
      "Take it out or replace it: text.toWellFormed() for a text, String(number) for a number.",
    );
  }
}

function unstorable(why: string, remedy: string): SessionError {
  return new SessionError(
    "unstorable-value",
    `The session cannot be written for Flask-Session: ${why}. ${remedy}`,
  );
}

function printMark(record: SessionRecord): string {
  const { data, flash, permanent, ...rest } = record;
  const ids = [...flash].map(([category, { id, json }]) => [category, [id, sha256Hex(json).slice(0, 16)]]);
  return JSON.stringify({ ...rest, flash: Object.fromEntries(ids) });
}
