import { randomBytes } from "node:crypto";
import zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { deflateRaw } from "./deflate.ts";
import { zlibModule } from "./zlib.ts";

const { default: ours } = zlibModule() as unknown as { readonly default: typeof zlib };

/** Its distance codes leave a gap. */
const ONCE_ACCEPTED =
  "ddebbb3b0e6e6dd0cac0a1f95bb6efbbae3d90021fc012a1d89acce526a152248c4bc6dfeea622d8f9f956996240201a77c3a50bb0a65fe9";

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
    expect(zlib.gunzipSync(ours.gzipSync(data))).toEqual(data);
    expect(Buffer.from(ours.unzipSync(ours.deflateSync(data)))).toEqual(data);
    for (const level of [0, 1, 6, 9]) {
      expect(Buffer.from(ours.gunzipSync(zlib.gzipSync(data, { level })))).toEqual(data);
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
    expect(refusal(ours.inflateSync, bytes, options)).toBe(refusal(zlib.inflateSync, bytes, options));
  });

  const gzipped = zlib.gzipSync("hello ".repeat(100));
  /** One byte of it changed. */
  const changed = (at: number, to: number) => Buffer.from(gzipped.map((byte, n) => (n === at ? to : byte)));
  it.each([
    ["no header", Buffer.from("not packed"), {}],
    ["nothing", Buffer.alloc(0), {}],
    ["half a header", gzipped.subarray(0, 6), {}],
    ["another method", changed(2, 7), {}],
    ["flags that nobody knows", changed(3, 0x40), {}],
    ["a name without an end", changed(3, 8).fill(1, 10), {}],
    ["a wrong sum", changed(gzipped.length - 6, 1), {}],
    ["a wrong length", changed(gzipped.length - 2, 1), {}],
    ["an end in the sum", gzipped.subarray(0, gzipped.length - 6), {}],
    ["something behind it", Buffer.concat([gzipped, Buffer.from("behind")]), {}],
    ["half a member behind it", Buffer.concat([gzipped, gzipped.subarray(0, 1)]), {}],
    ["more than is allowed", gzipped, { maxOutputLength: 100 }],
  ])("refuses a gzip with %s as Node does", (_, bytes, options) => {
    expect(refusal(ours.gunzipSync, bytes, options)).toBe(refusal(zlib.gunzipSync, bytes, options));
  });

  it("reads several members, names, comments and padding, as Node does", () => {
    const withName = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9]),
      Buffer.from("cart.json\0a comment\0"),
      gzipped.subarray(10),
    ]);
    for (const bytes of [
      withName,
      Buffer.concat([gzipped, withName]),
      Buffer.concat([gzipped, Buffer.alloc(9)]),
    ]) {
      expect(String(ours.gunzipSync(bytes))).toBe(String(zlib.gunzipSync(bytes)));
    }
  });

  it("ends, with a result or an error, whatever bytes come", () => {
    // Random bytes, and those with a block of codes of their own, in which most can be wrong.
    const begun = Array.from({ length: 500 }, (_, round) => {
      const bytes = randomBytes(1 + (round % 60));
      if (round % 2 === 0) bytes[0] = ((bytes[0] ?? 0) & 0xf8) | 5;
      return bytes;
    });
    begun.push(Buffer.from(ONCE_ACCEPTED, "hex"));
    for (const bytes of begun) {
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

describe("zlib with a callback", () => {
  const packed = zlib.gzipSync("a cart");
  const deflated = zlib.deflateSync("a cart");
  const cases: readonly (readonly ["gunzip" | "inflate" | "inflateRaw" | "unzip", string, Uint8Array])[] = [
    ["gunzip", "cut short", packed.subarray(0, 12)],
    ["gunzip", "something else", Buffer.from("nothing of the kind")],
    ["gunzip", "with a wrong sum", Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)])],
    ["gunzip", "with something behind it", Buffer.concat([packed, Buffer.alloc(5)])],
    ["inflate", "one byte", Buffer.from("x")],
    ["inflate", "cut short", deflated.subarray(0, 6)],
    ["inflate", "with something behind it", Buffer.concat([deflated, Buffer.from("more")])],
    ["inflateRaw", "something else", Buffer.from([255, 255])],
    ["unzip", "cut short", packed.subarray(0, -2)],
  ];
  it.each(cases)("%s says what Node says of bytes %s", async (name, _, bytes) => {
    const told = (one: typeof zlib) =>
      new Promise<string>((resolve) => {
        one[name](bytes, (error, result) => {
          const { code, errno, message } = (error ?? {}) as NodeJS.ErrnoException;
          resolve(error === null ? String(result) : `${code} ${errno} ${message}`);
        });
      });
    expect(await told(ours)).toBe(await told(zlib));
  });
});

function refusal(unpack: typeof zlib.inflateSync, bytes: Buffer, options: zlib.ZlibOptions): unknown {
  try {
    unpack(bytes, options);
    return "none";
  } catch (error) {
    return error instanceof Error && "code" in error ? `${error.code}: ${error.message}` : error;
  }
}
