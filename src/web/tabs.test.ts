import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "./scripted-server.fixture.ts";
import { TAB_LIMIT } from "./user-agent.ts";

const shop = "https://shop.test";
const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  server.handle = (_request, response, { url, headers }) => {
    if (url === "/login") response.setHeader("Set-Cookie", ["id=1", "theme=dark; Max-Age=60"]);
    response.end(`${url} ${headers.cookie ?? "no cookie"}`);
  };
});

describe("tabs", () => {
  it("share the jar, and each has a history of its own", async () => {
    const { agent } = server.browser();
    const first = agent.tab;
    await first.navigate(`${shop}/login`);
    const second = agent.openTab();
    expect(agent.tab).toBe(second);
    expect((await second.navigate(`${shop}/a`)).text).toBe("/a id=1; theme=dark");
    await second.navigate(`${shop}/b`);
    expect([first, second].map((tab) => tab.history.entries.length)).toEqual([1, 2]);
    expect((await second.back())?.url).toBe(`${shop}/a`);
    expect(first.page?.url).toBe(`${shop}/login`);
  });

  it("load at the same time: a navigation overtakes only its own tab's", async () => {
    const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    server.handle = async (_request, response, { url }) => {
      if (url === "/slow") {
        arrived();
        await released;
      }
      response.end(url);
    };
    const { agent } = server.browser();
    const slow = agent.tab.navigate(`${shop}/slow`);
    await asked;
    expect((await agent.openTab().navigate(`${shop}/fast`)).text).toBe("/fast");
    release();
    expect((await slow).text).toBe("/slow");
  });

  it("open beside the tab they come from, tell who listens, and close to a neighbour", async () => {
    const { agent } = server.browser();
    let told = 0;
    const events: [number, string][] = [];
    agent.onTabs(() => told++);
    agent.onTab(({ kind }, tab) => events.push([tab.id, kind]));
    const first = agent.tab;
    const last = agent.openTab({ inFront: false });
    const middle = agent.openTab({ opener: first });
    expect(agent.tabs).toEqual([first, middle, last]);
    expect(agent.tab).toBe(middle);
    await last.navigate(`${shop}/x`);
    agent.bringToFront(last);
    agent.closeTab(last);
    expect(agent.tab).toBe(middle);
    agent.closeTab(last);
    agent.bringToFront(last);
    expect(agent.tabs).toEqual([first, middle]);
    expect(told).toBe(4);
    expect(events).toEqual([
      [last.id, "started"],
      [last.id, "page"],
      [last.id, "cleared"],
    ]);
  });

  it("the last one leaves an empty one, and there are never too many", () => {
    const { agent } = server.browser();
    agent.closeTab(agent.tab);
    expect(agent.tabs).toHaveLength(1);
    expect(agent.page).toBeUndefined();
    while (agent.tabs.length < TAB_LIMIT) agent.openTab();
    expect(() => agent.openTab()).toThrow(
      "Alice has 20 tabs open, and there may be no more. Close one first.",
    );
  });

  it("a tab that is closed while it loads stops loading", async () => {
    const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
    server.handle = () => arrived();
    const { agent } = server.browser();
    const tab = agent.openTab();
    const opening = tab.navigate(`${shop}/slow`);
    await asked;
    agent.closeTab(tab);
    await expect(opening).rejects.toMatchObject({ code: "aborted" });
    expect(tab.page).toBeUndefined();
  });
});

describe("a private window", () => {
  it("has a jar of its own, shared by all private windows, that dies with it", async () => {
    const { agent } = server.browser();
    await agent.navigate(`${shop}/login`);
    const hidden = agent.openPrivate();
    expect([hidden.name, hidden.isPrivate]).toEqual(["Alice (private)", true]);
    expect((await hidden.navigate(`${shop}/a`)).text).toBe("/a no cookie");
    await hidden.navigate(`${shop}/login`);
    expect(agent.openPrivate()).toBe(hidden);
    expect(agent.jar.list()).toHaveLength(2);
    agent.closePrivate();
    expect(agent.privateWindow).toBeUndefined();
    expect(hidden.jar.list()).toEqual([]);
    expect((await agent.openPrivate().navigate(`${shop}/a`)).text).toBe("/a no cookie");
  });

  it("tells its exchanges under its own name", async () => {
    const { agent, exchanges } = server.browser();
    const hidden = agent.openPrivate();
    const seen: string[] = [];
    hidden.onExchange((exchange) => seen.push(exchange.agent));
    await hidden.navigate(`${shop}/a`);
    expect(seen).toEqual(["Alice (private)"]);
    expect(exchanges).toEqual([]);
  });
});

it("quitting ends the browser session: cookies without an expiry go, the others stay", async () => {
  const { agent } = server.browser();
  await agent.navigate(`${shop}/login`);
  agent.openTab();
  await agent.openPrivate().navigate(`${shop}/login`);
  agent.quit();
  expect(agent.jar.list().map(({ name }) => name)).toEqual(["theme"]);
  expect([agent.tabs.length, agent.page, agent.privateWindow]).toEqual([1, undefined, undefined]);
});

it.each(["clear", "quit"] as const)("an answer that comes after %s reaches no jar", async (end) => {
  const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  server.handle = async (_request, response) => {
    arrived();
    await released;
    response.setHeader("Set-Cookie", "late=1; Max-Age=60").end();
  };
  const { agent, exchanges } = server.browser();
  const fetching = agent.fetch(`${shop}/slow`);
  await asked;
  agent[end]();
  release();
  await expect(fetching).rejects.toMatchObject({ code: "aborted" });
  expect(agent.jar.list()).toEqual([]);
  expect(exchanges.map(({ failure }) => failure?.code)).toEqual(["aborted"]);
});

it("quitting forgets what other origins have allowed", async () => {
  server.handle = (_request, response) =>
    response
      .setHeader("Access-Control-Allow-Origin", "*")
      .setHeader("Access-Control-Allow-Methods", "PUT")
      .setHeader("Access-Control-Max-Age", "600")
      .end();
  const { agent } = server.browser();
  const put = () => agent.fetch(`${shop}/x`, { method: "PUT" }, { documentUrl: "https://page.test/" });
  await put();
  await put();
  agent.quit();
  await put();
  expect(server.seen.map(({ method }) => method)).toEqual(["OPTIONS", "PUT", "PUT", "OPTIONS", "PUT"]);
});

it("a reload by a button comes from where the page came from, a reload by script from the page itself", async () => {
  const { agent } = server.browser();
  agent.jar.offer("strict=1; SameSite=Strict", new URL(shop));
  await agent.navigate(`${shop}/a`, { documentUrl: "https://evil.test/", initiator: "link" });
  await agent.reload();
  await agent.reload({ byScript: true });
  expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, "strict=1"]);
});
