import * as real from "node:buffer";
import { StringDecoder as RealDecoder } from "node:string_decoder";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type NodeModules, outcome, testMachine } from "./test-builtins.ts";

const encodings = ["utf8", "latin1", "ascii", "hex", "base64", "base64url", "utf16le"] as const;
const anyEncoding = fc.constantFrom(...encodings);
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.base64String(),
  fc.stringMatching(/^[0-9a-g]*$/),
);

describe("Buffer", () => {
  let Buffer: NodeModules["buffer"]["Buffer"];
  let StringDecoder: NodeModules["string_decoder"]["StringDecoder"];
  beforeAll(async () => {
    const machine = await testMachine();
    ({ Buffer } = machine.load("buffer"));
    ({ StringDecoder } = machine.load("string_decoder"));
  });
  const both = (run: (B: typeof real.Buffer) => unknown) =>
    expect(outcome(() => run(Buffer))).toBe(outcome(() => run(real.Buffer)));

  it("is not Node's own", () => {
    expect(Buffer).not.toBe(real.Buffer);
    expect(Buffer.from("x")).toBeInstanceOf(Uint8Array);
  });

  it("turns text into bytes and back as Node does, in every encoding", () => {
    fc.assert(
      fc.property(anyText, anyEncoding, anyEncoding, (text, to, from) => {
        both((B) => B.from(text, to));
        both((B) => B.from(text, to).toString(from));
        both((B) => B.byteLength(text, to));
      }),
      { numRuns: 500 },
    );
  });

  it("shows any bytes as Node does", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        anyEncoding,
        fc.integer({ min: -3, max: 45 }),
        (bytes, encoding, at) => {
          both((B) => B.from(bytes).toString(encoding));
          both((B) => B.from(bytes).toString(encoding, at));
          both((B) => B.from(bytes).toString(encoding, 1, at));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("decodes characters that are cut in two", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 6 }),
        anyEncoding,
        (chunks, encoding) => {
          const [own, node] = [new StringDecoder(encoding), new RealDecoder(encoding)];
          // Node lets half a surrogate pair go when its two bytes came apart; we hold it.
          const whole = encoding === "utf16le" ? chunks.filter(({ length }) => length % 2 === 0) : chunks;
          for (const chunk of whole)
            expect(own.write(Buffer.from(chunk))).toBe(node.write(real.Buffer.from(chunk)));
          expect(own.end()).toBe(node.end());
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ["two first halves of a pair", ["00d8", "00d8"]],
    ["two first halves, and a second", ["00d8", "00d8", "00dc"]],
    ["three first halves", ["00d8", "00d800d9", "00dc"]],
    ["a pair in two pieces", ["410000d8", "00dc4200"]],
  ])("decodes %s as Node does", (_, hex) => {
    const [own, node] = [new StringDecoder("utf16le"), new RealDecoder("utf16le")];
    const chunks = hex.map((bytes) => real.Buffer.from(bytes, "hex"));
    expect(chunks.map((chunk) => own.write(chunk))).toEqual(chunks.map((chunk) => node.write(chunk)));
    expect(own.end()).toBe(node.end());
  });

  it("reads and writes numbers, with Node's errors", () => {
    const names = [
      "UInt8",
      "Int8",
      "UInt16LE",
      "Int16BE",
      "UInt32BE",
      "Int32LE",
      "FloatLE",
      "DoubleBE",
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.oneof(
          fc.integer({ min: -70_000, max: 70_000 }),
          fc.double(),
          fc.constantFrom(2 ** 32, -(2 ** 31), 255, -129),
        ),
        fc.constantFrom(0, 1, 7, 8, 9, -1, 1.5),
        (name, value, offset) => {
          both((B) => {
            const buffer = B.alloc(9);
            const end = buffer[`write${name}`](value, offset);
            return [end, [...buffer]];
          });
          both((B) => B.from([1, 2, 253, 254, 255, 6, 7, 8, 9])[`read${name}`](offset));
        },
      ),
      { numRuns: 500 },
    );
    both((B) => B.from([1, 2, 3, 4, 5, 6]).readUIntBE(1, 5));
    both((B) => B.from([255, 2, 3, 4, 5, 255]).readIntLE(0, 6));
    both((B) => B.alloc(4).readUIntBE(0, 7));
    both((B) => B.from([1, 2, 3, 4, 5, 6, 7, 8]).readBigUInt64LE(0));
    both((B) => B.alloc(2).readUInt32LE(0));
  });

  it("searches, compares, fills and joins", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 12 }),
        fc.uint8Array({ maxLength: 3 }),
        fc.integer({ min: -5, max: 14 }),
        (whole, part, at) => {
          both((B) => B.from(whole).indexOf(part, at));
          both((B) => B.from(whole).lastIndexOf(part, at));
          both((B) => B.from(whole).includes(B.from(part)));
          both((B) => Math.sign(B.compare(B.from(whole), B.from(part))));
          both((B) => B.concat([whole, part]));
          both((B) => B.concat([whole, part], 5));
          both((B) => B.from(whole).equals(whole));
          both((B) => B.from(whole).subarray(1, at));
        },
      ),
    );
    both((B) => B.alloc(7, "abc"));
    both((B) => B.alloc(5).fill("616263", "hex"));
    both((B) => B.from("abc").toJSON());
    both((B) =>
      (B.from("héllo") as object as { latin1Slice(start: number, end: number): string }).latin1Slice(1, 3),
    );
  });

  it("refuses what Node refuses, in its words", () => {
    for (const bad of [5, null, undefined, true, () => 1, {}, Symbol("s")])
      both((B) => B.from(bad as unknown as string));
    both((B) => B.from("x", "nope" as "utf8"));
    both((B) => B.alloc(-1));
    both((B) => B.alloc("5" as unknown as number));
    both((B) => B.concat("x" as unknown as Uint8Array[]));
    both((B) => B.concat(["x" as unknown as Uint8Array]));
    for (const bad of [5, null, "abc"])
      both((B) => B.concat([B.from("a"), bad as unknown as Uint8Array]).toString());
    both((B) => B.byteLength(5 as unknown as string));
    both((B) => B.from("a").equals("a" as unknown as Uint8Array));
    both((B) => B.from("abc").write("x", 9));
  });
});
