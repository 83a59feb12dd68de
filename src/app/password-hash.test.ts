import * as crypto from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** Passwords and hashes that other programs made. */
const KNOWN = {
  // The test vectors of argon2's reference implementation.
  argon2id: "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  // RFC 7914 §12: "pleaseletmein" with the salt "SodiumChloride".
  scrypt:
    "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw",
};

/** A module as new: what Node can do is looked at once. */
const fresh = () => import("./password-hash.ts");

beforeEach(() => vi.resetModules());
afterEach(() => vi.restoreAllMocks());

describe.runIf(typeof crypto.argon2 === "function")("where Node has argon2", () => {
  it("hashes with argon2id and reads what others hashed, both ways", async () => {
    const { hashPassword, isOutdated, matchesHash } = await fresh();
    const hash = await hashPassword("x");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await matchesHash("password", KNOWN.argon2id)).toBe(true);
    expect(await matchesHash("Password", KNOWN.argon2id)).toBe(false);
    expect(await matchesHash("pleaseletmein", KNOWN.scrypt)).toBe(true);
    expect([hash, KNOWN.argon2id, KNOWN.scrypt].map(isOutdated)).toEqual([false, true, true]);
  });
});

describe("where Node has no argon2", () => {
  beforeEach(() => {
    vi.doMock("node:crypto", async (original) => ({
      ...(await original<typeof crypto>()),
      argon2Sync: undefined,
      argon2: undefined,
    }));
  });
  afterEach(() => vi.doUnmock("node:crypto"));

  it("hashes with scrypt and says what it cannot read", async () => {
    const { hashPassword, isOutdated, matchesHash } = await fresh();
    const hash = await hashPassword("x");
    expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await matchesHash("x", hash)).toBe(true);
    expect(await matchesHash("y", hash)).toBe(false);
    expect(isOutdated(hash)).toBe(false);
    await expect(matchesHash("password", KNOWN.argon2id)).rejects.toMatchObject({
      code: "bad-password-hash",
      message: expect.stringContaining("Node 24.7"),
    });
  });
});

describe("a stored hash", () => {
  const salt = "AAAAAAAAAAAAAAAAAAAAAA";
  const tag = "A".repeat(43);
  it.each([
    "",
    "plain text",
    "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
    `$argon2i$v=19$m=65536,t=2,p=1$${salt}$${tag}`,
    `$argon2id$v=16$m=65536,t=2,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=9999999,t=2,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=65536,t=99,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=65536,t=0,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=8,t=1,p=2$${salt}$${tag}`,
    `$scrypt$ln=30,r=8,p=1$${salt}$${tag}`,
    `$scrypt$ln=0,r=8,p=1$${salt}$${tag}`,
    `$scrypt$ln=15,r=8,p=17$${salt}$${tag}`,
    `$scrypt$ln=15,r=8,p=3$${salt}$${tag}$`,
    `$scrypt$ln=15,r=8,p=3$${salt}$${"A".repeat(400)}`,
  ])("is refused when it is none, or asks for no work or too much: %s", async (text) => {
    const { matchesHash } = await fresh();
    await expect(matchesHash("password", text)).rejects.toMatchObject({ code: "bad-password-hash" });
  });

  it("never shows in the message", async () => {
    const { matchesHash } = await fresh();
    const text = `$md5$${tag}`;
    const message = await matchesHash("hunter2", text).catch((error: Error) => error.message);
    expect(message).not.toContain(tag);
    expect(message).not.toContain("hunter2");
  });
});
