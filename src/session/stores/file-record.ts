import type { RecordView } from "../commit-event.ts";
import { type SessionRecord, viewRecord } from "../record.ts";
import { plainRecords, type RecordCodec } from "../record-codec.ts";
import { recordOf } from "../record-text.ts";
import type { Tombstone } from "../store.ts";
import { type ProcessIdentity, processIdentityOf } from "./process-identity.ts";

/**
 * What stands in one file of the file store: JSON, written by us, read by us and by who inspects the folder.
 * No Node imports: the grader reads records in the page too.
 */
export interface FileContent {
  readonly body:
    | { readonly kind: "record"; readonly record: SessionRecord }
    | { readonly kind: "tombstone"; readonly tombstone: Tombstone; readonly untilRealMs: number }
    /** A whole file, but the codec has no key that opens it. */
    | { readonly kind: "unreadable"; readonly expiresAtMs: number };
  /** The fencing token of the last turn that wrote. */
  readonly lastToken: number;
}

/**
 * Who holds the session's turn: a file of its own beside the session's, while there is one. A turn is over in a
 * moment and worth nothing after a power cut, so it is not written into what must be kept.
 */
export interface FileTurn {
  readonly token: number;
  readonly untilRealMs: number;
  readonly route: string;
  readonly owner: ProcessIdentity;
}

const FORMAT = 1;

/** The file of the session with this key, within the store's folder. */
export function recordFileName(idHashHex: string): string {
  return `${idHashHex}.json`;
}

/** The file of its turn. */
export function turnFileName(idHashHex: string): string {
  return `${recordFileName(idHashHex)}.turn`;
}

/** The record as it may be shown; undefined for a tombstone and for what is not a record of ours. */
export function parseRecordFile(text: string): RecordView | undefined {
  const content = parseFile(text);
  return content?.body.kind === "record" ? viewRecord(content.body.record) : undefined;
}

/** Undefined: the text is not a file of ours, or not a whole one. `key`: what the record is kept under. */
export function parseFile(text: string, key = "", codec = plainRecords): FileContent | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(file) || file["keepsake"] !== FORMAT || !isCount(file["lastToken"])) return undefined;
  const body = isObject(file["tombstone"])
    ? tombstoneBody(file["tombstone"])
    : recordBody(file, text, key, codec);
  return body === undefined ? undefined : { body, lastToken: file["lastToken"] };
}

/** What an unreadable file held stays unknown, so it cannot be written again. */
export type WritableFile = FileContent & {
  readonly body: Exclude<FileContent["body"], { kind: "unreadable" }>;
};

export interface SerializeOptions {
  /** What the record is kept under. */
  readonly key?: string;
  readonly codec?: RecordCodec;
  /** Who writes it, for the lock that it is written under. */
  readonly writer?: object;
}

export function serializeFile(
  { body, lastToken }: WritableFile,
  { key = "", codec = plainRecords, writer }: SerializeOptions = {},
): string {
  if (body.kind === "tombstone") {
    const tombstone = { ...body.tombstone, untilRealMs: body.untilRealMs };
    return `${JSON.stringify({ keepsake: FORMAT, lastToken, tombstone, writer })}\n`;
  }
  const { record } = body;
  const rest = JSON.stringify({ writer, lastToken, keepsake: FORMAT });
  const text = codec.encode(key, record);
  if (text.startsWith("{")) return `${text.slice(0, -1)},${rest.slice(1)}\n`;
  const expiresAtMs = deadlineOf(record);
  return `${JSON.stringify({ sealed: text, expiresAtMs }).slice(0, -1)},${rest.slice(1)}\n`;
}

/** Undefined: no turn, or what a power cut left of one: nobody has it. */
export function parseTurn(text: string): FileTurn | undefined {
  let turn: unknown;
  try {
    turn = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(turn) || !isCount(turn["token"]) || !isTime(turn["untilRealMs"])) return undefined;
  const owner = processIdentityOf(turn["owner"]);
  if (typeof turn["route"] !== "string" || owner === undefined) return undefined;
  return { token: turn["token"], untilRealMs: turn["untilRealMs"], route: turn["route"], owner };
}

export function serializeTurn(turn: FileTurn, writer?: object): string {
  return `${JSON.stringify({ ...turn, writer })}\n`;
}

type Members = Readonly<Record<string, unknown>>;

function recordBody(
  file: Members,
  text: string,
  key: string,
  codec: RecordCodec,
): FileContent["body"] | undefined {
  const { sealed, expiresAtMs } = file;
  if (typeof sealed === "string") {
    if (!isTime(expiresAtMs)) return undefined;
    const record = codec.decode(key, sealed);
    return record === undefined ? { kind: "unreadable", expiresAtMs } : { kind: "record", record };
  }
  const record = recordOf(file);
  if (record === undefined) return undefined;
  // A codec that seals may refuse what is not sealed.
  const isTaken = codec === plainRecords || codec.decode(key, text) !== undefined;
  return isTaken ? { kind: "record", record } : { kind: "unreadable", expiresAtMs: deadlineOf(record) };
}

function deadlineOf(record: SessionRecord): number {
  return Math.min(record.idleDeadlineMs, record.absoluteDeadlineMs);
}

function tombstoneBody(tombstone: Members): FileContent["body"] | undefined {
  const { because, untilRealMs, successor } = tombstone;
  if (because !== "rotated" && because !== "renewed" && because !== "destroyed") return undefined;
  if (!isTime(untilRealMs)) return undefined;
  const tombstoneRead: Tombstone = typeof successor === "string" ? { because, successor } : { because };
  return { kind: "tombstone", tombstone: tombstoneRead, untilRealMs };
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && !Object.is(value, -0);
}
