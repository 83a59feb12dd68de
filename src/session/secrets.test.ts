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

  it.each([
    ["short", "keyboard cat"],
    ["one letter", "a".repeat(64)],
    ["two letters", "ab".repeat(40)],
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
