import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { COOKIES_PER_SITE } from "./cookie-shelf.ts";
import { ScriptedServer } from "./scripted-server.fixture.ts";

/** CHIPS: cookies with `Partitioned` lie apart for each site that embeds, and what a browser may do with all others. */

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  server.handle = (_request, response, { url, headers }) => {
    if (url.startsWith("/set")) {
      const mark = url.split("?")[1] ?? "";
      response.setHeader("Set-Cookie", [
        `chat=${mark}; Secure; SameSite=None; Partitioned`,
        `track=${mark}; Secure; SameSite=None`,
      ]);
    }
    response.end(headers.cookie ?? "");
  };
});

const CHAT = "https://chat.test";
const NEWS = "https://news.test/";
const BLOG = "https://blog.test/";

function visitor(...[policy]: Parameters<ScriptedServer["browser"]>) {
  const { agent, exchanges } = server.browser(policy);
  /** What the chat's frame gets in pages of these sites, from the nearest to the address bar. */
  const inFrame = async (path: string, ...ancestors: string[]) =>
    (await agent.tab.loadFrame(`${CHAT}${path}`, { ancestors })).text;
  const last = () => exchanges.at(-1)?.cookies;
  return { agent, inFrame, last };
}

describe("a partitioned cookie", () => {
  it("is kept apart for each site in the address bar", async () => {
    const { inFrame, agent } = visitor();
    await inFrame("/set?news", NEWS);
    await inFrame("/set?blog", BLOG);
    expect(await inFrame("/", "https://www.news.test/")).toBe("chat=news; track=blog");
    // The older cookie goes first: "track" is one cookie, and keeps the time at which it was made.
    expect(await inFrame("/", BLOG)).toBe("track=blog; chat=blog");
    expect((await agent.navigate(`${CHAT}/`)).text).toBe("track=blog");
    expect(agent.jar.list().map(({ name, partitionKey }) => [name, partitionKey])).toEqual([
      ["chat", { topLevelSite: "https://news.test", crossSiteAncestor: true }],
      ["chat", { topLevelSite: "https://blog.test", crossSiteAncestor: true }],
      ["track", undefined],
    ]);
  });

  it("says why it is not sent elsewhere", async () => {
    const { inFrame, last } = visitor();
    await inFrame("/set?news", NEWS);
    expect(last()?.response[0]).toMatchObject({
      verdict: "kept",
      reason: expect.stringContaining("for what is embedded across sites in https://news.test"),
    });
    await inFrame("/", BLOG);
    expect(last()?.request.find(({ name }) => name === "chat")).toMatchObject({
      verdict: "withheld",
      reason:
        "withheld: it is Partitioned and was set for what is embedded across sites in https://news.test; this is for what is embedded across sites in https://blog.test",
    });
  });

  it("of the page itself is not sent to that page where another site embeds it in between", async () => {
    const { agent, inFrame } = visitor();
    await agent.navigate(`${CHAT}/set?own`);
    expect((await agent.navigate(`${CHAT}/`)).text).toBe("chat=own; track=own");
    expect(await inFrame("/", `${CHAT}/`)).toBe("chat=own; track=own");
    expect(await inFrame("/", NEWS, `${CHAT}/`)).toBe("track=own");
  });

  it("is another's when a redirect led through another site", async () => {
    const { agent } = visitor();
    await agent.navigate(`${CHAT}/set?own`);
    server.handle = (_request, response, { url, headers }) => {
      if (url === "/away") response.writeHead(302, { Location: `${NEWS}back` }).end();
      else if (headers.host === "news.test") response.writeHead(302, { Location: `${CHAT}/end` }).end();
      else response.end();
    };
    const image = { mode: "no-cors", credentials: "include" } as const;
    await agent.fetch(`${CHAT}/away`, image, { documentUrl: `${CHAT}/`, destination: "image" });
    expect(server.seen.at(-1)?.headers.cookie).toBe("track=own");
  });

  it("is replaced and deleted only in its own partition", async () => {
    const { agent, inFrame } = visitor();
    await inFrame("/set?news", NEWS);
    await inFrame("/set?blog", BLOG);
    server.handle = (_request, response) =>
      response.setHeader("Set-Cookie", "chat=; Max-Age=0; Secure; SameSite=None; Partitioned").end();
    await inFrame("/", NEWS);
    expect(agent.jar.list().map(({ name, value }) => `${name}=${value}`)).toEqual([
      "chat=blog",
      "track=blog",
    ]);
    const [chat] = agent.jar.list().filter(({ name }) => name === "chat");
    if (chat === undefined) throw new Error("no cookie");
    expect(agent.jar.delete(chat)).toBe(true);
    expect(agent.jar.list()).toHaveLength(1);
  });

  it("needs Secure", () => {
    const { agent } = visitor();
    expect(agent.jar.offer("a=1; Partitioned", new URL(CHAT))).toMatchObject({
      verdict: "refused",
      reason: "refused: it is Partitioned, and that needs Secure too",
    });
  });

  it("is read by the scripts of its own partition only", async () => {
    const { agent, inFrame } = visitor();
    await inFrame("/set?news", NEWS);
    const read = (...ancestors: string[]) =>
      agent.jar.readFromScript(
        new URL(`${CHAT}/`),
        ancestors.map((ancestor) => new URL(ancestor)),
      );
    expect([read(NEWS), read(BLOG), read()]).toEqual(["chat=news; track=news", "track=news", "track=news"]);
  });

  it("counts toward the limits of its own partition, in number and in bytes", () => {
    const { agent } = visitor();
    const url = new URL(CHAT);
    const context = (site: string) =>
      ({ via: "http", siteForCookies: new URL(site), topLevel: new URL(site) }) as const;
    const offer = (line: string, site: string) =>
      agent.jar.offer(`${line}; Secure; SameSite=None; Partitioned`, url, context(site));
    for (let at = 0; at < COOKIES_PER_SITE + 5; at++) offer(`n${at}=1`, NEWS);
    for (let at = 0; at < 4; at++) offer(`big${at}=${"x".repeat(3000)}`, BLOG);
    const names = (site: string) =>
      agent.jar
        .list()
        .filter(({ partitionKey }) => partitionKey?.topLevelSite === new URL(site).origin)
        .map(({ name }) => name);
    expect(names(NEWS)).toHaveLength(COOKIES_PER_SITE);
    expect(names(NEWS)).not.toContain("n0");
    expect(names(BLOG)).toEqual(["big1", "big2", "big3"]);
    offer("small=1", BLOG);
    expect(names(BLOG)).toHaveLength(4);
    offer(`small=${"x".repeat(3000)}`, BLOG);
    expect(names(BLOG), "one that grows counts as one that comes").toEqual(["big2", "big3", "small"]);
  });
});

describe("third-party cookies", () => {
  it.each([
    ["allow", "chat=news; track=news"],
    ["partitioned-only", "chat=news"],
    ["block", ""],
  ] as const)("%s", async (thirdPartyCookies, expected) => {
    const { agent, inFrame, last } = visitor({ thirdPartyCookies });
    await inFrame("/set?news", NEWS);
    expect(await inFrame("/", NEWS)).toBe(expected);
    const image = { mode: "no-cors", credentials: "include" } as const;
    await agent.fetch(`${CHAT}/pixel`, image, { documentUrl: NEWS, destination: "image" });
    expect(server.seen.at(-1)?.headers.cookie ?? "").toBe(expected);
    expect(
      last()?.request.every(({ verdict, source }) => verdict === "sent" || source === "RFC 6265bis §7.1"),
    ).toBe(true);
  });

  it("leaves what the user visits alone: links, forms, and the site's own frames", async () => {
    const { agent, inFrame } = visitor({ thirdPartyCookies: "block" });
    await agent.navigate(`${CHAT}/set?own`, { documentUrl: NEWS, initiator: "link" });
    const form = { action: `${CHAT}/`, method: "post", entries: [] } as const;
    expect((await agent.submit(form, { documentUrl: NEWS })).text).toBe("chat=own; track=own");
    expect(await inFrame("/", `${CHAT}/`)).toBe("chat=own; track=own");
    expect(await inFrame("/", NEWS, `${CHAT}/`), "another site's frame stands between").toBe("");
  });

  it("says why", async () => {
    const { agent, inFrame, last } = visitor({ thirdPartyCookies: "block" });
    await inFrame("/set?news", NEWS);
    expect(last()?.response.map(({ reason }) => reason)).toEqual([
      "refused: this browser blocks third-party cookies, and chat.test is not of the site in the address bar",
      "refused: this browser blocks third-party cookies, and chat.test is not of the site in the address bar",
    ]);
    agent.jar.changePolicy({ thirdPartyCookies: "partitioned-only" });
    await inFrame("/set?news", NEWS);
    expect(last()?.response.map(({ verdict }) => verdict)).toEqual(["kept", "refused"]);
  });
});
