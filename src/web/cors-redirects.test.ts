import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { ScriptedServer } from "./scripted-server.fixture.ts";

/** What happens to CORS on the way through redirects, and what a page may read in the end (Fetch §4.5, §4.10). */

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.reset());

const PAGE = { documentUrl: "https://front.test/app" };

/** `hops` says where each path of api.test leads; all answers allow the origin that asks. */
function serve(hops: Record<string, string>, allow: (origin: string) => string = (origin) => origin) {
  server.handle = (_request, response, { method, url, headers }) => {
    response.setHeader("Access-Control-Allow-Origin", allow(headers.origin ?? "none"));
    response.setHeader("Access-Control-Allow-Headers", "authorization, x-mark");
    response.setHeader("Access-Control-Allow-Methods", "PUT");
    response.setHeader("X-Secret", "1");
    response.setHeader("X-Shown", "1");
    response.setHeader("Access-Control-Expose-Headers", "X-Shown");
    const next = hops[url];
    if (method === "OPTIONS") response.writeHead(204).end();
    else if (next === undefined) response.end("end");
    else response.writeHead(307, { Location: next }).end();
  };
}
const seen = () => server.seen.map(({ method, headers }) => [method, headers.host, headers.origin]);

it("within the other site's origin, Origin stays the page's", async () => {
  serve({ "/a": "/b" });
  const { agent } = server.browser();
  const answer = await agent.fetch("https://api.test/a", {}, PAGE);
  expect(answer).toMatchObject({ type: "cors", redirected: true, url: "https://api.test/b" });
  expect(seen()).toEqual([
    ["GET", "api.test", "https://front.test"],
    ["GET", "api.test", "https://front.test"],
  ]);
});

it("from one foreign origin to another it becomes null, also on the way home", async () => {
  serve({ "/a": "https://other.test/b", "/b": "https://front.test/c" });
  const { agent } = server.browser();
  const answer = await agent.fetch("https://api.test/a", {}, PAGE);
  expect(answer.type).toBe("cors");
  expect(seen()).toEqual([
    ["GET", "api.test", "https://front.test"],
    ["GET", "other.test", "null"],
    ["GET", "front.test", "null"],
  ]);
});

it("an answer for the page's origin does not do any more then", async () => {
  serve({ "/a": "https://other.test/b" }, () => "https://front.test");
  const { agent } = server.browser();
  await expect(agent.fetch("https://api.test/a", {}, PAGE)).rejects.toMatchObject({
    code: "blocked",
    message: expect.stringContaining(
      "Access-Control-Allow-Origin is https://front.test, and the page is of null",
    ),
  });
});

it("each origin is asked by its own preflight, and Authorization goes to the first only", async () => {
  serve({ "/a": "https://other.test/b" });
  const { agent } = server.browser();
  const headers = { Authorization: "Bearer t", "X-Mark": "1" };
  await agent.fetch("https://api.test/a", { method: "PUT", headers }, PAGE);
  expect(
    server.seen.map(({ method, headers: sent }) => [
      method,
      sent.host,
      sent["access-control-request-headers"],
      sent.authorization,
    ]),
  ).toEqual([
    ["OPTIONS", "api.test", "authorization,x-mark", undefined],
    ["PUT", "api.test", undefined, "Bearer t"],
    ["OPTIONS", "other.test", "x-mark", undefined],
    ["PUT", "other.test", undefined, undefined],
  ]);
});

it("a preflight that is redirected fails", async () => {
  server.handle = (_request, response, { headers }) =>
    response
      .writeHead(302, { Location: "/elsewhere", "Access-Control-Allow-Origin": headers.origin ?? "" })
      .end();
  const { agent } = server.browser();
  await expect(agent.fetch("https://api.test/a", { method: "PUT" }, PAGE)).rejects.toMatchObject({
    message: expect.stringContaining("the OPTIONS request was answered 302, not 2xx"),
  });
  expect(server.seen).toHaveLength(1);
});

it("a page reads the exposed headers and the harmless ones, and with credentials * exposes none", async () => {
  serve({});
  const { agent } = server.browser();
  const names = async (init: { credentials?: "include" } = {}) =>
    (await agent.fetch("https://api.test/x", init, PAGE)).headers.map(([name]) => name.toLowerCase());
  const shown = await names();
  expect(shown).toContain("x-shown");
  expect(shown).not.toContain("x-secret");
  server.handle = (_request, response, { headers }) =>
    response
      .writeHead(200, {
        "Access-Control-Allow-Origin": headers.origin ?? "",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "*",
        "X-Secret": "1",
        "Set-Cookie": "a=1",
      })
      .end();
  expect(await names()).toContain("x-secret");
  expect(await names()).not.toContain("set-cookie");
  expect(await names({ credentials: "include" })).not.toContain("x-secret");
});
