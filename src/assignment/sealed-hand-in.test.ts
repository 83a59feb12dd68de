import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyHandIn, classKey, handIn, otherKey } from "./assignment.fixture.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { digest } from "./fingerprint.ts";
import { type HandIn, isPlainPath } from "./hand-in.ts";
import { importPublicKey, suite } from "./key-pair.ts";
import { joined, pack } from "./packing.ts";
import { receiptCode } from "./receipt.ts";
import {
  HandInError,
  looksLikeHandIn,
  openHandIn,
  SEALED_LIMIT_BYTES,
  sealHandIn,
  UNPACKED_LIMIT_BYTES,
} from "./sealed-hand-in.ts";

const sealed = await sealHandIn(handIn, classKey.publicKey);

async function faultOf(bytes: Uint8Array, key = classKey): Promise<string> {
  try {
    await openHandIn(bytes, key);
    return "none";
  } catch (error) {
    if (error instanceof HandInError) return error.code;
    throw error;
  }
}

function flipped(bit: number): Uint8Array {
  const bytes = sealed.slice();
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes;
}

/** Sealed as the page does it, around any content. */
async function sealedAround(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const info = new TextEncoder().encode("keepsake hand-in 1");
  const recipientPublicKey = await importPublicKey(classKey.publicKey);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: info.buffer });
  const head = sealed.slice(0, 31);
  new DataView(head.buffer).setUint32(27, sender.enc.byteLength + packed.byteLength + 16);
  const body = joined([head, new Uint8Array(sender.enc), new Uint8Array(await sender.seal(packed, head))]);
  return joined([body, digest(body)]);
}

describe("a sealed hand-in", () => {
  it("opens with its key and gives back any hand-in, to the letter", async () => {
    await fc.assert(
      fc.asyncProperty(anyHandIn, async (any: HandIn) => {
        const bytes = await sealHandIn(any, classKey.publicKey);
        expect(await openHandIn(bytes, classKey)).toEqual(any);
        // In the middle of a larger buffer, as Node reads files.
        const inside = Buffer.concat([Buffer.alloc(7), bytes]).subarray(7);
        expect(await openHandIn(inside, classKey)).toEqual(any);
        expect(await faultOf(bytes, otherKey)).toBe("wrong-key");
      }),
      { numRuns: 60 },
    );
  });

  it("shows nothing without the key: no name, no code, no title, nor that two are the same", async () => {
    const again = await sealHandIn(handIn, classKey.publicKey);
    const readable = Buffer.from(sealed).toString("latin1");
    for (const word of ["Ada", "1815", "unmistakable", "server.ts", "Carts", handIn.assignment.fingerprint]) {
      expect(readable).not.toContain(word);
      // A few letters are in any random bytes by chance.
      const encoded = Buffer.from(word).toString("base64").slice(0, -2);
      if (encoded.length > 5) expect(readable).not.toContain(encoded);
    }
    expect(Buffer.from(again).subarray(31, -32).equals(Buffer.from(sealed).subarray(31, -32))).toBe(false);
    // Compressed but not encrypted, the text would come out of some offset.
    const { inflateRawSync } = await import("node:zlib");
    for (let start = 0; start < sealed.byteLength; start += 1) {
      let text = "";
      try {
        text = inflateRawSync(sealed.subarray(start)).toString("latin1");
      } catch {
        continue;
      }
      expect(text).not.toContain("Ada");
    }
  });

  it("is refused when one bit of it is another, wherever", async () => {
    const bits = sealed.byteLength * 8;
    const codes = new Set<string>();
    for (let bit = 0; bit < bits; bit += bit < 31 * 8 ? 1 : 5) {
      const code = await faultOf(flipped(bit));
      expect(code, `bit ${bit}`).not.toBe("none");
      if (bit >= 31 * 8) expect(code, `bit ${bit}`).toBe("changed");
      codes.add(code);
    }
    expect([...codes].sort()).toEqual(["changed", "cut", "newer-version", "not-a-hand-in"]);
  });

  it("is refused when its checksum was made to fit the change", async () => {
    const forged = flipped(200 * 8);
    forged.set(digest(forged.subarray(0, -32)), forged.byteLength - 32);
    expect(await faultOf(forged)).toBe("changed");
  });

  it("is told to be cut, wherever it ends", async () => {
    for (let length = 1; length < sealed.byteLength; length += 1) {
      expect(await faultOf(sealed.subarray(0, length)), `${length} bytes of it`).toMatch(
        length < 19 ? /^(cut|not-a-hand-in)$/ : /^cut$/,
      );
    }
    expect(await faultOf(joined([sealed, new Uint8Array(1)]))).toBe("changed");
  });

  it("tells other files from hand-ins, and a newer format from this one", async () => {
    expect(await faultOf(new Uint8Array())).toBe("not-a-hand-in");
    expect(await faultOf(new TextEncoder().encode("PK\u0003\u0004 any zip file that lies around here"))).toBe(
      "not-a-hand-in",
    );
    const newer = joined([new TextEncoder().encode("keepsake hand-in 2\n"), sealed.subarray(19)]);
    expect(await faultOf(newer)).toBe("newer-version");
    expect(looksLikeHandIn(newer)).toBe(true);
    expect(looksLikeHandIn(new Uint8Array([1, 2, 3]))).toBe(false);
  });

  it("is not unpacked beyond its limit, nor looked at when it is too large itself", async () => {
    const bomb = pack(new Uint8Array(UNPACKED_LIMIT_BYTES + 1));
    expect(bomb.byteLength).toBeLessThan(SEALED_LIMIT_BYTES / 100);
    expect(await faultOf(await sealedAround(bomb))).toBe("too-large");
    expect(await faultOf(joined([sealed, new Uint8Array(SEALED_LIMIT_BYTES)]))).toBe("too-large");
    const large: HandIn = {
      ...handIn,
      exercises: handIn.exercises.map((exercise) => ({
        ...exercise,
        files: { "a.txt": "x".repeat(UNPACKED_LIMIT_BYTES) },
      })),
    };
    await expect(sealHandIn(large, classKey.publicKey)).rejects.toThrow(/larger than any can be/);
  });

  it("is refused when what is in it was not made by Keepsake", async () => {
    const [exercise] = handIn.exercises;
    const escaping = { ...handIn, exercises: [{ ...exercise, files: { "../up.ts": "" } }] };
    expect(await faultOf(await sealedAround(pack(canonicalBytes(escaping))))).toBe("not-valid");
    expect(await faultOf(await sealedAround(pack(canonicalBytes({ ...handIn, more: 1 }))))).toBe("not-valid");
    expect(await faultOf(await sealedAround(pack(new TextEncoder().encode("{"))))).toBe("not-valid");
    expect(await faultOf(await sealedAround(new Uint8Array([255, 255])))).toBe("not-valid");
  });

  it("has a message of its own for each fault, which says what to do", async () => {
    const faults = await Promise.all(
      [
        openHandIn(sealed, otherKey),
        openHandIn(sealed.subarray(0, 99), classKey),
        openHandIn(flipped(999), classKey),
        openHandIn(new Uint8Array(99), classKey),
      ].map((opening) => opening.then(() => "", String)),
    );
    expect(faults).toMatchInlineSnapshot(`
      [
        "FormatError: This hand-in was sealed to another key than this one. It may be meant for another class, or the assignment's link was made with another key file: open it with that.",
        "FormatError: The end of this hand-in is missing: the upload or download broke off. Ask for the file again.",
        "FormatError: This hand-in is not as it was saved: some of its bytes are others. Ask the learner for the file again, or for a new one.",
        "FormatError: This file is not a hand-in of Keepsake. Hand-ins begin with the words “keepsake hand-in” and their names end in .keepsake.",
      ]
    `);
  });
});

describe("the receipt code", () => {
  it("is short, the same for the same bytes, and another for others", async () => {
    expect(receiptCode(sealed)).toMatch(
      /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/,
    );
    expect(receiptCode(sealed.slice())).toBe(receiptCode(sealed));
    expect(receiptCode(flipped(0))).not.toBe(receiptCode(sealed));
    expect(receiptCode(new Uint8Array())).toMatchInlineSnapshot(`"WERC-8GMR-ZGE1"`);
  });
});

describe("paths in a hand-in", () => {
  it.each(["server.ts", "src/routes/cart.ts", ".env", "src/täglich.ts"])("%s is plain", (path) => {
    expect(isPlainPath(path)).toBe(true);
  });

  it.each([
    "",
    "/etc/passwd",
    "../up.ts",
    "src/../../up.ts",
    "src//cart.ts",
    "./server.ts",
    "src\\cart.ts",
    "C:/x.ts",
    "nul",
    "aux.ts",
    "a\u0000b",
    "a\nb",
    "a ",
    "a.",
    "__proto__",
  ])("%j is not", (path) => {
    expect(isPlainPath(path)).toBe(false);
  });
});
