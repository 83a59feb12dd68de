import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { headerValue } from "./http.ts";
import { ScriptedServer } from "./scripted-server.fixture.ts";

const shop = "http://shop.test";
const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.reset());

describe("fetch", () => {
  it("shows a test everything and a page no Set-Cookie", async () => {
    server.handle = (_request, response) => response.setHeader("Set-Cookie", ["a=1", "b=2"]).end("{}");
    const { agent } = server.browser();
    const raw = await agent.fetch(`${shop}/`);
    expect(raw.headers.filter(([name]) => name === "Set-Cookie")).toHaveLength(2);
    const page = await agent.fetch("/", {}, { documentUrl: `${shop}/x` });
    expect(headerValue(page.headers, "set-cookie")).toBeUndefined();
    expect(await page.json()).toEqual({});
    expect(server.seen[1]?.headers.cookie).toBe("a=1; b=2");
  });

  it("posts JSON, follows, and can stop at a redirect", async () => {
    server.handle = (_request, response, { url }) => {
      if (url === "/go") response.writeHead(302, { Location: "/there" }).end();
      else response.end("there");
    };
    const { agent } = server.browser();
    const init = { method: "post", body: "{}", headers: { "Content-Type": "application/json" } };
    const followed = await agent.fetch(`${shop}/go`, init);
    expect([followed.redirected, followed.url, await followed.text()]).toEqual([
      true,
      `${shop}/there`,
      "there",
    ]);
    expect(server.seen.map(({ method, headers }) => [method, headers["content-type"]])).toEqual([
      ["POST", "application/json"],
      ["GET", undefined],
    ]);
    expect((await agent.fetch(`${shop}/go`, { redirect: "manual" })).status).toBe(302);
    const hidden = await agent.fetch(`${shop}/go`, { redirect: "manual" }, { documentUrl: shop });
    expect([hidden.type, hidden.status, hidden.headers]).toEqual(["opaqueredirect", 0, []]);
    await expect(agent.fetch(`${shop}/go`, { redirect: "error" })).rejects.toMatchObject({ code: "blocked" });
  });

  it("follows the credentials mode", async () => {
    const { agent, exchanges } = server.browser();
    agent.jar.offer("id=1; SameSite=None; Secure", new URL("https://api.shop.test/"));
    agent.jar.offer("id=2", new URL("https://shop.test/"));
    server.handle = (_request, response) =>
      response
        .setHeader("Access-Control-Allow-Origin", "https://shop.test")
        .setHeader("Access-Control-Allow-Credentials", "true")
        .setHeader("Set-Cookie", "new=1")
        .end("x");
    const client = { documentUrl: "https://shop.test/page" };
    for (const credentials of ["omit", "same-origin", "include"] as const) {
      await (await agent.fetch("https://shop.test/", { credentials }, client)).text();
      await (await agent.fetch("https://api.shop.test/", { credentials }, client)).text();
    }
    expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      undefined,
      "id=2",
      undefined,
      "id=2; new=1",
      "id=1",
    ]);
    expect(exchanges[0]?.cookies.response[0]).toMatchObject({ verdict: "refused", name: "new" });
    expect(exchanges[3]?.cookies.request.every(({ verdict }) => verdict === "withheld")).toBe(true);
    expect(exchanges[3]?.cookies.request[0]?.reason).toContain("credentials: include");
  });

  it("enforces CORS with its preflight", async () => {
    const { agent } = server.browser();
    const client = { documentUrl: "http://evil.test/page" };
    await expect(agent.fetch(shop, {}, client)).rejects.toThrow("no Access-Control-Allow-Origin");
    expect(server.seen[0]?.headers.origin).toBe("http://evil.test");
    await expect(agent.fetch(shop, { method: "DELETE" }, client)).rejects.toMatchObject({ code: "blocked" });
    expect(server.seen.map(({ method }) => method)).toEqual(["GET", "OPTIONS"]);

    server.handle = (request, response) => {
      response.setHeader("Access-Control-Allow-Origin", "http://evil.test");
      response.setHeader("Access-Control-Allow-Methods", "PUT");
      response.setHeader("Access-Control-Allow-Headers", "x-one, content-type");
      response.setHeader("X-Secret", "1").setHeader("Content-Type", "text/plain");
      response.writeHead(request.method === "OPTIONS" ? 204 : 200).end();
    };
    server.seen = [];
    const put = { method: "PUT", headers: { "X-One": "1", "Content-Type": "application/json" }, body: "{}" };
    const response = await agent.fetch(shop, put, client);
    expect(response.type).toBe("cors");
    expect(headerValue(response.headers, "x-secret")).toBeUndefined();
    expect(headerValue(response.headers, "content-type")).toBe("text/plain");
    expect(server.seen[0]?.headers).toMatchObject({
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type,x-one",
    });
    await expect(agent.fetch(shop, { ...put, headers: { "X-Two": "1" } }, client)).rejects.toThrow(
      "does not name x-two",
    );
    await expect(agent.fetch(shop, { credentials: "include" }, client)).rejects.toThrow("Allow-Credentials");
    expect((await agent.fetch(shop, { mode: "no-cors" }, client)).type).toBe("opaque");
    await expect(agent.fetch(shop, { mode: "same-origin" }, client)).rejects.toMatchObject({
      code: "blocked",
    });
  });

  it("sends with no-cors only what a form could, to the page's own origin too, and no range", async () => {
    const { agent } = server.browser();
    const headers = [
      ["Accept", "text/plain"],
      ["Accept-Language", "de"],
      ["Accept-Language", "e".repeat(126)],
      ["Content-Type", "application/json"],
      ["Range", "bytes=0-4"],
      ["X-One", "1"],
    ] as const;
    for (const documentUrl of [shop, "https://evil.test/"]) {
      server.seen = [];
      const init = { mode: "no-cors", method: "POST", headers } as const;
      await (await agent.fetch(`${shop}/`, init, { documentUrl })).text();
      const { range, "x-one": one, "content-type": type, ...sent } = server.seen[0]?.headers ?? {};
      expect([range, one, type]).toEqual([undefined, undefined, undefined]);
      expect(sent).toMatchObject({ accept: "text/plain", "accept-language": "de" });
      await expect(
        agent.fetch(`${shop}/`, { mode: "no-cors", method: "PUT" }, { documentUrl }),
      ).rejects.toMatchObject({ code: "blocked" });
    }
    server.seen = [];
    await (await agent.fetch(`${shop}/`, { headers: { Range: "bytes=0-4" } }, { documentUrl: shop })).text();
    expect(server.seen[0]?.headers.range).toBe("bytes=0-4");
  });

  it("lets no page forge the headers that servers trust", async () => {
    const { agent } = server.browser();
    const headers = {
      Cookie: "id=forged",
      Origin: "http://shop.test",
      "Sec-Fetch-Site": "same-origin",
      "X-Own": "1",
    };
    await agent.fetch(
      "http://localhost:7148/",
      { headers, method: "POST" },
      { documentUrl: "http://localhost:7148/" },
    );
    expect(server.seen[0]?.headers).toMatchObject({ origin: "http://localhost:7148", "x-own": "1" });
    expect(server.seen[0]?.headers.cookie).toBeUndefined();
  });

  it("names the page that it is told to, of its own origin, after a redirect too", async () => {
    server.handle = (_request, response, { url }) => {
      if (url === "/go") response.writeHead(302, { Location: "/there" }).end();
      else response.end();
    };
    const { agent } = server.browser();
    const client = { documentUrl: `${shop}/page` };
    for (const referrer of ["/other?x", "", "http://evil.test/", "about:client", "http://[", "data:,"])
      await agent.fetch(`${shop}/go`, { referrer }, client);
    await agent.fetch(`${shop}/go`, { referrer: `${shop}/other` });
    const page = `${shop}/page`;
    const told = [`${shop}/other?x`, undefined, page, page, page, page, undefined];
    expect(server.seen.map(({ headers }) => headers.referer)).toEqual(told.flatMap((one) => [one, one]));
  });

  it("streams a response as it comes, and aborts", async () => {
    const { promise: answering, resolve: answer } = Promise.withResolvers<ServerResponse>();
    const { promise: gone, resolve: left } = Promise.withResolvers<void>();
    server.handle = (_request, response) => {
      response.on("close", left);
      response.write("one ");
      answer(response);
    };
    const { agent, exchanges } = server.browser();
    const controller = new AbortController();
    const response = await agent.fetch(shop, { signal: controller.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("one ");
    (await answering).write("two");
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("two");
    expect(exchanges).toHaveLength(0);
    controller.abort();
    await expect(reader?.read()).rejects.toMatchObject({ code: "aborted" });
    await gone;
    expect(exchanges[0]).toMatchObject({ response: { status: 200 }, failure: { code: "aborted" } });
  });
});
