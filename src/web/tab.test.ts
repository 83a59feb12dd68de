import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "./scripted-server.fixture.ts";
import type { Tab } from "./tab.ts";

const shop = "https://shop.test";
const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.reset());

const entries = ({ history }: Tab) => [
  ...history.entries.map(({ url }) => url.slice(shop.length)),
  `at ${history.index}`,
];

const asked = () => server.seen.map(({ method, url }) => `${method} ${url}`);

/** Holds the next answer: `asked` settles when the request is there, `release` lets it be answered. */
function hold(status = 200) {
  const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  server.handle = async (_request, response) => {
    arrived();
    await released;
    response.writeHead(status).end();
  };
  return { asked, release };
}

describe("the history of a tab", () => {
  it("stays where it is when going back brings no page", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    await tab.navigate(`${shop}/b`);
    server.handle = (_request, response) => response.writeHead(204).end();
    await tab.back();
    expect(entries(tab)).toEqual(["/a", "/b", "at 1"]);
    expect(tab.page?.url).toBe(`${shop}/b`);
    server.handle = (_request, response) => response.setHeader("Content-Disposition", "attachment").end();
    await tab.back();
    expect(entries(tab)).toEqual(["/a", "/b", "at 1"]);
    server.handle = (_request, response) => response.end();
    await tab.back();
    expect(entries(tab)).toEqual(["/a", "/b", "at 0"]);
  });

  it("goes back to the entry that was meant, also when the page adds one meanwhile", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    await tab.navigate(`${shop}/b`);
    const held = hold();
    const going = tab.back();
    await held.asked;
    tab.pushState("/b2", null, "push");
    held.release();
    await going;
    expect(entries(tab)).toEqual(["/a", "/b", "/b2", "at 0"]);
  });

  it("adds the page that was ahead when the entry is gone that it was in", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    await tab.navigate(`${shop}/b`);
    await tab.back();
    const held = hold();
    const going = tab.forward();
    await held.asked;
    tab.pushState("/a2", null, "push");
    held.release();
    await going;
    expect(entries(tab)).toEqual(["/a", "/a2", "/b", "at 2"]);
  });

  it("has no second entry for the address that is shown, unless another origin asks or a form is sent", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    await tab.navigate("/a", { initiator: "link", documentUrl: `${shop}/a` });
    await tab.navigate(`${shop}/a`);
    expect(entries(tab)).toEqual(["/a", "at 0"]);
    await tab.navigate("#x", { initiator: "link", documentUrl: `${shop}/a` });
    await tab.navigate("#x", { initiator: "link", documentUrl: `${shop}/a` });
    expect(entries(tab)).toEqual(["/a", "/a#x", "at 1"]);
    await tab.submit({ action: `${shop}/a#x`, method: "post", entries: [] }, { documentUrl: `${shop}/a` });
    await tab.navigate(`${shop}/a#x`, { initiator: "link", documentUrl: "https://evil.test/" });
    expect(entries(tab)).toEqual(["/a", "/a#x", "/a#x", "/a#x", "at 3"]);
    expect(server.seen).toHaveLength(4);
  });

  it("an empty fragment is one: the document stays", async () => {
    const { tab } = server.browser().agent;
    const page = await tab.navigate(`${shop}/a`);
    const moved = await tab.navigate("#", { initiator: "link", documentUrl: `${shop}/a` });
    expect(moved).toMatchObject({ url: `${shop}/a#`, documentId: page.documentId, sameDocument: true });
    expect(server.seen).toHaveLength(1);
  });

  it("keeps where the page came from when its script changes the address", async () => {
    const { agent } = server.browser();
    agent.jar.offer("strict=1; SameSite=Strict", new URL(shop));
    await agent.navigate(`${shop}/a`, { documentUrl: "https://evil.test/", initiator: "link" });
    for (const how of ["replace", "push"] as const) {
      agent.pushState(`/${how}`, null, how);
      await agent.reload();
      expect(server.seen.at(-1)?.headers, how).toMatchObject({
        referer: "https://evil.test/",
        "sec-fetch-site": "cross-site",
      });
      expect(server.seen.at(-1)?.headers.cookie, how).toBeUndefined();
    }
  });

  it("gives a page that is asked for again the state of its entry, and lets its entries stay one document", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    tab.pushState("/b", { n: 1 }, "push");
    expect(await tab.reload({ byScript: true })).toMatchObject({ url: `${shop}/b`, state: { n: 1 } });
    expect(await tab.back()).toMatchObject({ url: `${shop}/a`, sameDocument: true });
    expect(asked()).toEqual(["GET /a", "GET /b"]);
    await tab.forward();
    await tab.navigate(`${shop}/c`);
    const page = await tab.back();
    expect(page).toMatchObject({ url: `${shop}/b`, state: { n: 1 } });
    expect(page).not.toHaveProperty("sameDocument");
    expect(await tab.reload()).toMatchObject({ state: { n: 1 } });
    expect(await tab.back()).toMatchObject({ url: `${shop}/a`, sameDocument: true });
    expect(await tab.forward()).toMatchObject({ url: `${shop}/b`, sameDocument: true, state: { n: 1 } });
    expect(asked()).toEqual(["GET /a", "GET /b", "GET /c", "GET /b", "GET /b"]);
    expect(await tab.forward()).not.toHaveProperty("state");
  });

  it("gives no state to the page that a reload was redirected to, whose entry stands alone", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    tab.pushState("/b", { n: 1 }, "push");
    server.handle = (request, response) =>
      request.url === "/b" ? response.writeHead(302, { Location: "/c" }).end() : response.end();
    expect(await tab.reload()).not.toHaveProperty("state");
    expect(await tab.back()).not.toHaveProperty("sameDocument");
    expect(asked()).toEqual(["GET /a", "GET /b", "GET /c", "GET /a"]);
  });

  it("asks for the entry before one whose reload failed, and then has both of one document again", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    tab.pushState("/b", { n: 1 }, "push");
    server.handle = (_request, response) => response.destroy();
    expect((await tab.reload())?.failure).toBeDefined();
    server.handle = (_request, response) => response.end();
    expect(await tab.back()).not.toHaveProperty("sameDocument");
    expect(await tab.forward()).toMatchObject({ sameDocument: true, state: { n: 1 } });
    expect(asked()).toEqual(["GET /a", "GET /b", "GET /a"]);
  });

  it("says of a reload whether the user acted", async () => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    await tab.reload({ byScript: true, userActivated: false });
    await tab.reload({ byScript: true, userActivated: true });
    await tab.reload();
    expect(server.seen.map(({ headers }) => headers["sec-fetch-user"])).toEqual([
      "?1",
      undefined,
      "?1",
      "?1",
    ]);
  });
});

describe("what is no address", () => {
  it.each(["http://a b/", "http://localhost:71488/"])("%s: a page of nobody says so", async (address) => {
    const { tab } = server.browser().agent;
    await tab.navigate(`${shop}/a`);
    const page = await tab.navigate(address);
    expect(page).toMatchObject({ url: "about:blank", status: 0, failure: { code: "bad-address" } });
    expect(page.text).toContain(address);
    await expect(tab.fetch("/x")).rejects.toMatchObject({ code: "bad-address" });
    expect(tab.pushState("/x", null, "push")).toBe(false);
    const framed = await tab.loadFrame(address, { ancestors: [`${shop}/a`] });
    expect(framed).toMatchObject({ url: "about:blank", failure: { code: "bad-address" } });
  });

  it("stops what was on its way", async () => {
    const { tab } = server.browser().agent;
    const held = hold();
    const slow = tab.navigate(`${shop}/slow`);
    await held.asked;
    const bad = tab.navigate("http://a b/");
    held.release();
    await expect(slow).rejects.toMatchObject({ code: "aborted" });
    expect((await bad).failure?.code).toBe("bad-address");
    expect(tab.page?.url).toBe("about:blank");
  });
});
