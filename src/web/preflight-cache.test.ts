import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { ScriptedServer } from "./scripted-server.fixture.ts";

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.reset());

const PAGE = { documentUrl: "https://front.test/" };
const API = "https://api.test/data";

/** Answers preflights with these fields, and everything else so that the page may read it. */
function allow(fields: Record<string, string>) {
  server.handle = (_request, response, { method, headers }) => {
    const credentials = { "Access-Control-Allow-Credentials": "true" };
    response.writeHead(method === "OPTIONS" ? 204 : 200, {
      "Access-Control-Allow-Origin": headers.origin ?? "",
      ...credentials,
      ...(method === "OPTIONS" ? fields : {}),
    });
    response.end();
  };
}

function page() {
  const { agent, clock } = server.browser();
  const ask = async (
    method: string,
    init: { headers?: Record<string, string>; credentials?: "include" } = {},
    url = API,
  ) => {
    await (await agent.fetch(url, { method, ...init }, PAGE)).text();
    const asked = server.seen.map((seen) => seen.method).join(" ");
    server.seen = [];
    return asked;
  };
  return { agent, clock, ask };
}

it("a browser does not ask again while the answer holds", async () => {
  allow({ "Access-Control-Allow-Methods": "PUT, DELETE", "Access-Control-Max-Age": "600" });
  const { ask, clock } = page();
  expect(await ask("PUT")).toBe("OPTIONS PUT");
  expect(await ask("PUT")).toBe("PUT");
  expect(await ask("DELETE"), "the same answer named it").toBe("DELETE");
  expect(await ask("PUT", {}, `${API}?other`), "another address").toBe("OPTIONS PUT");
  clock.advance(601_000);
  expect(await ask("PUT")).toBe("OPTIONS PUT");
});

it("without Max-Age it holds five seconds, and never more than two hours", async () => {
  allow({ "Access-Control-Allow-Methods": "PUT" });
  const first = page();
  await first.ask("PUT");
  first.clock.advance(4_000);
  expect(await first.ask("PUT")).toBe("PUT");
  first.clock.advance(2_000);
  expect(await first.ask("PUT")).toBe("OPTIONS PUT");
  allow({ "Access-Control-Allow-Methods": "PUT", "Access-Control-Max-Age": "86400" });
  const second = page();
  await second.ask("PUT");
  second.clock.advance(7_201_000);
  expect(await second.ask("PUT")).toBe("OPTIONS PUT");
});

it("Max-Age: 0 holds not at all", async () => {
  allow({ "Access-Control-Allow-Methods": "PUT", "Access-Control-Max-Age": "0" });
  const { ask } = page();
  await ask("PUT");
  expect(await ask("PUT")).toBe("OPTIONS PUT");
});

it("asks for what the answer did not name", async () => {
  allow({
    "Access-Control-Allow-Methods": "PUT",
    "Access-Control-Allow-Headers": "X-One, X-Two",
    "Access-Control-Max-Age": "600",
  });
  const { ask } = page();
  await ask("PUT", { headers: { "X-One": "1" } });
  expect(await ask("PUT", { headers: { "x-two": "1" } })).toBe("PUT");
  expect(await ask("GET", { headers: { "X-One": "1" } })).toBe("GET");
});

it("an answer given without credentials does not hold for a request with them; the other way round it does", async () => {
  allow({ "Access-Control-Allow-Methods": "*", "Access-Control-Max-Age": "600" });
  const { ask } = page();
  expect(await ask("PUT")).toBe("OPTIONS PUT");
  expect(await ask("PATCH"), "the star covers it").toBe("PATCH");
  await expect(ask("PUT", { credentials: "include" })).rejects.toMatchObject({ code: "blocked" });
  server.seen = [];
  allow({ "Access-Control-Allow-Methods": "PUT", "Access-Control-Max-Age": "600" });
  const other = page();
  expect(await other.ask("PUT", { credentials: "include" })).toBe("OPTIONS PUT");
  expect(await other.ask("PUT")).toBe("PUT");
});

it("forgets when the server no longer lets the page read, and when the browser is cleared", async () => {
  allow({ "Access-Control-Allow-Methods": "PUT", "Access-Control-Max-Age": "600" });
  const { ask, agent } = page();
  await ask("PUT");
  server.handle = (_request, response) => response.end();
  await expect(ask("PUT")).rejects.toMatchObject({ code: "blocked" });
  server.seen = [];
  allow({ "Access-Control-Allow-Methods": "PUT", "Access-Control-Max-Age": "600" });
  expect(await ask("PUT")).toBe("OPTIONS PUT");
  agent.clear();
  expect(await ask("PUT")).toBe("OPTIONS PUT");
});

it("CORS refuses a redirect to an address with a user name in it", async () => {
  server.handle = (_request, response, { headers }) =>
    response
      .writeHead(302, {
        Location: "https://alice:pw@other.test/",
        "Access-Control-Allow-Origin": headers.origin ?? "",
      })
      .end();
  const { agent } = server.browser();
  await expect(agent.fetch(API, {}, PAGE)).rejects.toMatchObject({
    code: "blocked",
    message: expect.stringContaining("a user name in it"),
  });
});
