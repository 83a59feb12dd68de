import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MovableClock } from "./clock.ts";
import { CookieJar, type JarChange } from "./cookie-jar.ts";
import { COOKIES_PER_JAR, COOKIES_PER_SITE } from "./cookie-shelf.ts";
import { COOKIE_LIFETIME_LIMIT_MS } from "./cookie-storing.ts";
import type { CookieContext, JarCookie } from "./jar-cookie.ts";

const startMs = Date.UTC(2026, 0, 15, 12);

function stage(): { jar: CookieJar; clock: MovableClock; changes: JarChange[] } {
  const clock = new MovableClock(() => startMs);
  const jar = new CookieJar(clock);
  const changes: JarChange[] = [];
  jar.onChange((change) => changes.push(...change));
  return { jar, clock, changes };
}

function cookieNamed(jar: CookieJar, wanted: string): JarCookie {
  const found = jar.list().find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`The jar has no cookie ${wanted}.`);
  return found;
}

const shop = new URL("http://shop.test/cart/view");
const secureShop = new URL("https://shop.test/");
const evil = new URL("http://evil.test/");

describe("which cookies are sent", () => {
  const contexts: Readonly<Record<string, CookieContext>> = {
    "the address bar": { via: "http", topLevelNavigation: true },
    "a link of the same site": {
      via: "http",
      topLevelNavigation: true,
      siteForCookies: new URL("http://www.shop.test/"),
    },
    "a fetch of the same site": { via: "http", siteForCookies: shop },
    "a link of another site": { via: "http", topLevelNavigation: true, siteForCookies: evil },
    "a form post of another site": {
      via: "http",
      topLevelNavigation: true,
      siteForCookies: evil,
      method: "POST",
    },
    "an image on another site": { via: "http", siteForCookies: evil },
    "a page of an opaque origin": {
      via: "http",
      topLevelNavigation: true,
      siteForCookies: null,
      method: "POST",
    },
    "the same host on https": { via: "http", siteForCookies: secureShop },
  };
  const same = "strict=1; lax=1; plain=1";
  it.each([
    ["the address bar", same],
    ["a link of the same site", same],
    ["a fetch of the same site", same],
    ["a link of another site", "lax=1; plain=1"],
    ["a form post of another site", undefined],
    ["an image on another site", undefined],
    ["a page of an opaque origin", undefined],
    ["the same host on https", undefined],
  ])("from %s: %s", (from, header) => {
    const { jar } = stage();
    jar.offer("strict=1; SameSite=Strict; Path=/", shop);
    jar.offer("lax=1; SameSite=Lax; Path=/", shop);
    jar.offer("plain=1; Path=/", shop);
    const selection = jar.select(shop, contexts[from]);
    expect(selection.header).toBe(header);
    expect(selection.decisions).toHaveLength(3);
    for (const { verdict, reason, source } of selection.decisions) {
      expect(reason).toMatch(verdict === "sent" ? /^sent: / : /^withheld: .*SameSite/);
      expect(source).toContain("RFC 6265bis §5.8.3");
    }
  });

  it("SameSite=None goes everywhere over https", () => {
    const { jar } = stage();
    jar.offer("id=1; SameSite=None; Secure", secureShop);
    expect(jar.select(secureShop, { via: "http", siteForCookies: evil }).header).toBe("id=1");
    expect(jar.select(shop).decisions[0]).toMatchObject({
      verdict: "withheld",
      reason: expect.stringContaining("is not https"),
    });
  });

  it("explains paths and hosts, and says nothing of other sites", () => {
    const { jar } = stage();
    jar.offer("a=1; Path=/admin", shop);
    jar.offer("b=1; Path=/", new URL("http://api.shop.test/"));
    jar.offer("c=1; Domain=api.shop.test; Path=/", new URL("http://api.shop.test/"));
    jar.offer("d=1", evil);
    const { header, decisions } = jar.select(shop);
    expect(header).toBeUndefined();
    expect(decisions.map(({ reason }) => reason)).toEqual([
      "withheld: Path=/admin does not cover /cart/view",
      "withheld: it has no Domain, so it goes to api.shop.test only, and this goes to shop.test",
      "withheld: Domain=api.shop.test does not cover shop.test",
    ]);
  });

  it("longer paths go first, then older cookies, and an update keeps its age", () => {
    const { jar, clock } = stage();
    jar.offer("old=1; Path=/", shop);
    clock.advance(1000);
    jar.offer("deep=1; Path=/cart", shop);
    jar.offer("young=1; Path=/", shop);
    clock.advance(1000);
    jar.offer("old=2; Path=/", shop);
    expect(jar.select(shop).header).toBe("deep=1; old=2; young=1");
    expect(jar.list().find(({ name }) => name === "old")?.createdAtMs).toBe(startMs);
  });

  it("ports do not separate, hosts do", () => {
    const { jar } = stage();
    jar.offer("a=1", new URL("http://localhost:7148/"));
    expect(jar.select(new URL("http://localhost:9999/")).header).toBe("a=1");
    expect(jar.select(new URL("http://127.0.0.1:7148/")).header).toBeUndefined();
  });
});

describe("which cookies are kept", () => {
  const refusals: readonly { line: string; url: string; why: string; context?: CookieContext }[] = [
    { line: "id=1; Secure", url: "http://shop.test/", why: "is not https" },
    { line: "id=1; Domain=test", url: "http://shop.test/", why: "public suffix" },
    { line: "id=1; Domain=co.uk", url: "https://shop.co.uk/", why: "public suffix" },
    { line: "id=1; Domain=evil.test", url: "http://shop.test/", why: "neither shop.test" },
    { line: "id=1; Domain=api.shop.test", url: "http://shop.test/", why: "neither shop.test" },
    { line: "id=1; Domain=a b", url: "http://shop.test/", why: "not the name of a host" },
    { line: "id=1; SameSite=None", url: "https://shop.test/", why: "needs Secure" },
    {
      line: "id=1; SameSite=Strict",
      url: "https://shop.test/",
      why: "not a top-level navigation",
      context: { via: "http", siteForCookies: evil },
    },
    {
      line: "id=1",
      url: "https://shop.test/",
      why: "has no SameSite, which means Lax",
      context: { via: "http", siteForCookies: evil },
    },
    {
      line: "id=1; HttpOnly",
      url: "https://shop.test/",
      why: "HttpOnly",
      context: { via: "script", siteForCookies: secureShop },
    },
    { line: "__Host-id=1; Secure", url: "https://shop.test/", why: "needs Path=/" },
    {
      line: "__host-id=1; Domain=shop.test",
      url: "https://shop.test/",
      why: "needs Secure and no Domain and Path=/",
    },
    { line: "=__Secure-id=1", url: "https://shop.test/", why: "looks like a protected name" },
    { line: "a=b\u0001", url: "https://shop.test/", why: "control character (0x01)" },
    { line: "a=b\u007f", url: "https://shop.test/", why: "control character (0x7f)" },
    { line: "", url: "https://shop.test/", why: "neither a name nor a value" },
    { line: ";", url: "https://shop.test/", why: "neither a name nor a value" },
  ];
  it.each(refusals)("$line from $url is refused: $why", ({ line, url, why, context }) => {
    const { jar, changes } = stage();
    const decision = jar.offer(line, new URL(url), context);
    expect(decision).toMatchObject({ verdict: "refused", reason: expect.stringContaining(why) });
    expect(decision.source).toMatch(/^RFC 6265bis §5/);
    expect(jar.list()).toEqual([]);
    expect(changes).toEqual([]);
  });

  it("plain http may not shadow a Secure cookie; https may replace it", () => {
    const { jar } = stage();
    jar.offer("id=1; Secure; Path=/", secureShop);
    expect(jar.offer("id=2; Path=/", new URL("http://shop.test/")).reason).toContain("plain http may not");
    expect(jar.offer("id=2; Domain=shop.test; Path=/", new URL("http://www.shop.test/")).verdict).toBe(
      "refused",
    );
    expect(jar.offer("id=2; Path=/", secureShop).verdict).toBe("kept");
    expect(jar.list()[0]).toMatchObject({ value: "2", secure: false });
  });

  it("localhost counts as secure, unless told otherwise", () => {
    const { jar, clock } = stage();
    const local = new URL("http://localhost:7148/");
    expect(jar.offer("__Host-id=1; Secure; Path=/", local).verdict).toBe("kept");
    expect(jar.select(local).header).toBe("__Host-id=1");
    expect(new CookieJar(clock, { trustLoopback: false }).offer("id=1; Secure", local).verdict).toBe(
      "refused",
    );
  });

  it("a long attribute is ignored, not the cookie", () => {
    const { jar } = stage();
    expect(jar.offer(`id=1; Path=/${"p".repeat(1024)}`, shop).verdict).toBe("kept");
    expect(jar.list()[0]?.path).toBe("/cart");
    expect(jar.offer(`id=1; Path=/${"p".repeat(1023)}`, shop)).toMatchObject({
      path: `/${"p".repeat(1023)}`,
    });
  });

  describe("a cookie whose time is over", () => {
    it("keeps no script from writing one of its name, HttpOnly or not", () => {
      const { jar, clock, changes } = stage();
      jar.offer("id=server; HttpOnly; Max-Age=60", shop);
      expect(jar.writeFromScript("id=script", shop).verdict).toBe("refused");
      clock.advance(60_000);
      expect(jar.writeFromScript("id=script", shop).verdict).toBe("kept");
      expect(changes.map(({ kind }) => kind)).toEqual(["added", "expired", "added"]);
    });

    it("keeps no cookie out that comes over http, Secure or not", () => {
      const { jar, clock } = stage();
      jar.offer("id=1; Secure; Max-Age=60", secureShop);
      expect(jar.offer("id=2", shop).verdict).toBe("refused");
      clock.advance(60_000);
      expect(jar.offer("id=2", shop).verdict).toBe("kept");
    });

    it("is not withheld any more, and leaves its age to nobody", () => {
      const { jar, clock } = stage();
      jar.offer("old=1; Path=/; Max-Age=60", shop);
      jar.offer("other=1; Path=/", shop);
      clock.advance(60_000);
      expect(jar.withhold(shop, "no credentials", "Fetch").map(({ name }) => name)).toEqual(["other"]);
      jar.offer("again=1; Path=/; Max-Age=60", shop);
      clock.advance(60_000);
      jar.put({ ...cookieNamed(jar, "other"), name: "again", createdAtMs: clock.nowMs() });
      expect(jar.select(shop).header).toBe("other=1; again=1");
      expect(cookieNamed(jar, "again").createdAtMs).toBe(clock.nowMs());
    });
  });

  it("Max-Age wins over Expires, and 400 days over both", () => {
    const { jar, clock } = stage();
    const past = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    jar.offer(`a=1; Max-Age=60; ${past}`, secureShop);
    jar.offer(`b=1; ${past}; Max-Age=60`, secureShop);
    jar.offer("c=1; Max-Age=999999999999", secureShop);
    jar.offer("d=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT", secureShop);
    jar.offer("e=1", secureShop);
    const limit = startMs + COOKIE_LIFETIME_LIMIT_MS;
    expect(jar.list().map(({ name, expiresAtMs }) => [name, expiresAtMs])).toEqual([
      ["a", startMs + 60_000],
      ["b", startMs + 60_000],
      ["c", limit],
      ["d", limit],
      ["e", undefined],
    ]);
    clock.advance(59_999);
    expect(jar.select(secureShop).header).toContain("a=1");
    clock.advance(1);
    expect(jar.select(secureShop).header).toBe("c=1; d=1; e=1");
  });

  it("use does not prolong Max-Age", () => {
    const { jar, clock } = stage();
    jar.offer("a=1; Max-Age=60", secureShop);
    clock.advance(40_000);
    expect(jar.select(secureShop).header).toBe("a=1");
    clock.advance(40_000);
    expect(jar.select(secureShop).header).toBeUndefined();
  });

  it("a deletion needs the same name, domain, kind of host and path", () => {
    const { jar, changes } = stage();
    jar.offer("id=1; Path=/cart", shop);
    expect(jar.offer("id=; Max-Age=0; Path=/", shop)).toMatchObject({
      verdict: "deleted",
      reason: expect.stringContaining("no cookie of this name, domain and path was there"),
    });
    expect(jar.offer("id=; Max-Age=0; Path=/cart; Domain=shop.test", shop).reason).toContain(
      "no cookie of this name",
    );
    expect(jar.list()).toHaveLength(1);
    expect(jar.offer("id=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/cart", shop).reason).toContain(
      "is gone",
    );
    expect(jar.list()).toEqual([]);
    expect(changes.map(({ kind }) => kind)).toEqual(["added", "deleted"]);
  });

  it.each(["127.0.0.1", "[::1]"])("names no hosts below %s, which is an address", (address) => {
    const { jar } = stage();
    const url = new URL(`http://${address}/`);
    const { reason } = jar.offer(`id=1; Domain=${address}`, url);
    expect(reason).toBe(`kept: for ${address} only, until the browser closes`);
    expect(jar.select(url).header).toBe("id=1");
  });

  it("a host's own cookie and its domain's cookie of one name stand side by side", () => {
    const { jar } = stage();
    jar.offer("id=host; Path=/", shop);
    jar.offer("id=domain; Path=/; Domain=shop.test", shop);
    expect(jar.select(shop).header).toBe("id=host; id=domain");
  });

  it("sheds the least recently used of a site, insecure ones first", () => {
    const { jar, clock, changes } = stage();
    jar.offer("safe=1; Secure", secureShop);
    for (let count = 1; count < COOKIES_PER_SITE; count++) {
      clock.advance(1);
      jar.offer(`c${count}=1`, secureShop);
    }
    expect(jar.list()).toHaveLength(COOKIES_PER_SITE);
    clock.advance(1);
    jar.offer("last=1", secureShop);
    expect(changes.at(-1)).toMatchObject({ kind: "evicted", cookie: { name: "c1" } });
    expect(jar.list()).toHaveLength(COOKIES_PER_SITE);
    expect(jar.list().some(({ name }) => name === "safe")).toBe(true);
  });

  it("says so when the cookie itself is the first to go", () => {
    const { jar, changes } = stage();
    for (let count = 0; count < COOKIES_PER_SITE; count++) jar.offer(`c${count}=1; Secure`, secureShop);
    const before = changes.length;
    expect(jar.offer("id=new; Max-Age=60", secureShop)).toMatchObject({
      verdict: "refused",
      name: "id",
      reason: expect.stringContaining("evicted at once"),
    });
    expect(changes.slice(before).map(({ kind, cookie }) => [kind, cookie.name])).toEqual([
      ["added", "id"],
      ["evicted", "id"],
    ]);
    expect(jar.list()).toHaveLength(COOKIES_PER_SITE);
  });

  it("holds no more than its limit in all", () => {
    const { jar } = stage();
    for (let count = 0; count < COOKIES_PER_JAR + 50; count++)
      jar.offer("a=1", new URL(`http://site${count}.test/`));
    expect(jar.list()).toHaveLength(COOKIES_PER_JAR);
  });

  it("sheds of a full jar what was used longest ago, Secure or not", () => {
    const { jar, clock, changes } = stage();
    jar.offer("old=1; Secure", new URL("https://first.test/"));
    for (let count = 0; count < COOKIES_PER_JAR; count++) {
      clock.advance(1);
      jar.offer("a=1", new URL(`http://site${count}.test/`));
    }
    expect(changes.filter(({ kind }) => kind === "evicted").map(({ cookie }) => cookie.name)).toEqual([
      "old",
    ]);
  });
});

describe("document.cookie", () => {
  it("reads and writes, but neither sees nor replaces nor deletes an HttpOnly cookie", () => {
    const { jar } = stage();
    jar.offer("id=secret; HttpOnly; Path=/", shop);
    expect(jar.writeFromScript("theme=dark; Path=/", shop).verdict).toBe("kept");
    expect(jar.readFromScript(shop)).toBe("theme=dark");
    expect(jar.writeFromScript("id=stolen; Path=/", shop).reason).toContain("may not replace it");
    expect(jar.writeFromScript("id=; Max-Age=0; Path=/", shop).verdict).toBe("refused");
    expect(jar.select(shop).header).toBe("id=secret; theme=dark");
  });

  it("writes UTF-8 on the wire and reads it back", () => {
    const { jar } = stage();
    jar.writeFromScript("name=Zoë 春; Path=/", shop);
    const header = jar.select(shop).header ?? "";
    expect(Buffer.from(header, "latin1").toString("utf8")).toBe("name=Zoë 春");
    expect(jar.readFromScript(shop)).toBe("name=Zoë 春");
  });
});

describe("the jar at rest", () => {
  it("takes by hand what another jar holds, HttpOnly or not, and sends it", () => {
    const [alice, mallory] = [stage(), stage()];
    alice.jar.offer("sid=1; HttpOnly; Secure; SameSite=Strict", secureShop);
    const [cookie] = alice.jar.list();
    if (cookie === undefined) throw new Error("The jar keeps the cookie.");
    mallory.jar.put(cookie);
    expect(mallory.jar.select(secureShop).header).toBe("sid=1");
    expect(mallory.changes).toMatchObject([{ kind: "added", cookie: { name: "sid" } }]);
    mallory.jar.put({ ...cookie, value: "2" });
    expect(mallory.jar.list()).toMatchObject([{ value: "2" }]);
    expect(alice.jar.select(secureShop).header).toBe("sid=1");
  });

  it("comes back the same through JSON, in the same order of sending", () => {
    const { jar, clock } = stage();
    for (const line of ["z=1; Max-Age=60", "a=2; HttpOnly; SameSite=Strict", "m=3; Domain=shop.test"]) {
      jar.offer(`${line}; Path=/`, shop);
    }
    const embedded = { via: "http", siteForCookies: evil, topLevel: evil } as const;
    jar.offer("p=4; Path=/; Secure; SameSite=None; Partitioned", secureShop, embedded);
    const again = CookieJar.fromJSON(JSON.parse(JSON.stringify(jar)), clock);
    expect(again.list()).toEqual(jar.list());
    expect(again.select(shop)).toEqual(jar.select(shop));
    expect(again.select(secureShop, embedded).header).toBe("p=4");
  });

  it.each([
    [null, "not a saved cookie jar"],
    [{ version: 2, cookies: [] }, "version 1"],
    [{ version: 1, cookies: {} }, "needs a list"],
    [{ version: 1, cookies: [{ name: 1 }] }, 'Cookie 0 of a saved cookie jar has a wrong "name"'],
  ])("refuses %j", (snapshot, message) => {
    expect(() => CookieJar.fromJSON(snapshot, { nowMs: () => 0 })).toThrow(message);
  });

  it("deletes one, clears, and ends a browser session", () => {
    const { jar, changes } = stage();
    jar.offer("a=1; Path=/", shop);
    jar.offer("b=1; Path=/; Max-Age=60", shop);
    const key = { name: "a", domain: "shop.test", hostOnly: true, path: "/" };
    expect(jar.delete(key)).toBe(true);
    expect(jar.delete(key)).toBe(false);
    jar.offer("c=1", shop);
    jar.endBrowserSession();
    expect(jar.list().map(({ name }) => name)).toEqual(["b"]);
    jar.clear();
    expect(jar.list()).toEqual([]);
    expect(changes.map(({ kind, cookie }) => `${kind} ${cookie.name}`)).toEqual([
      "added a",
      "added b",
      "deleted a",
      "added c",
      "deleted c",
      "deleted b",
    ]);
  });
});

describe("any line", () => {
  it("never throws, and what is kept goes back as it came", () => {
    const { jar } = stage();
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (line) => {
        jar.clear();
        const decision = jar.offer(line, shop);
        const { header } = jar.select(new URL(decision.path, shop), { via: "http" });
        const pair = decision.name === "" ? decision.value : `${decision.name}=${decision.value}`;
        expect(header).toBe(decision.verdict === "kept" && decision.path.startsWith("/") ? pair : undefined);
      }),
    );
  });

  it("a name and value of cookie characters make the round trip", () => {
    const { jar } = stage();
    const part = fc.stringMatching(/^[!#$%&'*+\-.^`|~0-9A-Za-z]{1,40}$/);
    fc.assert(
      fc.property(part, part, (name, value) => {
        jar.clear();
        jar.offer(`${name}=${value}`, shop);
        expect(jar.select(shop).header).toBe(
          /^__(secure|host|http)/i.test(name) ? expect.anything() : `${name}=${value}`,
        );
      }),
    );
  });
});
