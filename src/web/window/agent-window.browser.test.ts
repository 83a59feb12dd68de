import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, Page as BrowserPage, FrameLocator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../../e2e/browser.ts";
import { isolationHeaders } from "../../layouts/isolation-headers.ts";
import type { Route, SeenRequest } from "./agent-window.fixture.ts";
import { buildBridge } from "./preview-assets.ts";

const here = (path: string) => new URL(path, import.meta.url).pathname;
const shop = "http://localhost:7148";
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

let folder: string;
let server: Server;
let origin: string;
/** Requests to the site that did not come from its own pages' start. */
let asked: { url: string; cookie: string | undefined; origin: string | undefined }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keepsake-window-"));
  await buildBridge(join(folder, "bridge.js"));
  await build({
    entryPoints: [here("agent-window.fixture.ts")],
    outdir: folder,
    entryNames: "stage",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2024",
  });
  const frame = await readFile(here("../../../public/preview/frame.html"));
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title>
    <body><button id="before">before</button><main style="height: 400px"></main><button id="after">after</button>
    <script type="module" src="/stage.js"></script></body></html>`;
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    asked.push({ url: path, cookie: request.headers.cookie, origin: request.headers.origin });
    for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
    if (path === "/") {
      response.setHeader("Set-Cookie", "course=secret; Path=/");
      response.setHeader("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'");
      response.setHeader("Content-Type", "text/html").end(page);
    } else if (path === "/preview/frame.html") {
      response.setHeader("Content-Type", "text/html").end(frame);
    } else if (path === "/preview/bridge.js" || /^\/[\w-]+\.js$/.test(path)) {
      response
        .setHeader("Content-Type", "text/javascript")
        .end(await readFile(join(folder, path.split("/").at(-1) ?? "")));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  asked = [];
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

describe.each(["chromium", "firefox"] as const)("the window in %s", (name) => {
  let browser: Browser;
  let page: BrowserPage;
  let frame: FrameLocator;

  beforeAll(async () => {
    browser = await launchBrowser(name);
    page = await browser.newPage();
    frame = page.frameLocator("iframe");
    await page.goto(`${origin}/`);
    await page.evaluate(() => {
      localStorage.setItem("course", "secret");
    });
  });

  afterAll(() => browser.close());

  beforeEach(() => {
    asked = [];
  });

  const stage = (routes: Readonly<Record<string, Route>>) =>
    page.evaluate((given) => window.newStage(given), routes);
  const navigate = (path: string) => page.evaluate((url) => window.stage.window.navigate(url), shop + path);
  const state = () => page.evaluate(() => window.stage.window.state);
  const seen = (): Promise<SeenRequest[]> => page.evaluate(() => window.stage.network.seen);
  const lines = () => page.evaluate(() => window.stage.console.map(({ level, text }) => `${level}: ${text}`));
  const text = (selector: string) => frame.locator(selector).textContent();
  const html = (body: string, headers: Route["headers"] = []): Route => ({
    body,
    headers: [["Content-Type", "text/html; charset=utf-8"], ...headers],
  });
  /** A page whose script puts what it finds into #out. */
  const scripted = (script: string): Route =>
    html(`<!doctype html><title>t</title><body><output id="out"></output><script>
      const show = (value) => { document.querySelector("#out").textContent = typeof value === "string" ? value : JSON.stringify(value); };
      ${script}</script>`);
  const expectOut = (expected: string) => expect.poll(() => text("#out"), { timeout: 5000 }).toBe(expected);

  it("shows a page and follows a link, by mouse and by keyboard", async () => {
    await stage({
      "/": html(`<title>Shop</title><h1>Shop</h1><p><a href="/cart?x=1">Cart</a>`),
      "/cart": html(`<title>Cart</title><h1>Your cart</h1><a href="./" target="_blank">Home</a>`),
    });
    await navigate("/");
    await frame.getByRole("link", { name: "Cart" }).click();
    await frame.getByRole("heading", { name: "Your cart" }).waitFor();
    await expect.poll(async () => (await state()).title).toBe("Cart");
    expect(await state()).toMatchObject({
      url: `${shop}/cart?x=1`,
      status: 200,
      canGoBack: true,
      canGoForward: false,
      loading: false,
    });
    expect((await seen())[1]?.headers).toMatchObject({
      referer: `${shop}/`,
      "sec-fetch-site": "same-origin",
      "sec-fetch-user": "?1",
    });
    await frame.getByRole("link", { name: "Home" }).focus();
    await page.keyboard.press("Enter");
    await frame.getByRole("heading", { name: "Shop" }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("IFRAME");
    expect(await page.locator("iframe").getAttribute("title")).toBe("Alice's page");
    expect(await page.locator("iframe").count()).toBe(1);
  });

  it("posts a form, follows to the page with its flash, and goes back and forward", async () => {
    await stage({
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
    await navigate("/");
    await frame.getByLabel("Quantity").fill("3");
    await frame.getByLabel("Quantity").press("Enter");
    await frame.locator(".alert").waitFor();
    const requests = await seen();
    expect(requests.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([
      ["GET", "/"],
      ["POST", "/cart/add"],
      ["GET", "/cart"],
    ]);
    expect(requests[1]).toMatchObject({ body: "product_id=1&quantity=3&how=now", headers: { origin: shop } });
    expect(requests[2]?.headers["cookie"]).toBe("id=abc");
    await page.evaluate(() => window.stage.window.back());
    await frame.getByLabel("Quantity").waitFor();
    expect(await state()).toMatchObject({ url: `${shop}/`, canGoBack: false, canGoForward: true });
    await page.evaluate(() => window.stage.window.forward());
    await frame.locator(".alert").waitFor();
  });

  it("sends files, the submitter's own wishes, and what a script submits", async () => {
    await stage({
      "/": html(`<form id="f" action="/a" method="get" enctype="multipart/form-data"><input type="file" name="file">
        <button formaction="/b" formmethod="post" name="go" value="1">Send</button></form>
        <button id="s" onclick="document.querySelector('#f').submit()">Script</button>`),
      "/a": html("<p id=got>a</p>"),
      "/b": html("<p id=got>b</p>"),
    });
    await navigate("/");
    await frame
      .locator("input[type=file]")
      .setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("line\n") });
    await frame.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => text("#got")).toBe("b");
    const [, sent] = await seen();
    expect(sent?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent?.body).toContain(
      'name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nline\n\r\n',
    );
    expect(sent?.body).toContain('name="go"\r\n\r\n1\r\n');
    await page.evaluate(() => window.stage.window.back());
    await frame.getByRole("button", { name: "Script" }).click();
    await expect.poll(() => text("#got")).toBe("a");
    expect((await seen()).at(-1)?.url).toMatch(/\/a\?file=$/);
  });

  it("respects a page that prevents links and forms", async () => {
    await stage({
      "/": scripted(`document.body.insertAdjacentHTML("beforeend", '<a href="/no">no</a><form action="/no"><button>go</button></form>');
        let count = 0;
        document.querySelector("a").onclick = () => { show("link " + ++count); return false; };
        document.addEventListener("submit", async (event) => { await 0; event.preventDefault(); });
        document.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); show("form " + event.defaultPrevented); });`),
    });
    await navigate("/");
    await frame.getByRole("link").click();
    await expectOut("link 1");
    await frame.getByRole("button").click();
    await expectOut("form true");
    expect(await seen()).toHaveLength(1);
  });

  it("never shows an HttpOnly cookie to a script, and lets it write its own", async () => {
    const script = `const before = document.cookie; document.cookie = "theme=dark; Path=/"; document.cookie = "id=stolen; Path=/";
      document.cookie = "gone=1; Path=/; Max-Age=0";`;
    await stage({
      "/": html(
        `<body><output id="out"></output><script>${script}
        const now = document.cookie; setTimeout(() => document.querySelector("#out").textContent = [before, now, document.cookie].join(" | "), 300)</script>`,
        [
          ["Set-Cookie", "id=secret; HttpOnly; Path=/"],
          ["Set-Cookie", "seen=1; Path=/"],
        ],
      ),
      "/next": html("next"),
    });
    await navigate("/");
    await expect
      .poll(() => text("#out"), { timeout: 5000 })
      .toMatch(/^seen=1 \| seen=1; theme=dark(; id=stolen)? \| seen=1; theme=dark$/);
    await navigate("/next");
    expect((await seen())[1]?.headers["cookie"]).toBe("id=secret; seen=1; theme=dark");
    expect((await lines()).join()).toContain("a script may not replace it");
  });

  it("keeps the page away from the course: no storage, no parent, no network, origin null", async () => {
    await stage({
      "/": scripted(
        `
        const attempt = async (what) => { try { return String(await what()); } catch (error) { return error.name; } };
        Promise.all([
          attempt(() => localStorage.getItem("course")),
          attempt(() => window.parent.document.title),
          attempt(() => window.parent.stage),
          attempt(() => indexedDB.open("x").constructor.name),
          attempt(() => self.origin),
          attempt(() => document.cookie),
          attempt(() => new Promise((resolve) => { const image = document.createElementNS("http://www.w3.org/1999/xhtml", "img"); image.setAttributeNS(null, "src", "${"ORIGIN"}/leak.png"); image.onerror = () => resolve("blocked"); image.onload = () => resolve("loaded"); })),
          attempt(() => fetch("${"ORIGIN"}/leak", { credentials: "include" }).then((response) => response.status)),
        ]).then(show);`.replaceAll("ORIGIN", origin),
      ),
    });
    await navigate("/");
    await expect.poll(() => text("#out"), { timeout: 5000 }).toContain("SecurityError");
    expect(JSON.parse((await text("#out")) ?? "")).toEqual([
      "SecurityError",
      "SecurityError",
      "SecurityError",
      "SecurityError",
      "null",
      "",
      "blocked",
      "TypeError",
    ]);
    expect(asked.map(({ url }) => url)).toEqual(["/preview/frame.html", "/preview/bridge.js"]);
    expect(asked.every(({ cookie }) => cookie === undefined || cookie === "course=secret")).toBe(true);
  });

  it("reaches no server by what it finds left of the browser's own fetch", async () => {
    await stage({
      "/": scripted(
        `
        const tries = [
          () => { const frame = document.createElement("iframe"); frame.srcdoc = "<p>"; document.body.append(frame); return frame.contentWindow.fetch("${"ORIGIN"}/leak", { credentials: "include" }); },
          () => new Promise((resolve, reject) => { const socket = new WebSocket("${"ORIGIN"}/leak".replace("http", "ws")); socket.onerror = () => reject(new Error("no")); socket.onopen = resolve; }),
          () => new Promise((resolve, reject) => { const source = new EventSource("${"ORIGIN"}/leak"); source.onerror = () => reject(new Error("no")); source.onopen = resolve; }),
        ];
        Promise.allSettled(tries.map(async (each) => each())).then((all) => show(all.map(({ status }) => status)));`.replaceAll(
          "ORIGIN",
          origin,
        ),
      ),
    });
    await navigate("/");
    await expectOut('["rejected","rejected","rejected"]');
    expect(asked.filter(({ url }) => url === "/leak")).toEqual([]);
  });

  it("loads scripts, style sheets and images through the user agent, with cookies and in order", async () => {
    await stage({
      "/": html(
        `<!doctype html><link rel="stylesheet" href="/style.css"><link rel="icon" href="/icon.png">
        <style>@import "/more.css";</style><body><img id="pic" src="pic.png" alt=""><p id="a">text</p><output id="out"></output>
        <script>window.order = ["inline"]</script><script src="/one.js"></script><script>order.push("between")</script>
        <script src="/two.js"></script><script defer src="/late.js"></script>`,
        [["Set-Cookie", "id=1; Path=/; HttpOnly"]],
      ),
      "/style.css": {
        body: "#a { color: rgb(1, 2, 3); background: url(pic.png) }",
        headers: [["Content-Type", "text/css"]],
      },
      "/more.css": { body: "#a { font-size: 33px }", headers: [["Content-Type", "text/css"]] },
      "/one.js": {
        body: `order.push("one " + document.currentScript.src)`,
        headers: [["Content-Type", "text/javascript"]],
      },
      "/two.js": { body: `order.push("two")`, headers: [["Content-Type", "text/javascript"]] },
      "/late.js": {
        body: `order.push("late"); document.querySelector("#out").textContent = order.join()`,
        headers: [["Content-Type", "text/javascript"]],
      },
      "/pic.png": { base64: pixel, headers: [["Content-Type", "image/png"]] },
      "/icon.png": { base64: pixel, headers: [["Content-Type", "image/png"]] },
    });
    await navigate("/");
    await expectOut(`inline,one ${shop}/one.js,between,two,late`);
    const style = await frame.locator("#a").evaluate((element) => {
      const { color, fontSize, backgroundImage } = getComputedStyle(element);
      return { color, fontSize, background: backgroundImage.slice(0, 20) };
    });
    expect(style).toEqual({ color: "rgb(1, 2, 3)", fontSize: "33px", background: 'url("data:image/png;' });
    await expect
      .poll(() => frame.locator("#pic").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(1);
    expect(await frame.locator("#pic").evaluate((image: HTMLImageElement) => image.src)).toBe(
      `${shop}/pic.png`,
    );
    const parts = (await seen()).slice(1);
    for (const part of parts)
      expect(part.headers, part.url).toMatchObject({ cookie: "id=1", referer: `${shop}/` });
    expect(parts.map(({ headers }) => headers["sec-fetch-dest"]).sort()).toEqual(
      ["image", "image", "image", "script", "script", "script", "style", "style"].sort(),
    );
    await expect.poll(async () => (await state()).icon).toMatch(/^data:image\/png/);
  });

  it("runs modules that import each other", async () => {
    const js: Route["headers"] = [["Content-Type", "text/javascript"]];
    await stage({
      "/": html(`<body><output id="out"></output><script type="module" src="/app/main.js"></script>`),
      "/app/main.js": {
        body: `import { greet } from "./greet.js"; document.querySelector("#out").textContent = greet("x") + (await import("./lazy.js")).default;`,
        headers: js,
      },
      "/app/greet.js": {
        body: `import { mark } from "../mark.js"; export const greet = (name) => name + mark();`,
        headers: js,
      },
      "/mark.js": {
        body: `import { greet } from "./app/greet.js"; export const mark = () => "!" + typeof greet;`,
        headers: js,
      },
      "/app/lazy.js": { body: `export default " lazy"`, headers: js },
    });
    await navigate("/");
    await expectOut("x!function lazy");
  });

  it("loads what scripts make: images, scripts and style sheets", async () => {
    await stage({
      "/": scripted(`
        const image = new Image(); image.onload = () => { image.src.endsWith("/pic.png") && done("image"); }; image.src = "/pic.png";
        const script = document.createElement("script"); script.src = "/dyn.js"; document.head.append(script);
        const link = document.createElement("link"); link.rel = "stylesheet"; link.href = "/dyn.css"; link.onload = () => done("sheet"); document.head.append(link);
        const all = new Set(); window.done = (what) => { all.add(what); if (all.size === 3) show([...all].sort()); };`),
      "/pic.png": { base64: pixel, headers: [["Content-Type", "image/png"]] },
      "/dyn.js": { body: `done("script")`, headers: [["Content-Type", "text/javascript"]] },
      "/dyn.css": { body: "p { color: red }", headers: [["Content-Type", "text/css"]] },
    });
    await navigate("/");
    await expectOut('["image","script","sheet"]');
  });

  it("gives a page fetch and XMLHttpRequest, with cookies and without Set-Cookie", async () => {
    await stage({
      "/": html(
        `<body><output id="out"></output><script>(async () => {
        const response = await fetch("api", { method: "POST", headers: { "Content-Type": "application/json", Cookie: "id=forged" }, body: JSON.stringify({ a: 1 }) });
        const seen = await response.json();
        const xhr = await new Promise((resolve) => { const x = new XMLHttpRequest(); x.open("GET", "/api?x"); x.responseType = "json"; x.onload = () => resolve(x); x.send(); });
        const failed = await fetch("http://other.test/").catch((error) => error.name);
        const stopped = await fetch("/api", { signal: AbortSignal.abort() }).catch((error) => error.name);
        const copy = (await fetch("/api")).clone();
        document.querySelector("#out").textContent = JSON.stringify([response.url, response.headers.get("set-cookie"), seen.headers.cookie, seen.headers["content-type"], seen.headers.origin, seen.body,
          xhr.status, xhr.response.headers.cookie, xhr.getResponseHeader("content-type"), failed, stopped, copy.url, (await copy.text()).length > 2]);
      })()</script>`,
        [["Set-Cookie", "id=1; HttpOnly; Path=/"]],
      ),
      "/api": {
        echo: true,
        headers: [
          ["Content-Type", "application/json"],
          ["Set-Cookie", "more=1; Path=/"],
        ],
      },
    });
    await navigate("/");
    await expect.poll(() => text("#out"), { timeout: 5000 }).toContain("[");
    expect(JSON.parse((await text("#out")) ?? "")).toEqual([
      `${shop}/api`,
      null,
      "id=1",
      "application/json",
      shop,
      '{"a":1}',
      200,
      "id=1; more=1",
      "application/json",
      "TypeError",
      "AbortError",
      `${shop}/api`,
      true,
    ]);
    expect((await lines()).join("\n")).toContain("no Access-Control-Allow-Origin");
  });

  it("gives scripts an address of their own: location, history, hash", async () => {
    await stage({
      "/": scripted(`const log = [location.href, window.location.pathname, document.URL, document.domain, String(document.location)];
        history.pushState({ n: 1 }, "", "/pushed?q=1"); log.push(location.search, history.state.n);
        location.hash = "part"; 
        addEventListener("hashchange", () => { log.push(location.hash); history.back(); }, { once: true });
        addEventListener("popstate", (event) => { log.push("pop " + location.pathname + location.hash + " " + JSON.stringify(event.state)); if (location.hash === "") show(log); });`),
      "/go": scripted(
        `if (location.search === "") location = "/go?1"; else if (location.search === "?1") window.location.href = "?2"; else if (location.search === "?2") location.replace("/go?3"); else show(location.href)`,
      ),
    });
    await navigate("/");
    await expectOut(
      JSON.stringify([
        `${shop}/`,
        "/",
        `${shop}/`,
        "localhost",
        `${shop}/`,
        "?q=1",
        1,
        "pop /pushed#part null",
        "#part",
        'pop /pushed {"n":1}',
      ]),
    );
    await navigate("/go");
    await expectOut(`${shop}/go?3`);
    expect(
      await page.evaluate(() => window.stage.agent.history.entries.map(({ url }) => new URL(url).search)),
    ).toContain("?3");
  });

  it("reports what scripts write and the errors they do not catch, with their places", async () => {
    await stage({
      "/": html(`<script>console.log("n %d", 5, { a: [1, "x"] }); console.error(new RangeError("bad"));</script>
        <script src="/app.js"></script><script>Promise.reject(new Error("late"))</script><script src="/missing.js"></script>`),
      "/app.js": { body: `\n\n  nothing.here()`, headers: [["Content-Type", "text/javascript"]] },
    });
    await navigate("/");
    await expect
      .poll(lines, { timeout: 5000 })
      .toEqual(
        expect.arrayContaining([
          `log: n 5 { a: [1, "x"] }`,
          expect.stringContaining("RangeError: bad"),
          expect.stringMatching(/nothing is not defined \(http:\/\/localhost:7148\/app\.js:3:\d+\)/),
          expect.stringContaining("nothing caught it: Error: late"),
          `error: GET ${shop}/missing.js was answered 404.`,
        ]),
      );
  });

  it("stops an endless loop of a page's script", async () => {
    await stage({ "/": scripted(`try { while (true) {} } catch (error) { show(error.name) }`) });
    await navigate("/");
    await expectOut("RangeError");
  });

  it("shows JSON, text, images and errors readably, and offers files", async () => {
    await stage({
      "/json": { body: '{"a":{"b":"<b>"}}', headers: [["Content-Type", "application/json; charset=utf-8"]] },
      "/text": { body: "a <b> c", headers: [["Content-Type", "text/plain"]] },
      "/pic": { base64: pixel, headers: [["Content-Type", "image/png"]] },
      "/file": {
        body: "<script>",
        headers: [
          ["Content-Type", "text/html"],
          ["Content-Disposition", 'attachment; filename="f.html"'],
        ],
      },
    });
    await navigate("/json");
    await expect.poll(() => text("pre")).toBe('{\n  "a": {\n    "b": "<b>"\n  }\n}');
    await navigate("/text");
    await expect.poll(() => text("pre")).toBe("a <b> c");
    await navigate("/pic");
    await expect
      .poll(() => frame.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(1);
    await navigate("/file");
    const offer = page.getByRole("link", { name: "Save f.html" });
    expect(await offer.getAttribute("download")).toBe("f.html");
    expect(await offer.getAttribute("href")).toMatch(/^blob:/);
    // Playwright hears of no downloads in a Firefox that is not its own.
    if (name === "chromium") {
      const [download] = await Promise.all([page.waitForEvent("download"), offer.click()]);
      expect(download.suggestedFilename()).toBe("f.html");
      expect(await readFile(await download.path(), "utf8")).toBe("<script>");
    }
    expect((await state()).url).toBe(`${shop}/pic`);
    await page.evaluate(() => window.stage.window.navigate("http://dead.test:7148/"));
    await frame.getByText("Nothing listens at dead.test:7148. Press Run.").waitFor();
    expect(await state()).toMatchObject({ status: 0, url: "http://dead.test:7148/" });
  });

  it("asks before it sends a form again", async () => {
    await stage({
      "GET /": html(`<form method="post"><button>Pay</button></form>`),
      "POST /": html("<p id=paid>paid</p>"),
    });
    await navigate("/");
    await frame.getByRole("button", { name: "Pay" }).click();
    await frame.locator("#paid").waitFor();
    await page.evaluate(() => window.stage.window.reload());
    await frame.getByRole("button", { name: "Send it again" }).click();
    await frame.locator("#paid").waitFor();
    expect((await seen()).map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
  });

  it("follows a refresh, a base and fragments", async () => {
    await stage({
      "/": html(`<meta http-equiv="refresh" content="0; url=/deep/page">`),
      "/deep/page": html(
        `<base href="/other/"><a href="x">X</a> <a href="/deep/page#far">far</a><p style="height: 3000px"></p><p id="far">end</p>`,
      ),
      "/other/x": html("<p id=got>x</p>"),
    });
    await navigate("/");
    await frame.getByRole("link", { name: "far" }).click();
    await expect.poll(async () => (await state()).url).toBe(`${shop}/deep/page#far`);
    await expect.poll(() => frame.locator("#far").evaluate(() => window.scrollY > 1000)).toBe(true);
    await frame.getByRole("link", { name: "X" }).click();
    await frame.locator("#got").waitFor();
    expect((await seen()).map(({ url }) => new URL(url).pathname)).toEqual(["/", "/deep/page", "/other/x"]);
  });

  it("says so when a script leaves by a way it cannot follow", async () => {
    await stage({
      "/": scripted(`show("here"); setTimeout(() => { window["loca" + "tion"] = "about:blank"; }, 50)`),
    });
    await navigate("/");
    await frame.getByText("A script changed the address in a way this window cannot follow").waitFor();
    expect((await state()).url).toBe(`${shop}/`);
  });

  it("follows links of a page that a script wrote over the first", async () => {
    await stage({
      "/": scripted(
        `addEventListener("load", () => setTimeout(() => { document.write('<a href="/next">next</a>'); document.close(); }))`,
      ),
      "/next": html("<p id=got>got</p>"),
    });
    await navigate("/");
    await frame.getByRole("link", { name: "next" }).click();
    await frame.locator("#got").waitFor();
    await page.evaluate(() => window.stage.agent.clear());
    expect(await page.locator("iframe").count()).toBe(0);
    expect((await state()).url).toBe("");
  });

  it("is dark in no dark mode, and goes away whole", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await stage({ "/": html(`<p>white</p>`) });
    await navigate("/");
    await frame.getByText("white").waitFor();
    expect(
      await page.locator("iframe").evaluate((element) => getComputedStyle(element).backgroundColor),
    ).toBe("rgb(255, 255, 255)");
    await page.evaluate(() => window.stage.window.dispose());
    expect(await page.locator("iframe").count()).toBe(0);
    await page.emulateMedia({ colorScheme: null });
  });
});
