import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../../e2e/browser.ts";
import { isolationHeaders } from "../../layouts/isolation-headers.ts";
import { CourseSite, html, pixel, Screen, scripted, shop } from "./course-site.fixture.ts";

const site = new CourseSite(isolationHeaders);

beforeAll(() => site.start());
afterAll(() => site.stop());
beforeEach(() => site.reset());

describe.each(["chromium", "firefox"] as const)("the window in %s", (name) => {
  let browser: Browser;
  let screen: Screen;

  beforeAll(async () => {
    browser = await launchBrowser(name);
    screen = await Screen.open(browser, site);
  });

  afterAll(() => browser.close());

  it("shows a page and follows a link, by mouse and by keyboard", async () => {
    await screen.stage({
      "/": html(`<title>Shop</title><h1>Shop</h1><p><a href="/cart?x=1">Cart</a>`),
      "/cart": html(`<title>Cart</title><h1>Your cart</h1><a href="./" target="_blank">Home</a>`),
    });
    await screen.navigate("/");
    await screen.frame.getByRole("link", { name: "Cart" }).click();
    await screen.frame.getByRole("heading", { name: "Your cart" }).waitFor();
    await expect
      .poll(() => screen.state())
      .toMatchObject({
        title: "Cart",
        url: `${shop}/cart?x=1`,
        status: 200,
        canGoBack: true,
        canGoForward: false,
        loading: false,
      });
    expect((await screen.seen())[1]?.headers).toMatchObject({
      referer: `${shop}/`,
      "sec-fetch-site": "same-origin",
      "sec-fetch-user": "?1",
    });
    await screen.frame.getByRole("link", { name: "Home" }).focus();
    await screen.page.keyboard.press("Enter");
    await screen.frame.getByRole("heading", { name: "Shop" }).waitFor();
    await expect.poll(() => screen.page.evaluate(() => document.activeElement?.tagName)).toBe("IFRAME");
    expect(await screen.page.locator("iframe").getAttribute("title")).toBe("Alice's page");
    expect(await screen.page.locator("iframe").count()).toBe(1);
  });

  it("posts a form, follows to the page with its flash, and goes back and forward", async () => {
    await screen.stage({
      "/": html(`<form action="/cart/add" method="post"><input type="hidden" name="product_id" value="1">
        <label>Quantity <input name="quantity" value="2"></label><button name="how" value="now">Add</button></form>`),
      "POST /cart/add": {
        status: 303,
        headers: [
          ["Location", "/cart"],
          ["Set-Cookie", "id=abc; HttpOnly; Path=/"],
        ],
      },
      "/cart": html(`<p class="alert">Added</p>`),
    });
    await screen.navigate("/");
    await screen.frame.getByLabel("Quantity").fill("3");
    await screen.frame.getByLabel("Quantity").press("Enter");
    await screen.frame.locator(".alert").waitFor();
    const requests = await screen.seen();
    expect(requests.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([
      ["GET", "/"],
      ["POST", "/cart/add"],
      ["GET", "/cart"],
    ]);
    expect(requests[1]).toMatchObject({ body: "product_id=1&quantity=3&how=now", headers: { origin: shop } });
    expect(requests[2]?.headers["cookie"]).toBe("id=abc");
    await screen.page.evaluate(() => window.stage.window.back());
    await screen.frame.getByLabel("Quantity").waitFor();
    expect(await screen.state()).toMatchObject({ url: `${shop}/`, canGoBack: false, canGoForward: true });
    await screen.page.evaluate(() => window.stage.window.forward());
    await screen.frame.locator(".alert").waitFor();
  });

  it("sends files, the submitter's own wishes, and what a script submits", async () => {
    await screen.stage({
      "/": html(`<form id="f" action="/a" method="get" enctype="multipart/form-data"><input type="file" name="file">
        <button formaction="/b" formmethod="post" name="go" value="1">Send</button></form>
        <button id="s" onclick="document.querySelector('#f').submit()">Script</button>`),
      "/a": html("<p id=got>a</p>"),
      "/b": html("<p id=got>b</p>"),
    });
    await screen.navigate("/");
    await screen.frame
      .locator("input[type=file]")
      .setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("line\n") });
    await screen.frame.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => screen.text("#got")).toBe("b");
    const [, sent] = await screen.seen();
    expect(sent?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent?.body).toContain(
      'name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nline\n\r\n',
    );
    expect(sent?.body).toContain('name="go"\r\n\r\n1\r\n');
    await screen.page.evaluate(() => window.stage.window.back());
    await screen.frame.getByRole("button", { name: "Script" }).click();
    await expect.poll(() => screen.text("#got")).toBe("a");
    expect((await screen.seen()).at(-1)?.url).toMatch(/\/a\?file=$/);
  });

  it("respects a page that prevents links and forms", async () => {
    await screen.stage({
      "/": scripted(`document.body.insertAdjacentHTML("beforeend", '<a href="/no">no</a><form action="/no"><button>go</button></form>');
        let count = 0;
        document.querySelector("a").onclick = () => { show("link " + ++count); return false; };
        document.addEventListener("submit", async (event) => { await 0; event.preventDefault(); });
        document.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); show("form " + event.defaultPrevented); });`),
    });
    await screen.navigate("/");
    await screen.frame.getByRole("link").click();
    await screen.expectOut("link 1");
    await screen.frame.getByRole("button").click();
    await screen.expectOut("form true");
    expect(await screen.seen()).toHaveLength(1);
  });

  it("never shows an HttpOnly cookie to a script, and lets it write its own", async () => {
    const script = `const before = document.cookie; document.cookie = "theme=dark; Path=/"; document.cookie = "id=stolen; Path=/";
      document.cookie = "gone=1; Path=/; Max-Age=0";`;
    await screen.stage({
      "/": html(
        `<body><output id="out"></output><script>${script}
        const now = document.cookie; setInterval(() => document.querySelector("#out").textContent = [before, now, document.cookie].join(" | "), 50)</script>`,
        [
          ["Set-Cookie", "id=secret; HttpOnly; Path=/"],
          ["Set-Cookie", "seen=1; Path=/"],
        ],
      ),
      "/next": html("next"),
    });
    await screen.navigate("/");
    await expect
      .poll(() => screen.text("#out"))
      .toMatch(/^seen=1 \| seen=1; theme=dark(; id=stolen)? \| seen=1; theme=dark$/);
    await screen.navigate("/next");
    expect((await screen.seen())[1]?.headers["cookie"]).toBe("id=secret; seen=1; theme=dark");
    expect((await screen.lines()).join()).toContain("a script may not replace it");
  });

  it("document.cookie loses a cookie whose time is over, by itself and when the clock is moved", async () => {
    await screen.stage({
      "/": html("<p>shop</p>", [
        ["Set-Cookie", "soon=1; Max-Age=1"],
        ["Set-Cookie", "later=1; Max-Age=3600"],
      ]),
    });
    await screen.navigate("/");
    const read = () => screen.frame.locator("body").evaluate(() => document.cookie);
    await screen.frame.getByText("shop").waitFor();
    await expect.poll(read).toBe("later=1");
    await screen.page.evaluate(() => window.stage.clock.advance(3_600_000));
    await expect.poll(read).toBe("");
  });

  it("shows JSON, text, images and errors readably, and offers files", async () => {
    await screen.stage({
      "/json": { body: '{"a":{"b":"<b>"}}', headers: [["Content-Type", "application/json; charset=utf-8"]] },
      "/text": { body: "a <b> c", headers: [["Content-Type", "text/plain"]] },
      "/pic": pixel,
      "/file": {
        body: "<script>",
        headers: [
          ["Content-Type", "text/html"],
          ["Content-Disposition", 'attachment; filename="f.html"'],
        ],
      },
    });
    await screen.navigate("/json");
    await expect.poll(() => screen.text("pre")).toBe('{\n  "a": {\n    "b": "<b>"\n  }\n}');
    await screen.navigate("/text");
    await expect.poll(() => screen.text("pre")).toBe("a <b> c");
    await screen.navigate("/pic");
    await expect
      .poll(() => screen.frame.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(1);
    await screen.navigate("/file");
    const offer = screen.page.getByRole("link", { name: "Save f.html" });
    expect(await offer.getAttribute("download")).toBe("f.html");
    expect(await offer.getAttribute("href")).toMatch(/^blob:/);
    // Playwright hears of no downloads in a Firefox that is not its own.
    if (name === "chromium") {
      const [download] = await Promise.all([screen.page.waitForEvent("download"), offer.click()]);
      expect(download.suggestedFilename()).toBe("f.html");
      expect(await readFile(await download.path(), "utf8")).toBe("<script>");
    }
    expect((await screen.state()).url).toBe(`${shop}/pic`);
    await screen.page.evaluate(() => window.stage.window.navigate("http://dead.test:7148/"));
    await screen.frame.getByText("Nothing listens at dead.test:7148.").waitFor();
    expect(await screen.state()).toMatchObject({ status: 0, url: "http://dead.test:7148/" });
    await screen.page.evaluate(() => window.stage.window.navigate("localhost:71488/x"));
    await screen.frame.getByText('"localhost:71488/x" is not an address this browser can open.').waitFor();
    await screen.page.evaluate(() => window.stage.window.navigate("http://localhost:71488/"));
    await screen.frame
      .getByText('"http://localhost:71488/" is not an address this browser can open.')
      .waitFor();
    await expect
      .poll(() => screen.state())
      .toMatchObject({ status: 0, url: "about:blank", title: "This page did not load", loading: false });
  });

  it("hears no more of a page that the tab has left, while the next is prepared", async () => {
    const bank = "https://bank.test";
    await screen.stage({
      "/": html(`<a href="${bank}/pay">pay</a> <a href="${bank}/pay#far">far</a>`),
      "/pay": html(`<link rel="stylesheet" href="/slow.css"><h1>Pay</h1>`),
      "/slow.css": { body: "", held: true, headers: [["Content-Type", "text/css"]] },
    });
    await screen.navigate("https://evil.test/");
    await screen.frame.getByRole("link", { name: "pay" }).click();
    await expect.poll(() => screen.asked()).toEqual(["GET /", "GET /pay", "GET /slow.css"]);
    expect((await screen.state()).url).toBe(`${bank}/pay`);
    await screen.frame.getByRole("link", { name: "pay" }).click();
    await screen.frame.getByRole("link", { name: "far" }).click();
    await screen.page.evaluate((url) => window.stage.agent.jar.offer("id=secret", new URL(url)), `${bank}/`);
    expect(await screen.frame.locator("body").evaluate(() => document.cookie)).toBe("");
    await screen.page.evaluate(() => window.stage.network.release());
    await screen.frame.getByRole("heading", { name: "Pay" }).waitFor();
    expect(await screen.asked()).toEqual(["GET /", "GET /pay", "GET /slow.css"]);
    expect((await screen.state()).url).toBe(`${bank}/pay`);
    await expect
      .poll(() => screen.frame.locator("body").evaluate(() => [document.URL, document.cookie]))
      .toEqual([`${bank}/pay`, "id=secret"]);
  });

  it("asks before it sends a form again", async () => {
    await screen.stage({
      "GET /": html(`<form method="post"><button>Pay</button></form>`),
      "POST /": html("<p id=paid>paid</p>"),
    });
    await screen.navigate("/");
    await screen.frame.getByRole("button", { name: "Pay" }).click();
    await screen.frame.locator("#paid").waitFor();
    await screen.page.evaluate(() => window.stage.window.reload());
    await screen.frame.getByRole("button", { name: "Send it again" }).click();
    await screen.frame.locator("#paid").waitFor();
    expect((await screen.seen()).map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
  });

  it("follows a refresh, a base and fragments", async () => {
    await screen.stage({
      "/": html(`<meta http-equiv="refresh" content="0; url=/deep/page">`),
      "/deep/page": html(
        `<base href="/other/"><a href="x">X</a> <a href="/deep/page#far">far</a><p style="height: 3000px"></p><p id="far">end</p>`,
      ),
      "/other/x": html("<p id=got>x</p>"),
    });
    await screen.navigate("/");
    await expect.poll(() => screen.state()).toMatchObject({ url: `${shop}/deep/page`, loading: false });
    await screen.frame.getByRole("link", { name: "far" }).click();
    await expect.poll(async () => (await screen.state()).url).toBe(`${shop}/deep/page#far`);
    await expect.poll(() => screen.frame.locator("#far").evaluate(() => window.scrollY > 1000)).toBe(true);
    await screen.frame.getByRole("link", { name: "X" }).click();
    await screen.frame.locator("#got").waitFor();
    expect((await screen.seen()).map(({ url }) => new URL(url).pathname)).toEqual([
      "/",
      "/deep/page",
      "/other/x",
    ]);
  });

  it("an empty fragment leads to the top, and asks for nothing", async () => {
    await screen.stage({
      "/": html(`<p style="height: 3000px"></p><a href="#">top</a><output id="out"></output><script>
        const button = document.createElement("button");
        button.textContent = "empty"; document.body.append(button);
        button.onclick = () => { location.hash = ""; location.hash = "x"; };
        addEventListener("hashchange", ({ newURL }) => { document.querySelector("#out").textContent += " " + newURL; });</script>`),
    });
    await screen.navigate("/");
    const scrolled = () => screen.frame.locator("body").evaluate(() => window.scrollY);
    await screen.frame.getByRole("link", { name: "top" }).click();
    await screen.expectOut(` ${shop}/#`);
    await expect.poll(scrolled).toBe(0);
    await screen.frame.getByRole("button", { name: "empty" }).click();
    await screen.expectOut(` ${shop}/# ${shop}/#x`);
    expect(await screen.asked()).toEqual(["GET /"]);
    expect(
      await screen.page.evaluate(() => window.stage.agent.history.entries.map(({ url }) => url)),
    ).toEqual([`${shop}/`, `${shop}/#`, `${shop}/#x`]);
  });

  it("says of a reload by script that nobody clicked", async () => {
    await screen.stage({
      "/": scripted(`if (document.cookie !== "") show("again");
        else { document.cookie = "seen=1"; setTimeout(() => location.reload()); }`),
    });
    await screen.navigate("/");
    await screen.expectOut("again");
    expect((await screen.seen()).map(({ headers }) => headers["sec-fetch-user"])).toEqual(["?1", undefined]);
  });

  it("is dark in no dark mode, and goes away whole", async () => {
    await screen.page.emulateMedia({ colorScheme: "dark" });
    await screen.stage({ "/": html(`<p>white</p>`) });
    await screen.navigate("/");
    await screen.frame.getByText("white").waitFor();
    expect(
      await screen.page.locator("iframe").evaluate((element) => getComputedStyle(element).backgroundColor),
    ).toBe("rgb(255, 255, 255)");
    await screen.page.evaluate(() => window.stage.window.dispose());
    expect(await screen.page.locator("iframe").count()).toBe(0);
    await screen.page.emulateMedia({ colorScheme: null });
  });
});
