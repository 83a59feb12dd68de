import { describe, expect, test } from "vitest";
import { CookieJar } from "../../web/cookie-jar.ts";
import { standardLink } from "./standard-link.ts";
import { SITUATIONS, wouldSend } from "./would-send.ts";

const nowMs = Date.UTC(2026, 10, 27, 12);
const shop = new URL("https://shop.test/cart");

function stockedJar(): CookieJar {
  const jar = new CookieJar({ nowMs: () => nowMs });
  jar.offer("lax=1; Path=/; SameSite=Lax", shop);
  jar.offer("open=1; Path=/; SameSite=None; Secure", shop);
  jar.offer("quiet=1; Path=/; HttpOnly; Max-Age=60", shop);
  jar.offer("other=1; Path=/", new URL("https://evil.test/"));
  return jar;
}

describe("where a jar's cookies would go", () => {
  const ask = (id: string, atMs = nowMs, url = shop) => {
    const situation = SITUATIONS.find((each) => each.id === id);
    if (situation === undefined) throw new Error(`There is no situation ${id}.`);
    const cookies = stockedJar().list();
    return wouldSend(CookieJar, { cookies, url, situation, nowMs: atMs });
  };
  const sent = (id: string, atMs?: number) =>
    ask(id, atMs)
      .filter(({ verdict }) => verdict === "sent")
      .map(({ name }) => name);

  test.each([
    ["address", ["lax", "open", "quiet"]],
    ["own-fetch", ["lax", "open", "quiet"]],
    ["link", ["lax", "open", "quiet"]],
    ["post", ["open"]],
    ["embedded", ["open"]],
    ["script", ["lax", "open"]],
  ])("%s: %j", (id, names) => {
    expect(sent(id)).toEqual(names);
  });

  test("every cookie has its answer, those of other sites and those whose time is over too", () => {
    const decisions = ask("address", nowMs + 61_000);
    expect(decisions.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      "other withheld",
      "lax sent",
      "open sent",
      "quiet withheld",
    ]);
    expect(decisions[0]?.reason).toBe("withheld: it belongs to evil.test, and this goes to shop.test");
    expect(decisions[3]?.reason).toContain("expired");
  });

  test("each of two cookies that differ in their Domain alone has its own answer", () => {
    const jar = new CookieJar({ nowMs: () => nowMs });
    jar.offer("id=1; Path=/", shop);
    jar.offer("id=1; Path=/; Domain=shop.test", shop);
    const cookies = jar.list();
    const url = new URL("https://www.shop.test/");
    const decisions = wouldSend(CookieJar, { cookies, url, situation: SITUATIONS[0], nowMs });
    expect(cookies.map(({ hostOnly }) => hostOnly)).toEqual([true, false]);
    expect(decisions.map(({ verdict }) => verdict)).toEqual(["withheld", "sent"]);
  });

  test("asking changes nothing in the jar", () => {
    const jar = stockedJar();
    const before = JSON.stringify(jar);
    wouldSend(CookieJar, {
      cookies: jar.list(),
      url: shop,
      situation: SITUATIONS[0],
      nowMs: nowMs + 10 ** 9,
    });
    expect(JSON.stringify(jar)).toBe(before);
  });
});

test("a rule's place in a standard is a link where it is known", () => {
  expect(standardLink("RFC 6265bis §5.8.3, SameSite")).toEqual({
    href: "https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-5.8.3",
    text: "RFC 6265bis §5.8.3",
    rest: "SameSite",
  });
  expect(standardLink("RFC 6265bis §5.7 step 23")).toMatchObject({
    text: "RFC 6265bis §5.7",
    rest: "step 23",
  });
  expect(standardLink("RFC 9110 §7.6.3")?.href).toBe("https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3");
  expect(standardLink("Fetch §2.2.5, credentials mode")?.href).toContain("fetch.spec.whatwg.org");
  expect(standardLink("Chromium's own rule")).toBeUndefined();
});
