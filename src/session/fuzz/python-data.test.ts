import { describe, expect } from "vitest";
import { parseCachelibEntry, printCachelibEntry } from "../stores/flask-session/cachelib-file.ts";
import { readRecord } from "../stores/flask-session/dict-record.ts";
import { PYTHON_FORMATS } from "../stores/flask-session/python-formats.ts";
import {
  PythonDatetime,
  PythonSet,
  PythonTuple,
  type PythonValue,
  UnreadablePython,
} from "../stores/flask-session/python-value.ts";
import { parseSideFile, turnIn } from "../stores/flask-session/side-file.ts";
import { fuzz, orDocumented } from "./fuzz.ts";
import { mutatedBytes, mutatedTexts } from "./mutations.ts";

const VALUES: readonly PythonValue[] = [
  new Map<PythonValue, PythonValue>([
    ["_permanent", true],
    ["user_id", 7n],
    ["cart", [new Map<PythonValue, PythonValue>([["id", "é😀"]]), 1.5, -3n, 2n ** 70n, null, false]],
    ["bytes", new Uint8Array([0, 255, 10])],
    ["tuple", new PythonTuple([1n, "a", new PythonTuple([])])],
    ["when", new PythonDatetime("2025-06-15T12:00:00.000000", 0)],
    ["_flashes", [new PythonTuple(["message", "hi"])]],
  ]),
  new Map<PythonValue, PythonValue>([[1n, "a number as a key"]]),
  [new PythonSet(["a", 1n], false)],
];

const circumstances = {
  sinceMs: 1_700_000_000_000,
  pythonDeadlineMs: undefined,
  absoluteTimeoutMs: 86_400_000,
};

describe("what Python keeps", () => {
  for (const format of Object.values(PYTHON_FORMATS)) {
    const valid = VALUES.flatMap((value) => {
      const written = orDocumented(() => format.encode(value), isRangeError);
      return written === undefined ? [] : [written.value];
    });
    fuzz(`${format.name} is plain data or refused`, mutatedBytes(valid), (bytes) => {
      readRecord(bytes, format, circumstances);
      const read = orDocumented(
        () => format.decode(bytes),
        (error) => error instanceof UnreadablePython,
      );
      if (read === undefined) return;
      const written = orDocumented(() => format.encode(read.value), isRangeError);
      if (written !== undefined) expect(format.encode(format.decode(written.value))).toEqual(written.value);
    });
  }

  fuzz("an entry of cachelib's is one or none", mutatedBytes([new Uint8Array(9)]), (bytes) => {
    const file = Buffer.from(bytes);
    const entry = parseCachelibEntry(file);
    if (entry !== undefined) expect(printCachelibEntry(entry)).toEqual(file);
  });

  const side = {
    key: "session:a",
    version: 3,
    hash: "h",
    isOurs: true,
    sinceMs: 1,
    token: 2,
    turn: { untilMs: 5, holder: "x" },
    tombstone: { untilMs: 5, because: "rotated" },
  };
  fuzz("the file beside it is whole or damaged", mutatedTexts([JSON.stringify(side)]), (text) => {
    const read = parseSideFile(text);
    if (read === undefined) return;
    const turn = turnIn(read, 0);
    if (turn !== undefined) expect([typeof turn.leftMs, typeof turn.holder]).toEqual(["number", "string"]);
    if (read.tombstone !== undefined) expect(typeof read.tombstone.untilMs).toBe("number");
  });
});

function isRangeError(error: unknown): boolean {
  return error instanceof RangeError;
}
