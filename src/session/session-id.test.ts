import { Buffer } from "node:buffer";
import crypto from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { idsOf, isSessionId, newSessionId, ownerKey, sha256Hex, storeKey } from "./session-id.ts";
import { MemoryStore } from "./stores/memory-store.ts";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

describe("session ids", () => {
  it("are 192 bits in base64url, each different, also beyond what is drawn at once", () => {
    const ids = Array.from({ length: 300 }, newSessionId);
    expect(new Set(ids).size).toBe(300);
    for (const id of ids) {
      expect(id).toMatch(/^[\w-]{32}$/);
      expect(Buffer.from(id, "base64url").toString("base64url")).toBe(id);
      expect(Buffer.from(id, "base64url")).toHaveLength(24);
      expect(isSessionId(id)).toBe(true);
    }
  });

  it("are the bytes of the system's random source in order, which are then forgotten", () => {
    const drawn = crypto.randomBytes(24 * 128);
    const pools: Uint8Array[] = [];
    const fill = vi.spyOn(crypto, "randomFillSync").mockImplementation((target) => {
      pools.push(new Uint8Array(target.buffer));
      pools.at(-1)?.set(drawn);
      return target;
    });
    const ids: string[] = [];
    // What is left of an earlier draw comes first.
    while (pools.length === 0) ids.splice(0, 1, newSessionId());
    for (let n = 1; n < 128; n += 1) ids.push(newSessionId());
    expect(Buffer.from(ids.join(""), "base64url").equals(drawn)).toBe(true);
    expect(pools).toHaveLength(1);
    expect(pools[0]?.every((byte) => byte === 0)).toBe(true);
    newSessionId();
    expect(pools).toHaveLength(2);
    fill.mockRestore();
  });

  it.each(["", "a".repeat(31), "a".repeat(33), `${"a".repeat(31)}+`, `${"a".repeat(31)} `, "a\n".repeat(16)])(
    "are not %j",
    (text) => {
      expect(isSessionId(text)).toBe(false);
    },
  );

  it("are looked at as a store wants them, and as ours where it wants nothing", () => {
    const store = new MemoryStore();
    const ids = idsOf(store);
    const id = ids.fresh();
    expect(ids.parse(id)).toBe(id);
    expect(ids.parse(`${id}x`)).toBeUndefined();
    expect(ids.print(id)).toBe(id);
    expect(ids.key(id)).toBe(storeKey(id));
    const own = { ...ids, fresh: () => "own" };
    expect(idsOf(Object.assign(new MemoryStore(), { ids: own }))).toBe(own);
  });
});

describe("keys of the store", () => {
  it("are the SHA-256 of the id (FIPS 180-2, appendix B.1)", () => {
    expect(storeKey("abc")).toBe(ABC);
    expect(sha256Hex("abc")).toBe(ABC);
    expect(ownerKey("user", 7)).toBe(sha256Hex("user:7"));
    expect(ownerKey("user", "7")).toBe(ownerKey("user", 7));
    expect(ownerKey("remember", 7)).toBe(sha256Hex("remember:7"));
  });

  it("are the same on an engine whose crypto has no hash()", async () => {
    vi.resetModules();
    vi.doMock("node:crypto", () => ({ default: { ...crypto, hash: undefined } }));
    const elsewhere = await import("./session-id.ts");
    vi.doUnmock("node:crypto");
    expect(elsewhere.sha256Hex).not.toBe(sha256Hex);
    expect(elsewhere.sha256Hex("abc")).toBe(ABC);
  });
});
