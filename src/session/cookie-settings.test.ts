import { afterEach, describe, expect, it, vi } from "vitest";
import type { SessionOptions } from "./settings.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { trialApp } from "./trial-app.ts";
import { TrialClient } from "./trial-client.ts";
import { whileServed } from "./trial-serve.ts";

/** What the first Set-Cookie says behind its value. */
function attributesOf(
  options: SessionOptions,
  headers: Record<string, string> = {},
  trustProxy?: unknown,
): Promise<readonly string[]> {
  const app = trialApp({ store: new MemoryStore(), ...options });
  if (trustProxy !== undefined) app.set("trust proxy", trustProxy);
  return whileServed(app, async (address) => {
    const answer = await new TrialClient().send("GET", `${address}/set/a/1`, undefined, headers);
    return (answer.setCookies[0] ?? "").split("; ").slice(1);
  });
}

const SAYS_HTTPS = { "X-Forwarded-Proto": "https" };

describe("the cookie's settings, over HTTP", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("check 29: Secure auto trusts configured proxies only", async () => {
    expect(await attributesOf({}, SAYS_HTTPS)).not.toContain("Secure");
    expect(await attributesOf({}, SAYS_HTTPS, false)).not.toContain("Secure");
    expect(await attributesOf({}, SAYS_HTTPS, "10.0.0.0/8")).not.toContain("Secure");
    expect(await attributesOf({}, SAYS_HTTPS, "loopback")).toContain("Secure");
    expect(await attributesOf({}, {}, "loopback")).not.toContain("Secure");
    expect(await attributesOf({ secure: true })).toContain("Secure");
    expect(await attributesOf({ secure: false }, SAYS_HTTPS, "loopback")).not.toContain("Secure");
  });

  it("reach the browser from options and from the environment alike", async () => {
    const options = { cookiePath: "/set", domain: "shop.example", secure: true, partitioned: true } as const;
    const sent = [
      "Domain=shop.example",
      "Path=/set",
      "Max-Age=3600",
      "HttpOnly",
      "Secure",
      "SameSite=Lax",
      "Partitioned",
    ];
    expect(await attributesOf(options)).toEqual(sent);
    vi.stubEnv("TINA4_SESSION_COOKIE_PATH", "/set");
    vi.stubEnv("TINA4_SESSION_DOMAIN", "shop.example");
    vi.stubEnv("TINA4_SESSION_SECURE", "true");
    vi.stubEnv("TINA4_SESSION_PARTITIONED", "true");
    expect(await attributesOf({})).toEqual(sent);
    vi.stubEnv("TINA4_SESSION_PERMANENT", "false");
    expect(await attributesOf({})).toEqual(sent.filter((attribute) => attribute !== "Max-Age=3600"));
  });

  it("are the same when the cookie is deleted, so that the browser finds it", async () => {
    const app = trialApp({ store: new MemoryStore(), domain: "shop.example", cookiePath: "/" });
    await whileServed(app, async (address) => {
      const client = new TrialClient();
      await client.get(`${address}/set/a/1`);
      const [deletion] = (await client.post(`${address}/logout`)).setCookies;
      expect(deletion).toMatch(/^tina4_session=; Domain=shop\.example; Path=\/; Max-Age=0; /);
    });
  });
});
