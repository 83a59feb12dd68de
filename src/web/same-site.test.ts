import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CookieDecision } from "./exchange.ts";
import { ScriptedServer } from "./scripted-server.fixture.ts";

/** Every way a request can come about, and what it brings of one cookie of each SameSite kind. */

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.reset());

const SHOP = "https://shop.test";
const EVIL = "https://evil.test";

function shopper(...[policy]: Parameters<ScriptedServer["browser"]>) {
  const { agent, exchanges, clock } = server.browser(policy);
  // Older than two minutes, so that "no SameSite" is plain Lax.
  for (const [name, attributes] of [
    ["strict", "SameSite=Strict"],
    ["lax", "SameSite=Lax"],
    ["default", ""],
    ["none", "SameSite=None; Secure"],
  ])
    agent.jar.offer(`${name}=1; Path=/; ${attributes}`, new URL(SHOP));
  clock.advance(3 * 60 * 1000);
  const sentLast = () => (server.seen.at(-1)?.headers.cookie ?? "").replaceAll("=1", "");
  const decisionOn = (name: string): CookieDecision | undefined =>
    exchanges.at(-1)?.cookies.request.find((decision) => decision.name === name);
  return { agent, sentLast, decisionOn };
}

const ALL = "strict; lax; default; none";
const LAX = "lax; default; none";

describe("top-level navigation", () => {
  it.each([
    ["typed by the user", "GET", undefined, ALL],
    ["a link of the same site", "GET", "https://www.shop.test/", ALL],
    ["a link of another site", "GET", `${EVIL}/`, LAX],
    ["a form of the same site", "POST", `${SHOP}/`, ALL],
    ["a form of another site", "POST", `${EVIL}/`, "none"],
    ["HEAD from another site", "HEAD", `${EVIL}/`, LAX],
    ["PUT from another site", "PUT", `${EVIL}/`, "none"],
    ["the same host on http (schemeful)", "GET", "http://shop.test/", LAX],
    ["a form of the same host on http (schemeful)", "POST", "http://shop.test/", "none"],
    ["a page of an opaque origin", "GET", null, LAX],
  ] as const)("%s: %s from %s brings %s", async (_what, method, documentUrl, expected) => {
    const { agent, sentLast } = shopper();
    await agent.navigate(`${SHOP}/`, { method, ...(documentUrl === undefined ? {} : { documentUrl }) });
    expect(sentLast()).toBe(expected);
  });
});

describe("a page's own requests", () => {
  it.each([
    ["its own site", `${SHOP}/`, ALL],
    ["a subdomain", "https://www.shop.test/", ALL],
    ["another site", `${EVIL}/`, "none"],
    ["the same host on http", "http://shop.test/", "none"],
  ])("an image in a page of %s brings what it may", async (_what, documentUrl, expected) => {
    const { agent, sentLast } = shopper();
    const how = { mode: "no-cors", credentials: "include" } as const;
    const { resource } = await agent.fetch(`${SHOP}/logo.png`, how, { documentUrl, destination: "image" });
    await new Response(resource.body).arrayBuffer();
    expect(sentLast()).toBe(expected);
  });
});

describe("frames", () => {
  it.each([
    ["the shop in the shop", [`${SHOP}/`], ALL],
    ["the shop in its own subdomain", ["https://www.shop.test/"], ALL],
    ["the shop in another site", [`${EVIL}/`], "none"],
    ["the shop in another site in the shop", [`${EVIL}/`, `${SHOP}/`], "none"],
    ["the shop in the shop in the shop", [`${SHOP}/a`, `${SHOP}/`], ALL],
    ["the shop in the shop in another site", [`${SHOP}/a`, `${EVIL}/`], "none"],
  ])("%s", async (_what, ancestors, expected) => {
    const { agent, sentLast } = shopper();
    const page = await agent.tab.loadFrame(`${SHOP}/widget`, { ancestors });
    expect(page.status).toBe(200);
    expect(sentLast()).toBe(expected);
    expect(server.seen.at(-1)?.headers).toMatchObject({
      "sec-fetch-dest": "iframe",
      "sec-fetch-mode": "navigate",
    });
    expect(agent.page, "the tab stays as it was").toBeUndefined();
  });

  it("a frame that another site's script sends to the shop is cross-site even in the shop", async () => {
    const { agent, sentLast } = shopper();
    await agent.tab.loadFrame(`${SHOP}/widget`, { ancestors: [`${SHOP}/`], documentUrl: `${EVIL}/ad` });
    expect(sentLast()).toBe("none");
  });

  it("a fetch, an image and a form in a frame look at all documents around it", async () => {
    const { agent, sentLast, decisionOn } = shopper();
    const client = { documentUrl: `${SHOP}/widget`, ancestors: [`${EVIL}/`, `${SHOP}/`] };
    await (await agent.fetch(`${SHOP}/api`, { credentials: "include" }, client)).text();
    expect(sentLast()).toBe("none");
    expect(decisionOn("lax")?.reason).toBe(
      "withheld: SameSite=Lax and this is a cross-site request that is not a top-level navigation: a document of another site stands between it and the page of shop.test",
    );
    await agent.tab.loadFrame(`${SHOP}/pay`, {
      ancestors: [`${EVIL}/`],
      documentUrl: `${SHOP}/widget`,
      method: "POST",
    });
    expect(sentLast()).toBe("none");
  });

  it("what answers a cross-site frame is kept only with SameSite=None", async () => {
    const { agent } = shopper();
    agent.jar.clear();
    server.handle = (_request, response) =>
      response.setHeader("Set-Cookie", ["a=1; SameSite=Lax", "b=1; Secure; SameSite=None"]).end();
    const page = await agent.tab.loadFrame(`${SHOP}/widget`, { ancestors: [`${EVIL}/`] });
    expect(page.exchanges[0]?.cookies.response.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["a", "refused"],
      ["b", "kept"],
    ]);
  });

  it("document.cookie in a frame is that of its own origin, and cross-site frames see less", () => {
    const { agent } = shopper();
    const read = (...ancestors: string[]) =>
      agent.jar
        .readFromScript(
          new URL(`${SHOP}/widget`),
          ancestors.map((ancestor) => new URL(ancestor)),
        )
        .replaceAll("=1", "");
    expect(read()).toBe(ALL);
    expect(read(`${SHOP}/`)).toBe(ALL);
    expect(read(`${EVIL}/`)).toBe("none");
    expect(read(`${EVIL}/`, `${SHOP}/`)).toBe("none");
    const written = agent.jar.writeFromScript("x=1", new URL(`${SHOP}/widget`), [new URL(EVIL)]);
    expect(written).toMatchObject({ verdict: "refused", source: "RFC 6265bis §5.7 step 18" });
  });
});

describe("redirect chains", () => {
  /** /away leads over evil.test back to the shop's /end. */
  const chain = () => {
    server.handle = (_request, response, { url, headers }) => {
      if (url === "/away") response.writeHead(302, { Location: `${EVIL}/back` }).end();
      else if (headers.host === "evil.test") response.writeHead(302, { Location: `${SHOP}/end` }).end();
      else response.end("end");
    };
  };

  it("a link that leads through another site stays same-site, as the standard has it, and the reason says so", async () => {
    chain();
    const { agent, sentLast, decisionOn } = shopper();
    await agent.navigate(`${SHOP}/away`, { documentUrl: `${SHOP}/`, initiator: "link" });
    expect(sentLast()).toBe(ALL);
    expect(decisionOn("strict")?.reason).toContain("the redirect through evil.test does not count");
    expect(decisionOn("none")?.reason).not.toContain("redirect");
  });

  it("counts where the browser counts it, as Fetch has it: an image, and a link's Strict cookie", async () => {
    chain();
    const { agent, sentLast, decisionOn } = shopper({ sameSiteRedirects: "counted" });
    await agent.navigate(`${SHOP}/away`, { documentUrl: `${SHOP}/`, initiator: "link" });
    expect(sentLast()).toBe(LAX);
    expect(decisionOn("strict")?.reason).toBe(
      "withheld: SameSite=Strict and this is a cross-site GET: a redirect led through evil.test",
    );
    const image = { mode: "no-cors", credentials: "include" } as const;
    await agent.fetch(`${SHOP}/away`, image, { documentUrl: `${SHOP}/`, destination: "image" });
    expect(sentLast()).toBe("none");
  });

  it("never counts what the user typed", async () => {
    chain();
    const { agent, sentLast } = shopper({ sameSiteRedirects: "counted" });
    await agent.navigate(`${SHOP}/away`);
    expect(sentLast()).toBe(ALL);
  });

  it("a cross-site POST that a redirect turns into GET brings Lax cookies", async () => {
    server.handle = (_request, response, { method }) => {
      if (method === "POST") response.writeHead(303, { Location: "/end" });
      response.end();
    };
    const { agent, sentLast } = shopper();
    const form = { action: `${SHOP}/`, method: "post", entries: [] } as const;
    await agent.submit(form, { documentUrl: `${EVIL}/` });
    expect(sentLast()).toBe(LAX);
  });
});

describe("Lax that lets a fresh cookie pass with a POST", () => {
  const post = async (policy: { laxAllowingUnsafe: boolean }, ageMs: number) => {
    const { agent, exchanges, clock } = server.browser(policy);
    agent.jar.offer("fresh=1", new URL(SHOP));
    agent.jar.offer("lax=1; SameSite=Lax", new URL(SHOP));
    clock.advance(ageMs);
    const form = { action: `${SHOP}/`, method: "post", entries: [] } as const;
    await agent.submit(form, { documentUrl: `${EVIL}/` });
    return exchanges[0]?.cookies.request ?? [];
  };

  it("is off unless the browser is told", async () => {
    expect((await post({ laxAllowingUnsafe: false }, 0)).map(({ verdict }) => verdict)).toEqual([
      "withheld",
      "withheld",
    ]);
  });

  it("then holds for two minutes, and never for a cookie that says Lax", async () => {
    const [fresh, lax] = await post({ laxAllowingUnsafe: true }, 110_000);
    expect(fresh).toMatchObject({ verdict: "sent", source: "RFC 6265bis §5.6.7.2, Lax-allowing-unsafe" });
    expect(fresh?.reason).toContain("younger than two minutes");
    expect(lax?.verdict).toBe("withheld");
    expect((await post({ laxAllowingUnsafe: true }, 130_000))[0]?.verdict).toBe("withheld");
  });
});

describe("localhost", () => {
  it("is trusted without https unless the browser is told otherwise", async () => {
    for (const [trustLoopback, expected] of [
      [true, "kept"],
      [false, "refused"],
    ] as const) {
      const { agent } = server.browser({ trustLoopback });
      expect(agent.jar.offer("id=1; Secure", new URL("http://localhost:7148/")).verdict).toBe(expected);
    }
  });
});
