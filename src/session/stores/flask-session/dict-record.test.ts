import { describe, expect, it } from "vitest";
import { readRecord, writeRecord } from "./dict-record.ts";
import { PYTHON_FORMATS } from "./python-formats.ts";
import { BYTES_LIMIT } from "./python-value.ts";

const circumstances = { sinceMs: 1000, pythonDeadlineMs: 2000, absoluteTimeoutMs: 86_400_000 };
const read = (bytes: readonly number[]) =>
  readRecord(Uint8Array.from([0x80, 4, bytes, 0x2e].flat()), PYTHON_FORMATS["pickle-0.3"], circumstances);

/** {1: member}, as a pickle without its ends. */
const underOne = (member: readonly number[]) => [0x7d, 0x4b, 1, member, 0x73].flat();
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

describe("members whose keys are no text", () => {
  it("are bounded like others: a tuple of two of the tuple before, forty times", () => {
    const laughs = (count: number) => {
      const bytes = [0x5d];
      for (let n = 0; n < count; n += 1) bytes.push(0x94, 0x68, n, 0x86);
      return bytes;
    };
    expect(read(underOne(laughs(5)))?.source.others).toHaveLength(1);
    expect(read(underOne(laughs(40)))).toBeUndefined();
  });

  it("are bounded like others: one long text in many places", () => {
    const text = [0x42, 0, 0, 8, 0, Array.from({ length: 0x8_0000 }, () => 0x61), 0x94].flat();
    const again = Array.from({ length: 1000 }, () => [0x68, 0]).flat();
    const many = (times: number) => [0x5d, 0x28, text, again.slice(0, times * 2), 0x65].flat();
    expect(read(underOne(many(5)))?.source.others).toHaveLength(1);
    expect(read(underOne(many(1000)))).toBeUndefined();
    expect(read([0x7d, 0x8c, 1, 0x61, many(1000), 0x73].flat())).toBeUndefined();
  });

  it("are plain data like others: no timedelta", () => {
    const timedelta = [0x63, ...ascii("datetime\ntimedelta\n"), 0x4b, 1, 0x4b, 0, 0x4b, 0, 0x87, 0x52];
    expect(read(underOne(timedelta))).toBeUndefined();
    expect(read(underOne([...timedelta, 0x85]))).toBeUndefined();
    expect(read([0x7d, ...timedelta, 0x4b, 1, 0x73])).toBeUndefined();
  });
});

describe("a record that cannot be written", () => {
  const write = (json: string) =>
    writeRecord(
      {
        data: new Map([["name", json]]),
        flash: new Map(),
        createdAtMs: 0,
        renewedAtMs: 0,
        idleDeadlineMs: 1000,
        absoluteDeadlineMs: 1000,
        permanent: false,
      },
      PYTHON_FORMATS["msgpack-0.7"],
      undefined,
    );
  const OTHER = "Take it out or replace it: text.toWellFormed() for a text, String(number) for a number.";

  it.each([
    [
      "half a character",
      JSON.stringify("x\ud800"),
      `MessagePack holds no text with half a character in it. ${OTHER}`,
    ],
    ["a large int", JSON.stringify(2 ** 65), `MessagePack holds no int beyond 64 bits. ${OTHER}`],
  ])("for %s says what to do about the value", (_what, json, message) => {
    expect(() => write(json)).toThrow(
      expect.objectContaining({
        code: "unstorable-value",
        message: `The session cannot be written for Flask-Session: ${message}`,
      }),
    );
  });

  it("for its size says where the rest belongs", () => {
    expect(() => write(JSON.stringify("x".repeat(BYTES_LIMIT)))).toThrow(
      /: it is \d+ bytes, and 1048576 is the most\. Keep ids in the session and the rest in a database\.$/,
    );
  });
});
