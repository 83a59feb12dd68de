import { describe, expect, it } from "vitest";
import { classKey, otherKey } from "./assignment.fixture.ts";
import { KeyError, keyFileText, parseKeyFile } from "./key-pair.ts";

async function faultOf(text: string): Promise<string> {
  try {
    await parseKeyFile(text);
    return "none";
  } catch (error) {
    if (error instanceof KeyError) return error.code;
    throw error;
  }
}

describe("the file of a private key", () => {
  it("gives back the key, and says in plain words what it is", async () => {
    expect(await parseKeyFile(keyFileText(classKey))).toEqual(classKey);
    expect(keyFileText(classKey)).toContain("keep it, back it up, and give it to nobody");
  });

  it("tells what is no key, a newer one, and one that is damaged", async () => {
    expect(await faultOf("")).toBe("not-a-key");
    expect(await faultOf("keepsake hand-in 1")).toBe("not-a-key");
    expect(await faultOf("[1]")).toBe("not-a-key");
    expect(await faultOf(keyFileText(classKey).replace('"version": 1', '"version": 2'))).toBe(
      "newer-version",
    );
    expect(await faultOf(keyFileText({ ...classKey, privateKey: "abc" }))).toBe("not-valid");
    expect(await faultOf(keyFileText({ ...classKey, publicKey: `BB${"A".repeat(85)}` }))).toBe("not-valid");
  });

  it("is refused when its halves are not a pair: nobody could open what is sealed to it", async () => {
    expect(await faultOf(keyFileText({ ...classKey, privateKey: otherKey.privateKey }))).toBe("no-pair");
  });
});
