import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainRecords } from "./record-codec.ts";
import { sealedRecords } from "./sealed-records.ts";
import { ownerKey } from "./session-id.ts";
import { recordWith } from "./stores/contract.ts";

const newKey = () => randomBytes(32).toString("base64url");
const AT = "a".repeat(64);
const ELSEWHERE = "b".repeat(64);
const OWNER = ownerKey("user", "alice@example.com");
const record = recordWith(
  { cart: ["the secret of the cart"], ünïcode: "🔒" },
  {
    flash: new Map([["notice", { id: "f1", json: '"flash text"' }]]),
    owner: OWNER,
    authenticatedAtMs: 1,
    device: "a phone of some kind",
  },
);

describe("sealed records", () => {
  it("open again, with nothing lost", () => {
    const codec = sealedRecords(newKey());
    expect(codec.decode(AT, codec.encode(AT, record))).toEqual(record);
  });

  it("check 36: leave no plaintext: no key, value, flash, device or user", () => {
    const text = sealedRecords(newKey()).encode(AT, record);
    const bytes = Buffer.from(text.split(".")[2] ?? "", "base64url").toString("latin1");
    // Letters may spell a short word by chance.
    for (const plain of ["secret", "notice", OWNER, "Deadline"]) expect(text).not.toContain(plain);
    for (const plain of ["cart", "secret", "notice", "flash", "phone", OWNER, "data", "Deadline"])
      expect(bytes).not.toContain(plain);
  });

  it("differ each time, though the record is the same", () => {
    const codec = sealedRecords(newKey());
    expect(new Set(Array.from({ length: 1000 }, () => codec.encode(AT, record))).size).toBe(1000);
  });

  it("open only where they were put", () => {
    const codec = sealedRecords(newKey());
    expect(codec.decode(ELSEWHERE, codec.encode(AT, record))).toBeUndefined();
  });

  it("do not open when anything in them was changed, cut off or added", () => {
    const codec = sealedRecords(newKey());
    const text = codec.encode(AT, record);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 63 }), (at, by) => {
        const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const letter = alphabet.indexOf(text[at] ?? "");
        const other = letter === -1 ? "~" : alphabet[(letter + by) % 64];
        const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
        // The last letter holds bits that are not used.
        if (at === text.length - 1) return;
        expect(codec.decode(AT, changed)).toBeUndefined();
        expect(codec.decode(AT, text.slice(0, at))).toBeUndefined();
      }),
    );
    expect(codec.decode(AT, `${text}.`)).toBeUndefined();
  });

  it("are opened by no text that somebody made up", () => {
    const codec = sealedRecords(newKey());
    const id = codec.encode(AT, record).split(".")[1];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map((body) => `sealed1.${id}.${body}`),
        ),
        (text) => {
          expect(codec.decode(AT, text)).toBeUndefined();
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("are sealed by the newest key and opened by all, until one is taken away", () => {
    const [one, two] = [newKey(), newKey()];
    const before = sealedRecords(one);
    const during = sealedRecords(`${two}, ${one}`);
    const after = sealedRecords([two]);
    const old = before.encode(AT, record);
    const fresh = during.encode(AT, record);
    expect(during.decode(AT, old)).toEqual(record);
    expect(after.decode(AT, fresh)).toEqual(record);
    expect(before.decode(AT, fresh)).toBeUndefined();
    expect(after.decode(AT, old)).toBeUndefined();
  });

  it("are refused in plain, but for where plain is in the list", () => {
    const key = newKey();
    const plain = plainRecords.encode(AT, record);
    expect(sealedRecords(key).decode(AT, plain)).toBeUndefined();
    const beginning = sealedRecords(`${key},plain`);
    expect(beginning.decode(AT, plain)).toEqual(record);
    expect(beginning.encode(AT, record)).toMatch(/^sealed1\./);
    const ending = sealedRecords(["plain", key]);
    expect(ending.decode(AT, beginning.encode(AT, record))).toEqual(record);
    expect(ending.encode(AT, record)).toBe(plain);
  });

  it("hide owners from who can only guess names, and find them with every key", () => {
    const [one, two] = [newKey(), newKey()];
    const [before] = sealedRecords(one).ownerTags?.(OWNER) ?? [];
    const during = sealedRecords([two, one]).ownerTags?.(OWNER);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(before).not.toBe(OWNER);
    expect(during).toHaveLength(2);
    expect(during?.[1]).toBe(before);
    expect(sealedRecords([two, "plain"]).ownerTags?.(OWNER)).toEqual([during?.[0], OWNER]);
  });

  it("take keys in base64 and in hex", () => {
    const bytes = randomBytes(32);
    const texts = [bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("hex")];
    const sealed = sealedRecords(texts[0] ?? "").encode(AT, record);
    for (const text of texts) expect(sealedRecords(text).decode(AT, sealed)).toEqual(record);
  });

  it.each([
    ["none", "", "must be 32 random bytes"],
    ["only plain", "plain", "hold no key"],
    ["an empty list", [], "hold no key"],
    ["too short", randomBytes(16).toString("hex"), "must be 32 random bytes"],
    ["a passphrase", "correct horse battery staple", "must be 32 random bytes"],
    ["zeros", "0".repeat(64), "its bytes repeat"],
    ["a text in base64", Buffer.from("abcdefghijklmnopqrstuvwxyz012345").toString("base64"), "it is a text"],
    [
      "one key twice",
      Array.from({ length: 2 }, () => "8fNq1kT0dWmYzR3uC5xHb7sJ9vEaQpLoGiKtXhUyZ4A"),
      "one key twice",
    ],
    ["too many", Array.from({ length: 11 }, newKey), "keep 10 at most"],
  ])("refuse at start: %s", (_what, keys, message) => {
    let said = "";
    try {
      sealedRecords(keys, "TINA4_SESSION_ENCRYPTION_KEYS");
    } catch (error) {
      expect(error).toMatchObject({ code: "bad-setting" });
      said = (error as Error).message;
    }
    expect(said).toContain(`TINA4_SESSION_ENCRYPTION_KEYS`);
    expect(said).toContain(message);
    const first = [keys].flat()[0] ?? "";
    if (first.length > 6) expect(said).not.toContain(first);
  });
});
