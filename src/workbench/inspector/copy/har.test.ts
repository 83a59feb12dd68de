import { describe, expect, test } from "vitest";
import type { Exchange, RecordedBody } from "../../../web/exchange.ts";
import { harOf, harText } from "./har.ts";
import { harFaults } from "./har-rules.fixture.ts";

function bodyOf(content: string | Uint8Array, byteLength?: number): RecordedBody {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { bytes, byteLength: byteLength ?? bytes.byteLength };
}

const login: Exchange = {
  id: "a",
  agent: "Alice",
  initiator: "form",
  startedAtMs: Date.UTC(2026, 10, 27, 12),
  durationMs: 12.5,
  request: {
    method: "POST",
    url: "http://localhost:7148/login?next=%2Fcart&a=1#top",
    headers: [
      ["Host", "localhost:7148"],
      ["Content-Type", "application/x-www-form-urlencoded"],
      ["Cookie", "theme=dark; flag"],
    ],
    body: bodyOf("user=alice"),
  },
  response: {
    status: 303,
    statusText: "See Other",
    headers: [
      ["Location", "/cart"],
      ["Set-Cookie", "id=1; Path=/; HttpOnly; Expires=Fri, 27 Nov 2026 13:00:00 GMT"],
      ["Set-Cookie", "bad\u0001=1"],
      ["Content-Type", "text/plain; charset=utf-8"],
    ],
    body: bodyOf("See /cart"),
  },
  cookies: { request: [], response: [] },
};

const { response: _, ...withoutResponse } = login;
const failed: Exchange = {
  ...withoutResponse,
  failure: { code: "connection-refused", message: "Nothing listens on port 7148." },
};

/** The only entry of an archive of this exchange. */
function entryOf(exchange: Exchange, bodiesDropped = false) {
  const har = harOf([{ exchange, bodiesDropped }]);
  expect(harFaults(har)).toEqual([]);
  const [entry] = har.log.entries;
  if (entry === undefined) throw new Error("The archive is empty.");
  return entry;
}

describe("an archive", () => {
  test("is a HAR 1.2, with everything of the exchange in its place", () => {
    const { request, response, startedDateTime, time } = entryOf(login);
    expect([startedDateTime, time]).toEqual(["2026-11-27T12:00:00.000Z", 12.5]);
    expect(request).toMatchObject({
      url: "http://localhost:7148/login?next=%2Fcart&a=1",
      cookies: [
        { name: "theme", value: "dark" },
        { name: "", value: "flag" },
      ],
      queryString: [
        { name: "next", value: "/cart" },
        { name: "a", value: "1" },
      ],
      postData: { mimeType: "application/x-www-form-urlencoded", text: "user=alice" },
      bodySize: 10,
    });
    expect(response).toMatchObject({
      status: 303,
      redirectURL: "http://localhost:7148/cart",
      content: { size: 9, mimeType: "text/plain; charset=utf-8", text: "See /cart" },
    });
    expect(response.cookies[0]).toEqual({
      name: "id",
      value: "1",
      path: "/",
      expires: "2026-11-27T13:00:00.000Z",
      httpOnly: true,
      secure: false,
    });
    expect(response.headers).toHaveLength(4);
  });

  test("tells of a request that had no answer", () => {
    const { comment, response } = entryOf(failed);
    expect(comment).toBe("No whole answer: Nothing listens on port 7148.");
    expect(response).toMatchObject({ status: 0, statusText: "", redirectURL: "", bodySize: -1 });
  });

  test("marks a body that is not there whole, and keeps what is no text in base64", () => {
    const euro = new TextEncoder().encode("5 €").slice(0, 4);
    const cut = entryOf({
      ...login,
      request: { ...login.request, body: bodyOf(Uint8Array.of(0xff, 0, 1)) },
      response: { status: 200, statusText: "OK", headers: [], body: bodyOf(euro, 300_000) },
    });
    expect(cut.response.content).toMatchObject({
      size: 300_000,
      text: "5 ",
      comment: "Cut: of 300000 bytes, the first 4 were recorded.",
    });
    expect(cut.request.postData).toMatchObject({ text: "/wAB", _encoding: "base64" });
    const dropped = entryOf({ ...login, request: { ...login.request, body: bodyOf("", 10) } }, true);
    expect(dropped.request.postData?.comment).toContain("let go");
    expect(dropped.request.postData?.text).toBe("");
  });

  test("in pieces is the same archive", () => {
    const all = [login, failed, login].map((exchange) => ({ exchange, bodiesDropped: false }));
    const parsed: unknown = JSON.parse([...harText(all)].join(""));
    expect(parsed).toEqual(JSON.parse(JSON.stringify(harOf(all))));
    expect(harFaults(JSON.parse([...harText([])].join("")))).toEqual([]);
  });

  test("is held by the rules: what breaks them is found", () => {
    const [entry] = harOf([{ exchange: login, bodiesDropped: false }]).log.entries;
    const { time: _time, ...noTime } = entry ?? { time: 0 };
    const broken = { log: { version: "1.2", creator: { name: "k" }, entries: [{ ...noTime, extra: 1 }] } };
    expect(harFaults(broken)).toEqual([
      "har.log.creator.version is missing",
      "har.log.entries[0].time is missing",
      "har.log.entries[0].extra is not in the specification",
    ]);
  });
});
