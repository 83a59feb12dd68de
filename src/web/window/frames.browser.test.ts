import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../../e2e/browser.ts";
import { isolationHeaders } from "../../layouts/isolation-headers.ts";
import { CourseSite, html, Screen, scripted, shop } from "./course-site.fixture.ts";

const site = new CourseSite(isolationHeaders);

beforeAll(() => site.start());
afterAll(() => site.stop());
beforeEach(() => site.reset());

/** A busy machine may take so long. */

const WIDGET = "https://widget.test";
const kinds = ["none=1; Secure; SameSite=None", "lax=1", "apart=1; Secure; SameSite=None; Partitioned"];

describe.each(["chromium", "firefox"] as const)("frames in %s", (name) => {
  let browser: Browser;
  let screen: Screen;

  beforeAll(async () => {
    browser = await launchBrowser(name);
    screen = await Screen.open(browser, site);
  });

  afterAll(() => browser.close());

  const inner = () => screen.frame.frameLocator("iframe");
  const cookieOf = async (path: string) =>
    (await screen.seen()).findLast(({ url }) => new URL(url).pathname === path)?.headers["cookie"];

  it("shows another site's page in a page, with the cookies that such a frame gets", async () => {
    await screen.stage({
      "/": html(`<h1>Shop</h1><iframe title="chat" src="${WIDGET}/chat"></iframe>`),
      "/set": html(
        "set",
        kinds.map((line) => ["Set-Cookie", line] as const),
      ),
      "/chat": scripted(`show(document.cookie)`),
    });
    await screen.navigate(`${WIDGET}/set`);
    await screen.navigate("/");
    await expect.poll(() => inner().locator("#out").textContent()).toBe("none=1");
    expect(await cookieOf("/chat"), "not the Lax one, and not that of another partition").toBe("none=1");
    const asked = (await screen.seen()).findLast(({ url }) => url === `${WIDGET}/chat`);
    expect(asked?.headers).toMatchObject({ "sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site" });
    expect((await screen.state()).url).toBe(`${shop}/`);
    expect(
      site.asked.some(({ url }) => url === "/chat"),
      "the course's server is never asked",
    ).toBe(false);
  });

  it("keeps page and frame apart, and both from the course", async () => {
    await screen.stage({
      "/": scripted(`const frame = document.createElement("iframe"); frame.src = "${WIDGET}/chat"; document.body.append(frame);
        const tries = () => { try { return frame.contentWindow.document.title } catch (error) { return error.name } };
        addEventListener("message", ({ data }) => show([data, tries()]));`),
      "/chat": html(`<title>secret</title><script>
        const tried = []; for (const where of [parent, top]) try { tried.push(where.document.title) } catch (error) { tried.push(error.name) }
        fetch("/api").then((response) => response.text()).then((text) => parent.postMessage([tried, text, location.href], "*"));</script>`),
      "/api": { body: "api", headers: [["Content-Type", "text/plain"]] },
    });
    await screen.navigate("/");
    await screen.expectOut(
      JSON.stringify([[["SecurityError", "SecurityError"], "api", `${WIDGET}/chat`], "SecurityError"]),
    );
    expect((await screen.seen()).find(({ url }) => url === `${WIDGET}/api`)?.headers).toMatchObject({
      referer: `${WIDGET}/chat`,
      "sec-fetch-site": "same-origin",
    });
  });

  it("follows links and forms in the frame, and out of it", async () => {
    await screen.stage({
      "/": html(`<h1>Shop</h1><iframe title="chat" src="${WIDGET}/chat"></iframe>`),
      "/chat": html(
        `<form method="post" action="/say"><input name="text" value="hello"><button>Send</button></form>`,
      ),
      "POST /say": {
        status: 303,
        headers: [
          ["Location", "/said"],
          ["Set-Cookie", "said=1; Secure; SameSite=None"],
        ],
      },
      "/said": html(`<p id="said">said</p><a href="/next">on</a> <a href="/out" target="_top">out</a>`),
      "/next": html(`<p id="next">next</p><a href="/out" target="_parent">out</a>`),
      "/out": html("<h1>Out</h1>"),
    });
    await screen.navigate("/");
    await inner().getByRole("button", { name: "Send" }).click();
    await inner().locator("#said").waitFor();
    expect(await screen.asked()).toEqual(["GET /", "GET /chat", "POST /say", "GET /said"]);
    expect(await cookieOf("/said")).toBe("said=1");
    await inner().getByRole("link", { name: "on" }).click();
    await inner().locator("#next").waitFor();
    expect((await screen.state()).url).toBe(`${shop}/`);
    await inner().getByRole("link", { name: "out" }).click();
    await screen.frame.getByRole("heading", { name: "Out" }).waitFor();
    expect((await screen.state()).url).toBe(`${WIDGET}/out`);
  });

  it("frames in frames: the shop in another site in the shop is cross-site", async () => {
    await screen.stage({
      "/set": html("set", [["Set-Cookie", "lax=1"]]),
      "/": html(`<iframe title="ad" src="${WIDGET}/ad"></iframe>`),
      "/ad": html(`<iframe title="shop" src="${shop}/inside"></iframe>`),
      "/inside": scripted("show(document.cookie || 'nothing')"),
    });
    await screen.navigate("/set");
    await screen.navigate("/");
    await expect.poll(() => inner().frameLocator("iframe").locator("#out").textContent()).toBe("nothing");
    expect(await cookieOf("/")).toBe("lax=1");
    expect(await cookieOf("/inside")).toBeUndefined();
  });

  it("a form, a link and window.open lead to a frame by its name: the silent forgery gets no Lax cookie", async () => {
    await screen.stage({
      "/set": html("set", [
        ["Set-Cookie", "lax=1; SameSite=Lax"],
        ["Set-Cookie", "none=1; Secure; SameSite=None"],
      ]),
      "/": html(`<iframe name="hidden" hidden></iframe><iframe name="Side bar" title="side"></iframe>
        <a href="/one" target="Side bar">one</a> <button>two</button><output id="out"></output>
        <form method="post" action="${WIDGET}/pay" target="hidden"><input name="sum" value="1000"></form><script>
        document.forms[0].submit();
        document.querySelector("button").onclick = () => {
          document.querySelector("#out").textContent = String(open("/two", "Side bar") === frames[1]);
        };</script>`),
      "POST /pay": html("paid"),
      "/one": html(`<p id="one">one</p>`),
      "/two": html(`<p id="two">two</p>`),
    });
    await screen.navigate(`${WIDGET}/set`);
    await screen.navigate("/");
    await expect.poll(() => screen.asked()).toContain("POST /pay");
    expect((await screen.seen()).at(-1)).toMatchObject({
      body: "sum=1000",
      headers: { cookie: "none=1", origin: shop, "sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site" },
    });
    const side = screen.frame.frameLocator('iframe[title="side"]');
    await screen.frame.getByRole("link", { name: "one" }).click();
    await side.locator("#one").waitFor();
    await screen.frame.getByRole("button", { name: "two" }).click();
    await side.locator("#two").waitFor();
    await screen.expectOut("true");
    expect((await screen.state()).url).toBe(`${shop}/`);
    expect(await screen.page.evaluate(() => window.stage.agent.tabs.length)).toBe(1);
  });

  it("a frame-buster finds nothing around a page, and leads the page around a frame away when a click allows it", async () => {
    const buster =
      html(`<output id="out"></output><button onclick="parent.location.href = '/own'">away</button><script>
      document.querySelector("#out").textContent = [top === self, parent === window].join();
      if (top !== self) top.location = self.location;</script>`);
    await screen.stage({ "/own": buster, "/": html(`<iframe title="own" src="${WIDGET}/own"></iframe>`) });
    await screen.navigate(`${WIDGET}/own`);
    await screen.expectOut("true,true");
    expect(await screen.asked()).toEqual(["GET /own"]);
    await screen.navigate("/");
    await expect.poll(() => inner().locator("#out").textContent()).toBe("false,false");
    await expect
      .poll(() => screen.lines())
      .toContain(
        `warn: A frame of another origin may not take the page away to ${WIDGET}/own: no click in it asked for that.`,
      );
    expect((await screen.state()).url).toBe(`${shop}/`);
    await inner().getByRole("button", { name: "away" }).click();
    await screen.expectOut("true,true");
    expect((await screen.state()).url).toBe(`${WIDGET}/own`);
  });

  it("a frame is of the origin that answered, whatever its script says its address is", async () => {
    await screen.stage({
      "/": html(`<iframe title="chat" src="${WIDGET}/chat"></iframe>`),
      "/chat": scripted(`const said = [];
        const pretend = async (href) => {
          window.URL = function () { return { href, origin: location.origin }; };
          try { history.replaceState(null, "", "/"); } catch { }
          said.push(await fetch("https://bank.test/me", { credentials: "include" }).then((answer) => answer.text(), (error) => error.name));
        };
        (async () => { await pretend("https://bank.test/"); await pretend("no address"); show(said); })();`),
      "/me": { body: "secret", headers: [["Content-Type", "text/plain"]] },
    });
    await screen.navigate("/");
    await expect.poll(() => inner().locator("#out").textContent()).toBe('["TypeError","TypeError"]');
    const asked = (await screen.seen()).filter(({ url }) => url === "https://bank.test/me");
    expect(asked.map(({ headers }) => headers["origin"])).toEqual([WIDGET, WIDGET]);
  });

  it("says why a page does not let itself be framed", async () => {
    await screen.stage({
      "/": html(`<iframe title="bank" src="https://bank.test/pay"></iframe>`),
      "/pay": html("<h1>Pay</h1>", [["X-Frame-Options", "DENY"]]),
    });
    await screen.navigate("/");
    await inner().getByText("bank.test lets nobody show it in a frame (X-Frame-Options: DENY).").waitFor();
    expect(await inner().getByText("Pay", { exact: true }).count()).toBe(0);
  });

  it("a script moves a frame and takes it away; the window forgets it", async () => {
    await screen.stage({
      "/": html(`<button>again</button><iframe title="chat" src="${WIDGET}/one"></iframe><script>
        let step = 0; const frame = document.querySelector("iframe");
        document.querySelector("button").onclick = () => { if (step++ === 0) frame.src = "${WIDGET}/two"; else frame.remove(); };</script>`),
      "/one": html(`<p id="one">one</p>`),
      "/two": html(`<p id="two">two</p>`),
    });
    await screen.navigate("/");
    await inner().locator("#one").waitFor();
    await screen.frame.getByRole("button").click();
    await inner().locator("#two").waitFor();
    expect(await inner().locator("#one").count()).toBe(0);
    await screen.frame.getByRole("button").click();
    await expect.poll(() => screen.frame.locator("iframe").count()).toBe(0);
  });
});

describe.each(["chromium", "firefox"] as const)("new tabs in %s", (name) => {
  let browser: Browser;
  let screen: Screen;

  beforeAll(async () => {
    browser = await launchBrowser(name);
    screen = await Screen.open(browser, site);
  });

  afterAll(() => browser.close());

  const opened = () => screen.page.evaluate(() => window.stage.opened);

  it("a link, a form, a middle click and window.open lead to tabs of their own, with the same jar", async () => {
    const page = html(
      `<a href="/link" target="_blank">link</a> <a href="/middle">middle</a>
       <form action="/form" target="_blank"><button>form</button></form>
       <button id="open" onclick="window.open('/open')">open</button>
       <form id="own" action="/script" target="_blank"></form>
       <button id="script" onclick="document.querySelector('#own').submit()">script</button><h1>Shop</h1>`,
      [["Set-Cookie", "id=1"]],
    );
    await screen.stage(
      {
        "/": page,
        "/link": html("l"),
        "/middle": html("m"),
        "/form": html("f"),
        "/open": html("o"),
        "/script": html("s"),
      },
      true,
    );
    await screen.navigate("/");
    await screen.frame.getByRole("link", { name: "link" }).click();
    await expect.poll(opened).toEqual([`${shop}/link`]);
    await screen.frame.getByRole("link", { name: "middle" }).click({ button: "middle" });
    await screen.frame.getByRole("button", { name: "form" }).click();
    await screen.frame.locator("#open").click();
    await screen.frame.locator("#script").click();
    await expect
      .poll(async () => (await opened()).toSorted())
      .toEqual(["/form", "/link", "/middle", "/open", "/script"].map((path) => shop + path));
    expect((await screen.state()).url).toBe(`${shop}/`);
    expect((await screen.seen()).slice(1).map(({ headers }) => headers["cookie"])).toEqual(
      Array(5).fill("id=1"),
    );
    expect(await screen.page.evaluate(() => window.stage.agent.tabs.length)).toBe(6);
  });

  it("a script that no click called opens none, and says so", async () => {
    await screen.stage({ "/": scripted(`show(String(window.open("/ad")))`) }, true);
    await screen.navigate("/");
    await screen.expectOut("null");
    await expect
      .poll(() => screen.lines())
      .toContain(`warn: A new tab for ${shop}/ad was blocked: no click asked for it.`);
    expect(await opened()).toEqual([]);
  });
});
