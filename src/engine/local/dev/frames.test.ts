import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFrame, encodeFrame } from "./frames.ts";

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.uint8Array(),
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "$part" && key !== "__proto__"),
      tie("tree"),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
}));

describe("a frame", () => {
  it("gives back any message, with bytes wherever they stood", () => {
    fc.assert(
      fc.property(tree, (message) => {
        expect(decodeFrame(encodeFrame(message))).toEqual(message);
      }),
    );
  });

  it("takes Node's buffers as the bytes they are", () => {
    expect(decodeFrame(encodeFrame([Buffer.from("ab")]))).toEqual([new Uint8Array([97, 98])]);
  });

  it("is refused when it is not whole or not one of ours", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          decodeFrame(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
    const whole = encodeFrame({ a: new Uint8Array([1, 2, 3]) });
    expect(() => decodeFrame(whole.subarray(0, -1))).toThrow(TypeError);
  });
});
