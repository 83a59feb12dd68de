import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignment } from "./assignment.fixture.ts";
import type { Assignment } from "./assignment.ts";
import { decodeAssignment, encodeAssignment, LINK_LIMIT_BYTES, LinkError } from "./assignment-link.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { exerciseVersionOf, fingerprintOf } from "./fingerprint.ts";

const fragment = encodeAssignment(assignment);

function faultOf(link: string): string {
  try {
    decodeAssignment(link);
    return "none";
  } catch (error) {
    if (error instanceof LinkError) return error.code;
    throw error;
  }
}

describe("the link of an assignment", () => {
  it("says the whole assignment, as a fragment, after an address, or as a mail program encoded it", () => {
    expect(decodeAssignment(fragment)).toEqual(assignment);
    expect(decodeAssignment(`#${fragment}`)).toEqual(assignment);
    expect(decodeAssignment(` https://example.test/assignment/#${fragment}\n`)).toEqual(assignment);
    expect(decodeAssignment(`#${fragment.replace(".", "%2E").replaceAll("-", "%2D")}`)).toEqual(assignment);
  });

  it("is short enough for a QR code when the instructions are", () => {
    expect(fragment.length).toBeLessThan(500);
  });

  it("is the same for the same assignment, whatever the order of its members", () => {
    const { title, ...rest } = assignment;
    const turned: Assignment = { ...rest, title };
    expect(encodeAssignment(turned)).toBe(fragment);
    expect(fingerprintOf(turned)).toBe(fingerprintOf(assignment));
    expect(fingerprintOf({ ...assignment, title: `${title}!` })).not.toBe(fingerprintOf(assignment));
  });

  it("keeps any wording and any rules", () => {
    const points = fc.oneof(
      fc.record({ kind: fc.constant("all-or-nothing" as const), points: fc.nat(100) }),
      fc.record({ kind: fc.constant("share" as const), points: fc.nat(100) }),
      fc.record({ kind: fc.constant("per-test" as const), pointsPerTest: fc.nat(10) }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 400 }),
        fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,20}$/), { minLength: 1, maxLength: 12 }),
        points,
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        (instructions, ids, rule, opensAtMs) => {
          const any: Assignment = {
            ...assignment,
            instructions: new TextDecoder().decode(new TextEncoder().encode(instructions)),
            exercises: ids.map((id) => ({ id, points: rule })),
            opensAtMs,
          };
          expect(decodeAssignment(encodeAssignment(any))).toEqual(any);
        },
      ),
    );
  });

  it("is told to be cut wherever its end is missing", () => {
    for (let length = "v1.".length; length < fragment.length; length += 1) {
      expect(faultOf(fragment.slice(0, length)), `${length} letters of it`).toBe("cut");
    }
  });

  it("is never taken for another assignment when one letter of it is another", () => {
    for (let at = "v1.".length; at < fragment.length; at += 1) {
      const other = fragment[at] === "A" ? "B" : "A";
      expect(faultOf(fragment.slice(0, at) + other + fragment.slice(at + 1)), `letter ${at}`).toMatch(
        /^(broken|cut)$/,
      );
    }
    expect(faultOf(`${fragment}AAAA`)).toBe("broken");
    expect(faultOf(`${fragment} and`)).toBe("broken");
  });

  it("says what else is wrong: no link, a newer one, one that is too long", () => {
    expect(faultOf("")).toBe("no-link");
    expect(faultOf("https://example.test/assignment/")).toBe("no-link");
    expect(faultOf("#v2.AAAA")).toBe("newer");
    expect(faultOf(`#v1.${"A".repeat(LINK_LIMIT_BYTES)}`)).toBe("too-long");
    expect(() => encodeAssignment({ ...assignment, instructions: incompressible(6_000) })).toThrow(
      /would be \d+ bytes long; 4096 is the most/,
    );
    expect(() => encodeAssignment({ ...assignment, title: "" })).toThrow(LinkError);
  });

  it("refuses what no assignment says, also when the link itself is whole", async () => {
    const { pack } = await import("./packing.ts");
    const { digest } = await import("./fingerprint.ts");
    const packed = pack(new TextEncoder().encode('{"version":1,"title":"x"}'));
    const bytes = new Uint8Array(6 + packed.byteLength);
    new DataView(bytes.buffer).setUint16(0, packed.byteLength);
    bytes.set(digest(packed).subarray(0, 4), 2);
    bytes.set(packed, 6);
    expect(faultOf(`v1.${toBase64url(bytes)}`)).toBe("not-valid");
  });

  it("a zip bomb in it costs nothing", async () => {
    const { pack } = await import("./packing.ts");
    const { digest } = await import("./fingerprint.ts");
    const packed = pack(new Uint8Array(2_000_000));
    const bytes = new Uint8Array(6 + packed.byteLength);
    new DataView(bytes.buffer).setUint16(0, packed.byteLength);
    bytes.set(digest(packed).subarray(0, 4), 2);
    bytes.set(packed, 6);
    expect(faultOf(`v1.${toBase64url(bytes)}`)).toBe("broken");
  });
});

describe("the version of an exercise", () => {
  it("is another when a letter of a starter file is, not when their order is", () => {
    const version = exerciseVersionOf({ "a.ts": "1", "b.ts": "2" });
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    expect(exerciseVersionOf({ "b.ts": "2", "a.ts": "1" })).toBe(version);
    expect(exerciseVersionOf({ "a.ts": "1", "b.ts": "3" })).not.toBe(version);
  });
});

describe("base64url", () => {
  it("keeps any bytes, and refuses what is none", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
    expect(fromBase64url("A")).toBeUndefined();
    expect(fromBase64url("a+b=")).toBeUndefined();
  });
});

function incompressible(characters: number): string {
  let state = 1;
  return Array.from({ length: characters }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 94));
  }).join("");
}
