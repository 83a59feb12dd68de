import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "./scripted-server.fixture.ts";

const shop = "http://shop.test";
const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.reset());

describe("navigation", () => {
  it("follows a redirect after a post, with the new cookie", async () => {
    server.handle = (_request, response, { method, headers }) => {
      if (method === "POST")
        response.writeHead(303, { Location: "/cart", "Set-Cookie": "id=1; HttpOnly" }).end("See other");
      else response.setHeader("Content-Type", "text/html").end(`<h1>${headers.cookie ?? "no cookie"}</h1>`);
    };
    const { agent, exchanges } = server.browser();
    const page = await agent.submit(
      { action: `${shop}/cart/add`, method: "post", entries: [["product_id", "1"]] },
      { documentUrl: `${shop}/` },
    );
    expect(page).toMatchObject({
      url: `${shop}/cart`,
      method: "GET",
      status: 200,
      contentType: "text/html",
      text: "<h1>id=1</h1>",
    });
    expect(server.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ["POST", "/cart/add", "product_id=1"],
      ["GET", "/cart", ""],
    ]);
    expect(server.seen[0]?.headers).toMatchObject({
      host: "shop.test",
      origin: shop,
      referer: `${shop}/`,
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(server.seen[1]?.headers["content-type"]).toBeUndefined();
    expect(server.seen[1]?.headers.origin).toBeUndefined();
    expect(page.exchanges).toEqual(exchanges);
    expect(exchanges).toHaveLength(2);
    expect(exchanges[0]).toMatchObject({ agent: "Alice", initiator: "form", response: { status: 303 } });
    expect(new TextDecoder().decode(exchanges[0]?.response?.body.bytes)).toBe("See other");
    expect(exchanges[0]?.cookies.response[0]).toMatchObject({ verdict: "kept", name: "id" });
    expect(exchanges[1]?.cookies.request[0]).toMatchObject({ verdict: "sent", name: "id" });
    expect(exchanges[1]?.redirectedFrom).toBe(exchanges[0]?.id);
    expect(agent.history.entries.map(({ url, method }) => [method, url])).toEqual([["GET", `${shop}/cart`]]);
  });

  it("keeps method and body as the redirect's status says, for any chain", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"),
        fc.array(fc.constantFrom(301, 302, 303, 307, 308), { maxLength: 6 }),
        async (method, statuses) => {
          server.seen = [];
          server.handle = (_request, response, { url }) => {
            const step = Number(url.slice(1));
            const status = statuses[step];
            if (status === undefined) response.end("end");
            else response.writeHead(status, { Location: String(step + 1) }).end();
          };
          const { agent } = server.browser();
          const body = method === "GET" || method === "HEAD" ? undefined : "a=1";
          const page = await agent.navigate(`${shop}/0#here`, {
            method,
            ...(body === undefined ? {} : { body }),
          });
          let expected = method;
          const methods = [method];
          for (const status of statuses) {
            const turns =
              status === 303
                ? expected !== "GET" && expected !== "HEAD"
                : status <= 302 && expected === "POST";
            if (turns) expected = "GET";
            methods.push(expected);
          }
          expect(server.seen.map((each) => each.method)).toEqual(methods);
          for (const each of server.seen)
            expect(each.body).toBe(each.method === "GET" || each.method === "HEAD" ? "" : body);
          expect(page.url).toBe(`${shop}/${statuses.length}#here`);
          expect(page.exchanges).toHaveLength(statuses.length + 1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("gives up after twenty redirects, and says why", async () => {
    server.handle = (_request, response) => response.writeHead(302, { Location: "/again" }).end();
    const { agent } = server.browser();
    const page = await agent.navigate(`${shop}/again`);
    expect(server.seen).toHaveLength(21);
    expect(page.failure?.code).toBe("too-many-redirects");
    expect(page.text).toContain("Does a page redirect to itself?");
  });

  it("tells the learner what to do when nothing listens", async () => {
    const { agent, exchanges } = server.browser();
    const page = await agent.navigate("http://dead.test:7148/cart");
    expect(page).toMatchObject({
      status: 0,
      failure: { code: "connection-refused" },
      contentType: "text/html",
    });
    expect(page.text).toContain("Nothing listens at dead.test:7148.");
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]).toMatchObject({ failure: { code: "connection-refused" } });
    expect(exchanges[0]?.response).toBeUndefined();
    expect((await agent.navigate("javascript:alert(1)")).failure?.code).toBe("bad-address");
    expect((await agent.navigate("http://nowhere.test/")).text).toContain(
      "There is no host named nowhere.test here.",
    );
  });

  it("shows no HTML of an address", async () => {
    const { agent } = server.browser();
    const page = await agent.navigate("http://<script>alert(1)</script>/");
    expect(page.text).not.toContain("<script>");
  });

  it("stays on the page for 204 and downloads", async () => {
    server.handle = (_request, response, { url }) => {
      if (url === "/none") response.writeHead(204).end();
      else if (url === "/file")
        response.setHeader("Content-Disposition", `attachment; filename="../a b.txt"`).end("data");
      else response.end("page");
    };
    const { agent } = server.browser();
    await agent.navigate(`${shop}/`);
    await agent.navigate("/none");
    const file = await agent.navigate("/file");
    expect(file.download).toEqual({ filename: "a b.txt" });
    expect(agent.page?.url).toBe(`${shop}/`);
    expect(agent.history.entries).toHaveLength(1);
  });

  it("cuts a page at its limit and leaves the rest unread", async () => {
    const chunk = Buffer.alloc(1024 * 1024, "x");
    server.handle = (_request, response) => {
      const more = () => {
        while (response.write(chunk));
        response.once("drain", more);
      };
      more();
    };
    const { agent, exchanges } = server.browser();
    const page = await agent.navigate(`${shop}/`);
    expect(page.truncated).toBe(true);
    expect(page.bytes).toHaveLength(8 * 1024 * 1024);
    expect(exchanges[0]?.response?.body.bytes).toHaveLength(256 * 1024);
  });

  it("a new navigation overtakes the one under way; stop leaves the page", async () => {
    const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
    server.handle = (_request, response, { url }) => {
      if (url === "/slow") arrived();
      else response.end("fast");
    };
    const { agent } = server.browser();
    const slow = agent.navigate(`${shop}/slow`);
    await asked;
    const fast = agent.navigate(`${shop}/fast`);
    await expect(slow).rejects.toMatchObject({ code: "aborted" });
    expect((await fast).text).toBe("fast");
    const again = agent.navigate(`${shop}/slow`);
    agent.stop();
    await expect(again).rejects.toMatchObject({ code: "aborted" });
    expect(agent.page?.url).toBe(`${shop}/fast`);
  });

  it("sends Referer, Origin and Sec-Fetch as a browser does", async () => {
    const { agent } = server.browser();
    await agent.navigate("http://localhost:7148/a");
    await agent.navigate("http://localhost:7148/b", {
      initiator: "link",
      documentUrl: "http://localhost:7148/a?q=1#f",
    });
    await agent.navigate("http://localhost:7148/c", {
      initiator: "link",
      documentUrl: "http://evil.test/page?secret",
    });
    await agent.submit(
      { action: "http://localhost:7148/d", method: "post", entries: [] },
      { documentUrl: "http://evil.test/page?secret" },
    );
    const pick = server.seen.map(({ headers }) => [
      headers["sec-fetch-site"],
      headers["sec-fetch-mode"],
      headers["sec-fetch-dest"],
      headers["sec-fetch-user"],
      headers.referer,
      headers.origin,
    ]);
    expect(pick).toEqual([
      ["none", "navigate", "document", "?1", undefined, undefined],
      ["same-origin", "navigate", "document", "?1", "http://localhost:7148/a?q=1", undefined],
      ["cross-site", "navigate", "document", "?1", "http://evil.test/", undefined],
      ["cross-site", "navigate", "document", "?1", "http://evil.test/", "http://evil.test"],
    ]);
  });

  it("hides the origin of a post that was redirected across two origins, and keeps the farthest relation", async () => {
    server.handle = (_request, response, { url, headers }) => {
      if (url === "/a") response.writeHead(307, { Location: "http://127.0.0.1:7148/b" }).end();
      else if (headers.host === "127.0.0.1:7148")
        response.writeHead(307, { Location: "http://localhost:7148/c" }).end();
      else response.end("end");
    };
    const { agent } = server.browser();
    const form = { action: "http://localhost:7148/a", method: "post", entries: [["x", "1"]] } as const;
    await agent.submit(form, { documentUrl: "http://localhost:7148/" });
    expect(
      server.seen.map(({ headers, body }) => [headers.host, headers.origin, headers["sec-fetch-site"], body]),
    ).toEqual([
      ["localhost:7148", "http://localhost:7148", "same-origin", "x=1"],
      ["127.0.0.1:7148", "http://localhost:7148", "cross-site", "x=1"],
      ["localhost:7148", "null", "cross-site", "x=1"],
    ]);
  });

  it("heeds the referrer policy of the page", async () => {
    server.handle = (_request, response) => response.setHeader("Referrer-Policy", "no-referrer").end();
    const { agent } = server.browser();
    await agent.navigate(`${shop}/a`);
    await agent.navigate("/b", { documentUrl: `${shop}/a`, initiator: "link" });
    expect(server.seen[1]?.headers.referer).toBeUndefined();
  });

  it("withholds a Lax cookie from a cross-site post and sends it with a cross-site link", async () => {
    server.handle = (_request, response) =>
      response.setHeader("Set-Cookie", ["lax=1; SameSite=Lax", "strict=1; SameSite=Strict"]).end();
    const { agent, exchanges } = server.browser();
    await agent.navigate(`${shop}/`);
    server.handle = (_request, response) => response.end();
    await agent.navigate(`${shop}/a`, { documentUrl: "http://evil.test/", initiator: "link" });
    await agent.submit(
      { action: `${shop}/b`, method: "post", entries: [] },
      { documentUrl: "http://evil.test/" },
    );
    expect(server.seen.slice(1).map(({ headers }) => headers.cookie)).toEqual(["lax=1", undefined]);
    expect(exchanges[2]?.cookies.request.map(({ reason }) => reason)).toEqual([
      "withheld: SameSite=Lax and this is a cross-site POST",
      "withheld: SameSite=Strict and this is a cross-site POST",
    ]);
  });
});

describe("history", () => {
  it("goes back, forward and reloads by asking again", async () => {
    server.handle = (_request, response, { url }) => response.end(`${url} ${server.seen.length}`);
    const { agent } = server.browser();
    await agent.navigate(`${shop}/a`);
    await agent.navigate(`${shop}/b`);
    await agent.navigate(`${shop}/c`);
    expect((await agent.back())?.text).toBe("/b 4");
    expect((await agent.back())?.text).toBe("/a 5");
    expect(agent.canGoBack).toBe(false);
    expect(await agent.back()).toBeUndefined();
    expect((await agent.forward())?.text).toBe("/b 6");
    expect((await agent.reload())?.text).toBe("/b 7");
    await agent.navigate(`${shop}/d`);
    expect(agent.history.entries.map(({ url }) => url)).toEqual([`${shop}/a`, `${shop}/b`, `${shop}/d`]);
    expect(agent.canGoForward).toBe(false);
  });

  it("asks before it sends a form again", async () => {
    server.handle = (_request, response, { method, body }) => response.end(`${method} ${body}`);
    const { agent } = server.browser();
    await agent.submit({ action: `${shop}/pay`, method: "post", entries: [["sum", "5"]] });
    const question = await agent.reload();
    expect(question?.needsResubmit).toBe(true);
    expect(server.seen).toHaveLength(1);
    const again = await agent.reload({ resubmit: true });
    expect(again?.text).toBe("POST sum=5");
    expect(server.seen).toHaveLength(2);
    await agent.navigate(`${shop}/other`);
    expect((await agent.back())?.needsResubmit).toBe(true);
    expect((await agent.reload({ resubmit: true }))?.text).toBe("POST sum=5");
    expect(agent.history.entries).toHaveLength(2);
  });

  it("fragments and pushState ask for nothing", async () => {
    const { agent } = server.browser();
    const page = await agent.navigate(`${shop}/a`);
    const moved = await agent.navigate("#part");
    expect(moved).toMatchObject({ url: `${shop}/a#part`, sameDocument: true, documentId: page.documentId });
    expect(agent.pushState("/b?x=1", { step: 2 }, "push")).toBe(true);
    expect(agent.pushState("http://evil.test/", null, "push")).toBe(false);
    expect(agent.page?.url).toBe(`${shop}/b?x=1`);
    expect(await agent.back()).toMatchObject({ url: `${shop}/a#part`, sameDocument: true });
    expect(await agent.forward()).toMatchObject({ url: `${shop}/b?x=1`, state: { step: 2 } });
    expect(server.seen).toHaveLength(1);
  });

  it("keeps at most a hundred entries", async () => {
    const { agent } = server.browser();
    await agent.navigate(`${shop}/`);
    for (let step = 0; step < 150; step++) agent.pushState(`/${step}`, null, "push");
    expect(agent.history.entries).toHaveLength(100);
    expect(agent.history.index).toBe(99);
    expect(agent.page?.url).toBe(`${shop}/149`);
  });
});

describe("the clock", () => {
  it("expires a cookie when it is moved", async () => {
    server.handle = (_request, response) => response.setHeader("Set-Cookie", "id=1; Max-Age=3600").end();
    const { agent, clock, exchanges } = server.browser();
    await agent.navigate(shop);
    server.handle = (_request, response) => response.end();
    clock.advance(3_599_000);
    await agent.reload();
    clock.advance(2_000);
    await agent.reload();
    expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, "id=1", undefined]);
    expect(exchanges[2]?.cookies.request[0]?.reason).toMatch(/^withheld: it expired at /);
    expect(agent.jar.list()).toEqual([]);
  });
});
