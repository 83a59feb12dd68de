import type { RecordView } from "../../session/commit-event.ts";
import { viewRecord } from "../../session/record.ts";
import { parseRecord } from "../../session/record-text.ts";
import { parseFile, parseRecordFile } from "../../session/stores/file-record.ts";

/** What one place of a session store holds. */
export type SessionContent =
  | { readonly kind: "record"; readonly record: RecordView }
  /** Destroyed, or replaced by a new id: it may not come back. */
  | { readonly kind: "tombstone" }
  /** Encrypted: only the server, which has the key, can read it. */
  | { readonly kind: "sealed" }
  /** Nothing whole of ours. */
  | { readonly kind: "unreadable" };

const KEY_CHARACTERS = 12;
const HASH = /[0-9a-f]{64}/g;

/** Hashes of session ids in a text, cut to what tells them from others. */
export function shortHashes(text: string): string {
  return text.replace(HASH, (hash) => `${hash.slice(0, KEY_CHARACTERS)}…`);
}

/** Of a file of the file store. */
export function contentOfFile(text: string): SessionContent {
  const record = parseRecordFile(text);
  if (record !== undefined) return { kind: "record", record };
  const kind = parseFile(text)?.body.kind;
  if (kind === "tombstone") return { kind };
  return { kind: kind === "unreadable" ? "sealed" : "unreadable" };
}

/** Of a column `record_text`. */
export function contentOfRecordText(text: string): SessionContent {
  const record = parseRecord(text);
  if (record !== undefined) return { kind: "record", record: viewRecord(record) };
  return { kind: text.startsWith("sealed") ? "sealed" : "unreadable" };
}

/** Of a Redis key of the library: a line about it, and the record. `undefined`: the key is none of a session. */
export function contentOfRedisText(text: string): SessionContent | undefined {
  if (/^t\S+ (?:rotated|renewed|destroyed) \S+\n/.test(text)) return { kind: "tombstone" };
  const [line] = /^r\d+ \S+ \d+\n/.exec(text) ?? [];
  return line === undefined ? undefined : contentOfRecordText(text.slice(line.length));
}
