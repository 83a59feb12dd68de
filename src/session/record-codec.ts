import type { SessionRecord } from "./record.ts";
import { parseRecord, serializeRecord } from "./record-text.ts";

/** How a store that keeps texts writes a record. One that seals lets the store hold nothing in plain. */
export interface RecordCodec {
  /** "all": it writes and takes sealed texts only; "some": plain ones too. Absent: plain ones. */
  readonly sealing?: "all" | "some";
  /** `key`: what it is kept under; a codec that seals binds the text to it. */
  encode(key: string, record: SessionRecord): string;
  /** Undefined: not a text of this codec, damaged, sealed with a key that is gone, or kept under another key. */
  decode(key: string, text: string): SessionRecord | undefined;
  /**
   * What an index of owners holds in the place of `owner`: the first is written, all are looked for. 64 hex
   * digits each. Absent: the owner itself.
   */
  ownerTags?(owner: string): readonly [newest: string, ...older: string[]];
}

/** Plain JSON, for people and tools to read. */
export const plainRecords: RecordCodec = {
  encode: (_key, record) => serializeRecord(record),
  decode: (_key, text) => parseRecord(text),
};
