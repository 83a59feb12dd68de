import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { snapshot } from "../json-value.ts";
import { applyPatch, type Change, type Patch } from "../patch.ts";
import type { FlashEntry, SessionRecord } from "../record.ts";
import { parseRecord, serializeRecord } from "../record-text.ts";
import { sealedRecords } from "../sealed-records.ts";
import { SessionError } from "../session-error.ts";
import {
  parseFile,
  parseRecordFile,
  parseTurn,
  serializeFile,
  serializeTurn,
} from "../stores/file-record.ts";
import { processIdentityOf } from "../stores/process-identity.ts";
import { ANN, trialRecord } from "../trial-record.ts";
import { fuzz, orDocumented } from "./fuzz.ts";
import { mutatedTexts } from "./mutations.ts";

const RECORDS = [trialRecord(), trialRecord(ANN), trialRecord({ data: new Map(), flash: new Map() })];
const TURN = { token: 7, untilRealMs: 1e12, route: "POST /cart/add", owner: { pid: 1, machine: "here" } };
const KEY = "a".repeat(64);

describe("records", () => {
  fuzz("a record's text is a whole record, or none", mutatedTexts(RECORDS.map(serializeRecord)), (text) => {
    const record = parseRecord(text);
    if (record === undefined) return;
    expect(parseRecord(serializeRecord(record))).toEqual(record);
  });

  const files = [
    ...RECORDS.flatMap((record) => [
      serializeFile({ body: { kind: "record", record }, lastToken: 0 }),
      serializeFile(
        { body: { kind: "record", record }, lastToken: 7 },
        { writer: { pid: 1, lock: "1-a-1" } },
      ),
    ]),
    serializeFile({
      body: { kind: "tombstone", tombstone: { because: "renewed", successor: KEY }, untilRealMs: 1 },
      lastToken: 3,
    }),
  ];
  fuzz("a file of the file store is a whole one, or damaged", mutatedTexts(files), (text) => {
    const { body, lastToken } = parseFile(text, KEY) ?? {};
    parseRecordFile(text);
    if (body === undefined || lastToken === undefined || body.kind === "unreadable") return;
    expect(parseFile(serializeFile({ body, lastToken }, { key: KEY }), KEY)).toEqual({ body, lastToken });
  });

  fuzz("a turn's file is a whole one, or none", mutatedTexts([serializeTurn(TURN)]), (text) => {
    const turn = parseTurn(text);
    if (turn !== undefined) expect(parseTurn(serializeTurn(turn))).toEqual(turn);
  });

  const codec = sealedRecords("4f8c1e07a9d36b52e0c7f41d98ab3572610fe8d4b3972ac56de1804f7b9c23a5");
  const sealed = RECORDS.map((record) => codec.encode(KEY, record));
  fuzz("a sealed record opens as it was written, or not at all", mutatedTexts(sealed), (text) => {
    const record = codec.decode(KEY, text);
    if (record !== undefined) expect(RECORDS).toContainEqual(record);
    expect(codec.decode("b".repeat(64), text)).toBeUndefined();
  });

  fuzz("an owner of locks and turns is known or not", fc.jsonValue(), (value) => {
    const owner = processIdentityOf(value);
    if (owner !== undefined) expect(Number.isInteger(owner.pid)).toBe(true);
  });
});

const PLAIN = { noNullPrototype: true } as const;
const key = fc.constantFrom("a", "b", "__proto__", "constructor", "é");
/** V8 takes a key with an escape for another at times: decisions/json-keys-that-v8-misreads.md. */
const ESCAPED_KEY = /"(?:[^"\\]|\\.)*\\(?:[^"\\]|\\.)*":/;
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.stringify(value))
  .filter((text) => !ESCAPED_KEY.test(text));
const change: fc.Arbitrary<Change> = fc.oneof(
  json.map((text): Change => ({ kind: "set", json: text })),
  fc.constant<Change>({ kind: "delete" }),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((by): Change => ({ kind: "increment", by, json: JSON.stringify(by) })),
  fc
    .array(json, { minLength: 1, maxLength: 3 })
    .map(
      (texts): Change => ({ kind: "update", steps: texts.map((text) => () => JSON.parse(text)), json: "1" }),
    ),
);
const flashEntry: fc.Arbitrary<FlashEntry> = fc.record({ id: fc.constantFrom("1", "2", "3"), json }, PLAIN);
const mapOf = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(key, value), { maxLength: 4 }).map((entries): ReadonlyMap<string, T> => new Map(entries));
const time = fc.integer({ min: 0, max: 2 ** 45 });
const signIn = fc.record(
  { owner: fc.constant(KEY), authenticatedAtMs: time, signInId: fc.constant("s") },
  PLAIN,
);
const record: fc.Arbitrary<SessionRecord> = fc
  .record(
    {
      data: mapOf(json),
      flash: mapOf(flashEntry),
      createdAtMs: time,
      renewedAtMs: time,
      idleDeadlineMs: time,
      absoluteDeadlineMs: time,
      permanent: fc.boolean(),
      isAnn: fc.boolean(),
    },
    PLAIN,
  )
  .map(({ isAnn, ...rest }) => (isAnn ? { ...rest, ...ANN } : rest));
const patch: fc.Arbitrary<Patch> = fc.record(
  {
    clear: fc.boolean(),
    changes: mapOf(change),
    flashTaken: mapOf(fc.constantFrom("1", "2", "3")),
    flashAdded: mapOf(flashEntry),
    permanent: fc.boolean(),
    idleDeadlineMs: time,
    renewedAtMs: time,
    signIn: fc.option(signIn, { nil: null }),
  },
  { ...PLAIN, requiredKeys: ["clear", "changes", "flashTaken", "flashAdded"] },
);

describe("changes", () => {
  fuzz("any patch leaves a record that is kept as it is", fc.tuple(record, patch), ([before, changes]) => {
    const text = serializeRecord(before);
    const after = orDocumented(() => applyPatch(before, changes), isUnstorable)?.value;
    if (serializeRecord(before) !== text) throw new Error("The record before was changed.");
    if (after === undefined) return;
    if (!isDeepStrictEqual(parseRecord(serializeRecord(after)), after)) throw new Error("Not kept as it is.");
    for (const name of after.data.keys()) {
      if (changes.changes.has(name) || (!changes.clear && before.data.has(name))) continue;
      throw new Error(`Nobody put ${JSON.stringify(name)} there.`);
    }
  });

  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
    withObjectString: true,
  });
  fuzz("any value is refused with unstorable-value or comes back the same", anything, (value) => {
    const kept = orDocumented(() => snapshot(value, "key"), isUnstorable)?.value;
    if (kept !== undefined) expect(JSON.stringify(JSON.parse(kept))).toBe(JSON.stringify(value));
  });
});

function isUnstorable(error: unknown): boolean {
  return error instanceof SessionError && error.code === "unstorable-value";
}
