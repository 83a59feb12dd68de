import { randomBytes } from "node:crypto";
import zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { deflateRaw } from "./deflate.ts";
import { zlibModule } from "./zlib.ts";

const { default: ours } = zlibModule() as unknown as { readonly default: typeof zlib };

const samples: readonly (readonly [string, Buffer])[] = [
  ["nothing", Buffer.alloc(0)],
  ["one byte", Buffer.from([255])],
  ["one byte many times", Buffer.alloc(100_000, 7)],
  ["random bytes", randomBytes(5_000)],
  ["all bytes twice", Buffer.from([...Array(256).keys(), ...Array(256).keys()])],
  [
    "a cart as JSON",
    Buffer.from(JSON.stringify(Array.from({ length: 60 }, (_, id) => ({ id, name: `Lamp ${id}` })))),
  ],
  [
    "something from further back than the window",
    Buffer.concat([randomBytes(40_000), Buffer.from("abc".repeat(9))]),
  ],
];

describe("zlib at once", () => {
  it.each(samples)("packs %s so that Node unpacks it, and the other way round", (_, data) => {
    expect(zlib.inflateSync(ours.deflateSync(data))).toEqual(data);
    expect(zlib.inflateRawSync(deflateRaw(data))).toEqual(data);
    for (const level of [0, 1, 6, 9]) {
      expect(Buffer.from(ours.inflateSync(zlib.deflateSync(data, { level })))).toEqual(data);
      expect(Buffer.from(ours.inflateRawSync(zlib.deflateRawSync(data, { level })))).toEqual(data);
    }
  });

  it("packs what repeats to less than half", () => {
    const [, cart] = samples[5] ?? [];
    expect(ours.deflateSync(cart ?? "").length).toBeLessThan((cart?.length ?? 0) / 2);
  });

  const packed = zlib.deflateSync("hello ".repeat(100));
  const damaged = Buffer.from(packed);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  it.each([
    ["no header", Buffer.from("not packed"), {}],
    ["a wrong sum", damaged, {}],
    ["an end too early", packed.subarray(0, packed.length - 6), {}],
    ["an end in the sum", packed.subarray(0, packed.length - 2), {}],
    ["more than is allowed", packed, { maxOutputLength: 100 }],
  ])("refuses %s as Node does", (_, bytes, options) => {
    const refusal = (unpack: typeof zlib.inflateSync) => {
      try {
        unpack(bytes, options);
        return "none";
      } catch (error) {
        return error instanceof Error && "code" in error ? `${error.code}: ${error.message}` : error;
      }
    };
    expect(refusal(ours.inflateSync)).toBe(refusal(zlib.inflateSync));
  });

  it("ends, with a result or an error, whatever bytes come", () => {
    for (let round = 0; round < 500; round += 1) {
      const bytes = randomBytes(1 + (round % 60));
      const both = [zlib, ours].map((one) => {
        try {
          return one.inflateRawSync(bytes, { maxOutputLength: 10_000 }).length;
        } catch {
          return "refused";
        }
      });
      expect(both[1], bytes.toString("hex")).toBe(both[0]);
    }
  });
});
