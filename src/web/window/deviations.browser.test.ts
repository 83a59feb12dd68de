import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../e2e/browser.ts";
import { isolationHeaders } from "../../layouts/isolation-headers.ts";
import { CourseSite, html, pixel, Screen, scripted, shop } from "./course-site.fixture.ts";

/** What `browserDeviations` says of pages. Each browser does it alike, so one is asked. */
describe("what a page finds other than in a real browser", () => {
  const site = new CourseSite(isolationHeaders);
  let browser: Browser;
  let screen: Screen;

  beforeAll(async () => {
    await site.start();
    browser = await launchBrowser("chromium");
    screen = await Screen.open(browser, site);
  });

  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  it("a Content-Security-Policy of its own binds it to nothing, and an https page loads http parts", async () => {
    await screen.stage({
      "/": html(
        `<img id="pic" alt="" src="http://shop.test/pic.png"><output id="out"></output>
        <script>document.querySelector("#out").textContent = "ran"</script>`,
        [["Content-Security-Policy", "default-src 'none'; upgrade-insecure-requests"]],
      ),
      "/pic.png": pixel,
    });
    await screen.navigate("https://shop.test/");
    await screen.expectOut("ran");
    await expect.poll(() => screen.imageWidth("#pic")).toBe(1);
    expect((await screen.seen()).at(-1)?.url).toBe("http://shop.test/pic.png");
  });

  it("self.origin is null: a message to its origin never arrives, one to anybody comes from null", async () => {
    await screen.stage({
      "/": scripted(`const got = []; addEventListener("message", ({ data, origin }) => {
          got.push(data); if (data === "last") show([self.origin, location.origin, origin, got]); });
        try { postMessage("first", location.origin) } catch { got.push("no") } postMessage("last", "*");`),
    });
    await screen.navigate("/");
    await screen.expectOut(JSON.stringify(["null", shop, "null", ["last"]]));
  });

  it("a synchronous XMLHttpRequest throws", async () => {
    await screen.stage({
      "/": scripted(
        `try { new XMLHttpRequest().open("GET", "/", false) } catch (error) { show(error.name) }`,
      ),
    });
    await screen.navigate("/");
    await screen.expectOut("InvalidAccessError");
  });

  it("location.hash is read as it was until the window has answered", async () => {
    await screen.stage({
      "/": scripted(`location.hash = "x"; const now = location.hash;
        addEventListener("hashchange", () => show([now, location.hash]));`),
    });
    await screen.navigate("/");
    await screen.expectOut('["","#x"]');
  });

  it("a beacon that a page sends as it is left is lost", async () => {
    await screen.stage({
      "/": scripted(`addEventListener("pagehide", () => navigator.sendBeacon("/bye")); show("here");`),
      "/next": html("<h1>Next</h1>"),
    });
    await screen.navigate("/");
    await screen.expectOut("here");
    await screen.navigate("/next");
    await screen.frame.getByRole("heading", { name: "Next" }).waitFor();
    expect(await screen.asked()).toEqual(["GET /", "GET /next"]);
  });

  it("a link with download leads there, and one to blob: or data: to a page that says it cannot be opened", async () => {
    await screen.stage({
      "/": html(`<a download href="/page">save</a> <a href="data:text/plain,x">data</a>`),
      "/page": html(`<h1>Page</h1>`),
    });
    await screen.navigate("/");
    await screen.frame.getByRole("link", { name: "save" }).click();
    await screen.frame.getByRole("heading", { name: "Page" }).waitFor();
    await screen.navigate("/");
    await screen.frame.getByRole("link", { name: "data" }).click();
    await screen.frame.getByText('"data:text/plain,x" is not an address this browser can open.').waitFor();
  });

  it("what a script inserts as text leaves the frame by location, whether a handler or a script", async () => {
    const handler = `'<button onclick="location.href = &quot;/next&quot;">go</button>'`;
    for (const insert of [
      `document.body.insertAdjacentHTML("beforeend", ${handler}); document.querySelector("button").click();`,
      `document.body.append(Object.assign(document.createElement("script"), { text: 'location.href = "/next"' }));`,
    ]) {
      await screen.stage({ "/": scripted(`show("here"); setTimeout(() => { ${insert} }, 50)`) });
      await screen.navigate("/");
      await screen.frame
        .getByText("A script changed the address in a way this window cannot follow")
        .waitFor();
      expect(await screen.asked()).toEqual(["GET /"]);
    }
  });

  it("the load event waits for no image", async () => {
    await screen.stage({
      "/": html(`<img alt="" src="/slow.png"><output id="out"></output><script>
        addEventListener("load", () => { document.querySelector("#out").textContent = "loaded"; });</script>`),
      "/slow.png": { ...pixel, held: true },
    });
    await screen.navigate("/");
    await screen.expectOut("loaded");
  });

  it("import.meta.url is a data: address, and :target matches nothing", async () => {
    await screen.stage({
      "/": html(`<body><output id="out"></output><script type="module" src="/app.js"></script>`),
      "/app.js": {
        body: `document.querySelector("#out").textContent = import.meta.url.slice(0, 5) + document.querySelectorAll(":target").length`,
        headers: [["Content-Type", "text/javascript"]],
      },
    });
    await screen.navigate("/#out");
    await screen.expectOut("data:0");
  });

  it("a name leads to a frame of the page itself, not to one beside it or in it", async () => {
    await screen.stage({
      "/": html(
        `<iframe title="menu" src="/menu"></iframe><iframe name="main" title="main" src="/main"></iframe>`,
      ),
      "/menu": html(`<a target="main" href="/other">other</a>`),
      "/main": html("main"),
      "/other": html("<h1>Other</h1>"),
    });
    await screen.navigate("/");
    await screen.frame.frameLocator('iframe[title="menu"]').getByRole("link", { name: "other" }).click();
    await screen.frame.getByRole("heading", { name: "Other" }).waitFor();
    expect((await screen.state()).url).toBe(`${shop}/other`);
  });
});
