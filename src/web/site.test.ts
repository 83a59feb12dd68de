import { describe, expect, it } from "vitest";
import { isLoopback } from "./loopback.ts";
import { isPublicSuffix, registrableDomain, sameSite } from "./site.ts";

const site = (a: string, b: string) => sameSite(new URL(a), new URL(b));

describe("sites", () => {
  it.each([
    ["www.shop.test", "shop.test"],
    ["shop.test", "shop.test"],
    ["a.b.shop.co.uk", "shop.co.uk"],
    ["alice.github.io", "alice.github.io"],
    ["test", undefined],
    ["co.uk", undefined],
    ["github.io", undefined],
    ["localhost", undefined],
    ["127.0.0.1", undefined],
    ["[::1]", undefined],
  ])("%s belongs to %s", (host, expected) => {
    expect(registrableDomain(host)).toBe(expected);
  });

  it("counts scheme and registrable domain, not host and port", () => {
    expect(site("https://a.shop.test:1", "https://b.shop.test:2")).toBe(true);
    expect(site("http://shop.test", "https://shop.test")).toBe(false);
    expect(site("http://shop.test", "http://evil.test")).toBe(false);
    expect(site("http://localhost:1", "http://localhost:2")).toBe(true);
    expect(site("http://127.0.0.1", "http://127.0.0.2")).toBe(false);
    expect(site("https://alice.github.io", "https://bob.github.io")).toBe(false);
    expect(site("data:,", "data:,")).toBe(false);
  });

  it("knows public suffixes and this machine", () => {
    expect(["test", "co.uk", "shop.test", "127.0.0.1"].map(isPublicSuffix)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(
      ["localhost", "a.localhost", "127.9.9.9", "[::1]", "127.shop.test", "shop.test"].map(isLoopback),
    ).toEqual([true, true, true, true, false, false]);
  });
});
