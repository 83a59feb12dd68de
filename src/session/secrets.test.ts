import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readSecrets } from "./secrets.ts";

const one = randomBytes(32).toString("base64url");
const two = randomBytes(32).toString("hex");

describe("check 33: secrets", () => {
  it("come as a list or with commas between them, the newest first", () => {
    expect(readSecrets("TINA4_SECRET", `${two}, ${one}`)).toEqual([two, one]);
    expect(readSecrets("secret", [two, one])).toEqual([two, one]);
    for (const none of [undefined, "", " , ", []]) expect(readSecrets("secret", none)).toBeUndefined();
  });

  it("never takes a random one for an example", () => {
    for (let count = 0; count < 20_000; count += 1) {
      for (const encoding of ["hex", "base64", "base64url"] as const) {
        const secret = randomBytes(encoding === "hex" ? 16 : 24).toString(encoding);
        expect(readSecrets("secret", [secret])).toEqual([secret]);
      }
    }
  });

  it.each([
    ["short", "keyboard cat"],
    ["one letter", "a".repeat(64)],
    ["two letters", "ab".repeat(40)],
    ["an example of iron-session", "complex_password_at_least_32_characters_long"],
    ["an example, repeated", "keyboard cat ".repeat(4)],
    ["a sentence of examples", "this-is-my-super-secret-key-please-change-me-in-production"],
    ["the alphabet", "abcdefghijklmnopqrstuvwxyz0123456789"],
    ["one half twice", "q7Zp2mX9rT4v".repeat(3)],
    ["too long", "0123456789abcdef".repeat(100)],
    ["weak behind a strong one", `${one},secret`],
    ["the same twice", `${one},${one}`],
    ["too many", Array.from({ length: 11 }, () => randomBytes(32).toString("hex")).join()],
  ])("refuses: %s", (_what, value) => {
    let message = "";
    try {
      readSecrets("TINA4_SECRET", value);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain("TINA4_SECRET");
    expect(message).not.toContain(value);
    expect(message).not.toContain(one);
  });
});
