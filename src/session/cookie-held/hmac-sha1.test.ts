import { Buffer } from "node:buffer";
import crypto from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HmacSha1 } from "./hmac-sha1.ts";

describe("HMAC-SHA-1", () => {
  it("is RFC 2202's", () => {
    expect(new HmacSha1(Buffer.alloc(20, 0x0b)).of("Hi There")).toBe(
      Buffer.from("b617318655057264e28bc0b6fb378c8ef146be00", "hex").toString("base64url"),
    );
    expect(new HmacSha1(Buffer.from("Jefe")).of("what do ya want for nothing?")).toBe(
      Buffer.from("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "hex").toString("base64url"),
    );
  });

  it("is Node's, for any key and text", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.nat({ max: 20_000 }).map((length) => "ü".repeat(length)),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.array(text, { minLength: 1, maxLength: 3 }),
        (key, texts) => {
          const hmac = new HmacSha1(key);
          for (const one of texts) {
            expect(hmac.of(one)).toBe(crypto.createHmac("sha1", key).update(one).digest("base64url"));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
