import { describe, expect, it } from "vitest";
import { framingRefusal } from "./framing.ts";
import type { HeaderPair } from "./http.ts";
import { NetworkError } from "./network.ts";

const SHOP = "https://shop.test/pay";
const refusal = (headers: readonly HeaderPair[], ...ancestors: string[]) =>
  framingRefusal(
    new URL(SHOP),
    headers,
    ancestors.map((ancestor) => new URL(ancestor)),
  );
const csp = (value: string): HeaderPair[] => [["Content-Security-Policy", value]];

describe("who may show a page in a frame", () => {
  it("anybody, when it says nothing", () => {
    expect(refusal([], "https://evil.test/")).toBeUndefined();
    expect(refusal(csp("default-src 'self'"), "https://evil.test/")).toBeUndefined();
    expect(refusal([["X-Frame-Options", "maybe"]], "https://evil.test/")).toBeUndefined();
  });

  it("X-Frame-Options: nobody, or only its own origin all the way up", () => {
    expect(refusal([["X-Frame-Options", "DENY"]], "https://shop.test/")).toBe(
      "shop.test lets nobody show it in a frame (X-Frame-Options: DENY)",
    );
    const same: HeaderPair[] = [["x-frame-options", "SameOrigin"]];
    expect(refusal(same, "https://shop.test/")).toBeUndefined();
    expect(refusal(same, "https://www.shop.test/")).toContain("does not let www.shop.test show it");
    expect(refusal(same, "https://shop.test/", "https://evil.test/")).toContain("does not let evil.test");
  });

  it.each([
    ["'none'", "https://shop.test/", false],
    ["'self'", "https://shop.test/", true],
    ["'self'", "https://shop.test:8443/", false],
    ["*", "https://evil.test/", true],
    ["https:", "https://evil.test/", true],
    ["https:", "http://evil.test/", false],
    ["http:", "https://evil.test/", true],
    ["partner.test", "https://partner.test/", true],
    ["partner.test", "http://partner.test/", false],
    ["http://partner.test", "https://partner.test/", true],
    ["partner.test", "https://www.partner.test/", false],
    ["*.partner.test", "https://www.partner.test/", true],
    ["*.partner.test", "https://partner.test/", false],
    ["https://partner.test:8443", "https://partner.test:8443/", true],
    ["https://partner.test:8443", "https://partner.test/", false],
    ["https://partner.test:*", "https://partner.test:9/", true],
    ["'self' https://partner.test/path", "https://partner.test/", true],
    ["", "https://shop.test/", false],
  ])("frame-ancestors %s, in a page of %s: %s", (sources, ancestor, allowed) => {
    expect(refusal(csp(`default-src 'none'; frame-ancestors ${sources}`), ancestor) === undefined).toBe(
      allowed,
    );
  });

  it("frame-ancestors goes before X-Frame-Options, and every policy counts", () => {
    const both: HeaderPair[] = [...csp("frame-ancestors https://partner.test"), ["X-Frame-Options", "DENY"]];
    expect(refusal(both, "https://partner.test/")).toBeUndefined();
    const two = csp("frame-ancestors *, frame-ancestors 'self'");
    expect(refusal(two, "https://evil.test/")).toContain("frame-ancestors");
  });
});

it("a refused frame shows why in place of the page", async () => {
  const { MovableClock } = await import("./clock.ts");
  const { UserAgent } = await import("./user-agent.ts");
  const agent = new UserAgent({
    name: "Alice",
    clock: new MovableClock(),
    network: {
      send: async (url) => {
        if (url.hostname !== "shop.test") throw new NetworkError("unknown-host", "There is no such host.");
        const headers: HeaderPair[] = [
          ["X-Frame-Options", "DENY"],
          ["Set-Cookie", "seen=1; Secure; SameSite=None"],
        ];
        return { status: 200, statusText: "OK", headers, body: new Blob(["secret"]).stream() };
      },
    },
  });
  const page = await agent.tab.loadFrame(SHOP, { ancestors: ["https://evil.test/"] });
  expect(page.failure?.code).toBe("frame-refused");
  expect(page.text).toContain("shop.test lets nobody show it in a frame");
  expect(page.text).not.toContain("secret");
  expect(
    agent.jar.list().map(({ name }) => name),
    "its cookies are kept all the same",
  ).toEqual(["seen"]);
});
