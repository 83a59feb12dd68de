import { expect, it } from "vitest";
import { CookieJar } from "./cookie-jar.ts";
import type { CookiePolicy } from "./cookie-policy.ts";
import type { CookieContext } from "./jar-cookie.ts";

/**
 * Every verdict the jar can give, with the place where its rule stands: in RFC 6265bis as it went to the RFC Editor
 * (draft 22), in the CHIPS draft, and for the two `Http` prefixes in the layered-cookies draft that is to follow it.
 */

const shop = "https://shop.test/cart";
const plain = "http://shop.test/cart";
const script: CookieContext = { via: "script", siteForCookies: new URL(shop), topLevel: new URL(shop) };
const embedded: CookieContext = {
  via: "http",
  siteForCookies: new URL("https://evil.test/"),
  topLevel: new URL("https://evil.test/"),
};
const opaque: CookieContext = { via: "http", siteForCookies: null, topLevel: null };

interface Offered {
  readonly line: string;
  readonly url?: string;
  readonly context?: CookieContext;
  readonly policy?: Partial<CookiePolicy>;
  /** In the jar already, from https. */
  readonly before?: string;
  readonly verdict?: "kept" | "deleted";
  readonly source: string;
}

const storing = "RFC 6265bis §5.7";
const offered: readonly Offered[] = [
  { line: "a=1\u0001", source: "RFC 6265bis §5.6 step 1" },
  { line: `a=${"x".repeat(4096)}`, source: "RFC 6265bis §5.6 step 5" },
  { line: "=", source: `${storing} step 2` },
  { line: "a=1; Domain=m\u00fcller.test", source: `${storing} step 8` },
  { line: "a=1; Domain=not a host", source: "RFC 6265bis §5.1.2" },
  { line: "a=1; Domain=test", source: `${storing} step 9` },
  { line: "a=1; Domain=evil.test", source: `${storing} step 10` },
  { line: "a=1; Secure", url: plain, source: `${storing} step 13` },
  { line: "a=1; HttpOnly", context: script, source: `${storing} step 15` },
  { line: "a=1; Path=/", url: plain, before: "a=0; Secure; Path=/", source: `${storing} step 16` },
  { line: "a=1; SameSite=Lax", context: embedded, source: `${storing} step 18` },
  { line: "a=1; SameSite=None", source: `${storing} step 19` },
  { line: "__Secure-a=1", source: `${storing} step 20` },
  { line: "__Host-a=1; Secure", source: `${storing} step 21` },
  { line: "__Http-a=1; Secure", source: "layered-cookies draft §5.4.3" },
  { line: "__Host-Http-a=1; Secure; Path=/", source: "layered-cookies draft §5.4.3" },
  { line: "=__Host-a=1", source: `${storing} step 22` },
  { line: "a=1; Path=/", context: script, before: "a=0; HttpOnly; Path=/", source: `${storing} step 23` },
  { line: "a=1; Partitioned", source: "CHIPS draft §2.3 (Partitioned)" },
  {
    line: "a=1; Partitioned; Secure; SameSite=None",
    context: opaque,
    source: "CHIPS draft §2.3 (Partitioned)",
  },
  {
    line: "a=1; Secure; SameSite=None",
    context: embedded,
    policy: { thirdPartyCookies: "block" },
    source: "RFC 6265bis §7.1",
  },
  { line: "a=1", verdict: "kept", source: storing },
  { line: "a=1; Max-Age=0", verdict: "deleted", source: storing },
];

it.each(offered)(
  "offered $line: $source",
  ({ line, url = shop, context, policy, before, verdict, source }) => {
    const jar = new CookieJar({ nowMs: () => 0 }, policy);
    if (before !== undefined) jar.offer(before, new URL(shop));
    const decision = jar.offer(line, new URL(url), context);
    expect(decision).toMatchObject({ verdict: verdict ?? "refused", source });
    expect(decision.reason).toMatch(/^(?:kept|refused|deleted): \S.{10,}/);
  },
);

interface Asked {
  readonly line: string;
  readonly url?: string;
  readonly context?: CookieContext;
  readonly policy?: Partial<CookiePolicy>;
  readonly afterMs?: number;
  readonly verdict?: "sent";
  readonly source: string;
}

const retrieval = "RFC 6265bis §5.8.3";
const none = "Secure; SameSite=None";
const asked: readonly Asked[] = [
  { line: "a=1", verdict: "sent", source: retrieval },
  { line: "a=1", url: "https://www.shop.test/cart", source: "RFC 6265bis §5.1.3" },
  { line: "a=1; Path=/cart", url: "https://shop.test/other", source: "RFC 6265bis §5.1.4" },
  { line: "a=1; Secure", url: plain, source: retrieval },
  { line: "a=1; HttpOnly", context: script, source: retrieval },
  { line: "a=1; SameSite=Strict", context: embedded, source: `${retrieval}, SameSite` },
  { line: `a=1; ${none}; Partitioned`, context: embedded, source: "CHIPS draft §2.5 (Partitioned)" },
  {
    line: `a=1; ${none}`,
    context: embedded,
    policy: { thirdPartyCookies: "partitioned-only" },
    source: "RFC 6265bis §7.1",
  },
  { line: "a=1; Max-Age=1", afterMs: 1000, source: storing },
];

it.each(asked)(
  "asked for $line: $source",
  ({ line, url = shop, context, policy, afterMs = 0, verdict, source }) => {
    let nowMs = 0;
    const jar = new CookieJar({ nowMs: () => nowMs }, policy);
    expect(jar.offer(line, new URL(shop)).verdict).toBe("kept");
    nowMs = afterMs;
    const { header, decisions } = jar.select(new URL(url), context);
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ verdict: verdict ?? "withheld", source });
    expect(decisions[0]?.reason).toMatch(/^(?:sent|withheld): \S.{10,}/);
    expect(header).toBe(verdict === "sent" ? "a=1" : undefined);
  },
);
