import { describe, expect, it } from "vitest";
import { type Observed, parseObservation, stepsSeen } from "./observation.ts";

function exchange(change: Partial<Observed> = {}): Observed {
  return {
    agent: "Alice",
    method: "GET",
    path: "/",
    origin: "http://localhost:7148",
    atMs: 0,
    server: "server",
    down: [],
    status: 200,
    requestHeaders: [],
    requestBody: new Uint8Array(),
    responseHeaders: [],
    responseBody: new Uint8Array(),
    before: undefined,
    after: undefined,
    ...change,
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);

const sees = (text: string, ...exchanges: Observed[]) => {
  const observation = parseObservation(text);
  return stepsSeen(observation, exchanges) === observation.steps.length;
};

describe("an observation", () => {
  it.each<[string, Partial<Observed>, boolean]>([
    ["status 303", { status: 303 }, true],
    ["status 303", { status: 200 }, false],
    ["POST /cart/add", { method: "POST", path: "/cart/add" }, true],
    ["POST /cart/add", { method: "GET", path: "/cart/add" }, false],
    ["browser Bob", { agent: "Bob" }, true],
    ["GET https://shop.test/cart", { origin: "https://shop.test", path: "/cart" }, true],
    ["GET https://shop.test/cart", { origin: "http://shop.test", path: "/cart" }, false],
    ["host shop.test", { origin: "https://shop.test" }, true],
    ["host shop.test", { origin: "https://shop.test:8443" }, false],
    ["from https://news.test", { requestHeaders: [["Origin", "https://news.test"]] }, true],
    ["from https://news.test", { requestHeaders: [["Referer", "https://news.test/a"]] }, true],
    ["from https://news.test", { requestHeaders: [["Referer", "https://shop.test/"]] }, false],
    ["from https://news.test", {}, false],
    ["OPTIONS /cart", { method: "OPTIONS", path: "/cart" }, true],
    ["server b", { server: "b" }, true],
    ["server b", { server: undefined }, false],
    ["server b down", { server: "a", down: ["b"] }, true],
    ["server b down", { server: "b" }, false],
    ["a server down", { server: "a", down: ["b"] }, true],
    ["a server down", { server: "b" }, false],
    ['request says "abc"', { requestBody: bytes('{"quantity":"abc"}') }, true],
    ['request says "abc"', { requestBody: bytes('{"quantity":1}'), responseBody: bytes('"abc"') }, false],
    ["request says a", { requestBody: undefined }, false],
    ['response says "cart":[]', { responseBody: bytes('{"cart":[]}') }, true],
    ['response says "cart":[]', { responseBody: bytes('{"cart":["lamp"]}') }, false],
    ["response says a", { responseBody: undefined }, false],
    ["response does not say fail", { responseBody: bytes("pass") }, true],
    ["response does not say fail", { responseBody: bytes("pass, fail") }, false],
    ["response does not say fail", { responseBody: undefined }, false],
    ["from cross-site", { requestHeaders: [["Sec-Fetch-Site", "cross-site"]] }, true],
    ["from cross-site", { requestHeaders: [["Sec-Fetch-Site", "same-site"]] }, false],
    ["61m later", { atMs: 1e12 }, false],
    ["request cookie", { requestHeaders: [["Cookie", "a=1"]] }, true],
    ["request cookie b", { requestHeaders: [["cookie", "a=1; b=2"]] }, true],
    ["request cookie b", { requestHeaders: [["cookie", "ab=1"]] }, false],
    ["no request cookie b", { requestHeaders: [["cookie", "a=1"]] }, true],
    ["response header Vary", { responseHeaders: [["vary", "Origin"]] }, true],
    ["response header Vary", { responseHeaders: [["Via", "a"]] }, false],
    ["no response header Vary", { responseHeaders: [["Via", "a"]] }, true],
    ["no response header Vary", { responseHeaders: [["vary", "*"]] }, false],
    ["no response header Vary", { status: undefined }, false],
    ["response set-cookie a", { responseHeaders: [["Set-Cookie", "a=1; Path=/"]] }, true],
    ["response set-cookie a", { responseHeaders: [["Set-Cookie", "a=; Max-Age=0"]] }, false],
    ["response set-cookie a with HttpOnly", { responseHeaders: [["Set-Cookie", "a=1; httponly"]] }, true],
    ["response set-cookie a with HttpOnly", { responseHeaders: [["Set-Cookie", "a=HttpOnly"]] }, false],
    ["response set-cookie a with Path=/", { responseHeaders: [["Set-Cookie", "a=1; Path=/"]] }, true],
    ["response set-cookie a for 1h", { responseHeaders: [["Set-Cookie", "a=1; max-age=3600"]] }, true],
    ["response set-cookie a for 60m", { responseHeaders: [["Set-Cookie", "a=1; Max-Age=3"]] }, false],
    ["response set-cookie a for 60m", { responseHeaders: [["Set-Cookie", "a=1; Path=/"]] }, false],
    ["response set-cookie a for 60m", { responseHeaders: [["Set-Cookie", "b=1; Max-Age=3600"]] }, false],
    [
      "response set-cookie a for 60m",
      {
        atMs: Date.UTC(2026, 0, 1, 12, 0, 0, 990),
        responseHeaders: [["Set-Cookie", "a=1; Expires=Thu, 01 Jan 2026 13:00:00 GMT"]],
      },
      true,
    ],
    [
      "response set-cookie a for 60m",
      { responseHeaders: [["Set-Cookie", "a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 01:00:00 GMT"]] },
      false,
    ],
    ["response deletes cookie a", { responseHeaders: [["Set-Cookie", "a=; Max-Age=0; Path=/"]] }, true],
    [
      "response deletes cookie a",
      { responseHeaders: [["set-cookie", "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]] },
      true,
    ],
    ["record visits changes", { before: { visits: 1 }, after: { visits: 2 } }, true],
    ["record visits changes", { before: null, after: { visits: 1 } }, true],
    ["record visits changes", { before: { visits: 1 }, after: { visits: 1 } }, false],
    ["record visits = 2", { after: { visits: 2 } }, true],
    ["record visits = 2", { after: { visits: 3 } }, false],
    ["record cart disappears", { before: { cart: [] }, after: {} }, true],
    ["record cart disappears", { before: {}, after: {} }, false],
    ["record constructor changes", { before: {}, after: {} }, false],
  ])("%s", (text, change, expected) => {
    expect(sees(text, exchange(change))).toBe(expected);
  });

  it("joins facts of one exchange with and", () => {
    expect(sees("GET /a and status 303", exchange({ path: "/a" }), exchange({ status: 303 }))).toBe(false);
    expect(sees("GET /a and status 303", exchange({ path: "/a", status: 303 }))).toBe(true);
  });

  it("wants what follows then in later exchanges, with others between", () => {
    const [a, b, c] = ["/a", "/b", "/c"].map((path) => exchange({ path })) as [Observed, Observed, Observed];
    expect(sees("GET /a then GET /c", a, b, c)).toBe(true);
    expect(sees("GET /a then GET /c", c, b, a)).toBe(false);
    expect(sees("GET /a then GET /a", a)).toBe(false);
  });

  it("tells how far one is", () => {
    expect(stepsSeen(parseObservation("GET / then status 303"), [exchange()])).toBe(1);
  });

  it("names what it does not know, and what it does", () => {
    expect(() => parseObservation("a miracle")).toThrow(
      /"a miracle" is no observation\. Known: "GET \/path"/,
    );
  });
});

it("holds whether an exchange is of the browser of the step before it", () => {
  const refused = exchange({ status: 403 });
  const wanted = "status 403 then status 200 and same browser";
  expect(sees(wanted, refused, exchange({ agent: "Bob" }))).toBe(false);
  expect(sees(wanted, refused, exchange({ agent: "Bob" }), exchange())).toBe(true);
  expect(sees("same browser", exchange())).toBe(false);
});

it("knows a cookie again by its value, whether the step before got it or sent it", () => {
  const sends = (value: string) => exchange({ requestHeaders: [["Cookie", `a=0; sid=${value}`]] });
  const gets = exchange({ status: 201, responseHeaders: [["Set-Cookie", "sid=one; Path=/; HttpOnly"]] });
  const wanted = "status 201 then same cookie sid and status 200";
  expect(sees(wanted, gets, sends("one"))).toBe(true);
  expect(sees(wanted, gets, sends("two"))).toBe(false);
  expect(sees(wanted, gets, exchange())).toBe(false);
  expect(sees("request cookie sid then same cookie sid", sends("one"), sends("one"))).toBe(true);
  expect(sees("request cookie sid then same cookie sid", sends("one"), sends("two"))).toBe(false);
  expect(sees("status 200 then same cookie sid", exchange(), exchange())).toBe(false);
  const ended = exchange({
    status: 303,
    requestHeaders: [["Cookie", "sid=one"]],
    responseHeaders: [["Set-Cookie", "sid=; Max-Age=0"]],
  });
  expect(sees("status 303 then same cookie sid", ended, sends("one"))).toBe(true);
  expect(sees("same cookie sid", sends("one"))).toBe(false);
});

it("sees who begins again: a step may follow each exchange that met the one before", () => {
  const signsIn = (value: string) =>
    exchange({ status: 201, responseHeaders: [["Set-Cookie", `sid=${value}; Path=/`]] });
  const sends = exchange({ requestHeaders: [["Cookie", "sid=two"]] });
  const wanted = "status 201 then same cookie sid";
  expect(sees(wanted, signsIn("one"), signsIn("two"), sends)).toBe(true);
  expect(sees(wanted, signsIn("two"), signsIn("one"), sends)).toBe(true);
  expect(sees(wanted, sends, signsIn("two"))).toBe(false);
});

it("takes no exchange for two steps", () => {
  expect(sees("status 200 then status 200", exchange())).toBe(false);
  expect(sees("status 200 then same browser", exchange())).toBe(false);
});

it("holds how much later an exchange was than the step before it", () => {
  const first = exchange({ path: "/login" });
  const soon = exchange({ atMs: 60 * 60_000 });
  const late = exchange({ atMs: 61 * 60_000 });
  expect(sees("GET /login then GET / and 61m later", first, soon)).toBe(false);
  expect(sees("GET /login then GET / and 61m later", first, soon, late)).toBe(true);
});

it("reads each exchange a few times, not once for each other one", () => {
  let reads = 0;
  const refused = exchange();
  Object.defineProperty(refused, "requestHeaders", {
    get: () => {
      reads++;
      return [["Cookie", "sid=one"]];
    },
  });
  const exchanges = Array.from({ length: 300 }, () => refused);
  const wanted = parseObservation("status 200 then same cookie other");
  expect(stepsSeen(wanted, exchanges)).toBe(1);
  expect(reads).toBeLessThan(4 * exchanges.length);
});
