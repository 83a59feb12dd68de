import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../../e2e/browser.ts";
import { isolationHeaders } from "../../layouts/isolation-headers.ts";
import type { Route } from "./agent-window.fixture.ts";
import { CourseSite, html, pixel, Screen, scripted, shop } from "./course-site.fixture.ts";

const site = new CourseSite(isolationHeaders);

beforeAll(() => site.start());
afterAll(() => site.stop());
beforeEach(() => site.reset());

describe.each(["chromium", "firefox"] as const)("a page's scripts in %s", (name) => {
  let browser: Browser;
  let screen: Screen;

  beforeAll(async () => {
    browser = await launchBrowser(name);
    screen = await Screen.open(browser, site);
  });

  afterAll(() => browser.close());

  it("keeps the page away from the course: no storage, no parent, no network, origin null", async () => {
    await screen.stage({
      "/": scripted(
        `
        const attempt = async (what) => { try { return String(await what()); } catch (error) { return error.name; } };
        Promise.all([
          attempt(() => localStorage.getItem("course")),
          attempt(() => window["par" + "ent"].document.title),
          attempt(() => window["par" + "ent"].stage),
          attempt(() => indexedDB.open("x").constructor.name),
          attempt(() => self.origin),
          attempt(() => document.cookie),
          attempt(() => new Promise((resolve) => { const image = document.createElementNS("http://www.w3.org/1999/xhtml", "img"); image.setAttributeNS(null, "src", "${"ORIGIN"}/leak.png"); image.onerror = () => resolve("blocked"); image.onload = () => resolve("loaded"); })),
          attempt(() => fetch("${"ORIGIN"}/leak", { credentials: "include" }).then((response) => response.status)),
        ]).then(show);`.replaceAll("ORIGIN", site.origin),
      ),
    });
    await screen.navigate("/");
    await expect.poll(() => screen.text("#out")).toContain("SecurityError");
    expect(JSON.parse(await screen.text("#out"))).toEqual([
      "SecurityError",
      "SecurityError",
      "SecurityError",
      "SecurityError",
      "null",
      "",
      "blocked",
      "TypeError",
    ]);
    // The course's own page may still be fetching its icon.
    const asked = site.asked.map(({ url }) => url).filter((url) => url !== "/favicon.ico");
    expect(asked).toEqual(["/preview/frame.html"]);
    expect(site.asked.every(({ cookie }) => cookie === undefined || cookie === "course=secret")).toBe(true);
  });

  it("reaches no server by what it finds left of the browser's own fetch", async () => {
    await screen.stage({
      "/": scripted(
        `
        const tries = [
          () => { const frame = document.createElement("iframe"); frame.srcdoc = "<p>"; document.body.append(frame); return frame.contentWindow.fetch("${"ORIGIN"}/leak", { credentials: "include" }); },
          () => new Promise((resolve, reject) => { const socket = new WebSocket("${"ORIGIN"}/leak".replace("http", "ws")); socket.onerror = () => reject(new Error("no")); socket.onopen = resolve; }),
          () => new Promise((resolve, reject) => { const source = new EventSource("${"ORIGIN"}/leak"); source.onerror = () => reject(new Error("no")); source.onopen = resolve; }),
        ];
        Promise.allSettled(tries.map(async (each) => each())).then((all) => show(all.map(({ status }) => status)));`.replaceAll(
          "ORIGIN",
          site.origin,
        ),
      ),
    });
    await screen.navigate("/");
    await screen.expectOut('["rejected","rejected","rejected"]');
    expect(site.asked.filter(({ url }) => url === "/leak")).toEqual([]);
  });

  it("has no WebRTC, nor have the frames that it fills itself", async () => {
    const tell = (who: string) =>
      `<script>top[0].postMessage(["${who}", typeof RTCPeerConnection], "*")</script>`;
    const asText = (text: string) => JSON.stringify(text).replaceAll("</", "<\\/");
    const inFrame = (content: string) => `<iframe srcdoc="${content.replaceAll('"', "&quot;")}"></iframe>`;
    await screen.stage({
      "/": html(`<!doctype html><body><output id="out"></output><div id="host"></div><script>
        const found = [["page", typeof RTCPeerConnection], ["prefixed", typeof webkitRTCPeerConnection]];
        addEventListener("message", ({ data }) => {
          if (!Array.isArray(data)) return;
          found.push(data);
          document.querySelector("#out").textContent = found.map((each) => each.join()).sort().join(" ");
        });
        const frame = (way) => { const made = document.createElement("iframe"); way(made); return made; };
        document.body.append(frame((made) => made.setAttribute("src", "javascript:top[0].postMessage(['address', typeof RTCPeerConnection], '*')")));
        document.body.append(frame((made) => { made.srcdoc = ${asText(tell("script"))}; }));
        const late = frame(() => {}); document.body.append(late); late.srcdoc = ${asText(tell("late"))};
        document.querySelector("#host").attachShadow({ mode: "closed" }).append(frame((made) => { made.srcdoc = ${asText(tell("shadow"))}; }));
        document.body.insertAdjacentHTML("beforeend", ${asText(inFrame(tell("text")))});
        </script>${inFrame(tell("markup"))}${inFrame(inFrame(tell("nested")).replaceAll("&", "&amp;"))}`),
    });
    await screen.navigate("/");
    await screen.expectOut(
      ["late", "markup", "nested", "page", "prefixed", "script", "shadow", "text"]
        .map((who) => `${who},undefined`)
        .join(" "),
    );
  });

  it("makes no declarative shadow root, into whose frames nothing looks: its template stays one", async () => {
    const root = (id: string) =>
      `<div id="${id}"><template shadowrootmode="closed"><iframe srcdoc="<p>hidden"></iframe></template></div>`;
    await screen.stage({
      "/": html(`<!doctype html><body><output id="out"></output>${root("markup")}<div id="later"></div><script>
        document.write(${JSON.stringify(root("written"))});
        document.querySelector("#later").setHTMLUnsafe(${JSON.stringify(root("unsafe"))});
        document.body.append(document.adoptNode(Document.parseHTMLUnsafe(${JSON.stringify(root("parsed"))}).querySelector("div")));
        const frame = document.createElement("iframe");
        frame.srcdoc = ${JSON.stringify(root("framed"))} + "<script>parent.postMessage(document.querySelectorAll('template').length, '*')<\\/script>";
        addEventListener("message", ({ data }) => {
          const found = [...document.querySelectorAll("div > template")].map(({ parentNode }) => parentNode.id);
          document.querySelector("#out").textContent = [...found.sort(), data].join();
        });
        document.body.append(frame);</script>`),
    });
    await screen.navigate("/");
    await screen.expectOut("markup,parsed,unsafe,written,1");
  });

  it("reads back the srcdoc of a frame as it was written, and none where the window fills the frame", async () => {
    await screen.stage({
      "/": html(`<!doctype html><body><output id="out"></output><iframe srcdoc="<p>markup"></iframe><iframe src="/frame"></iframe><script>
        const [own, other] = document.querySelectorAll("iframe");
        const late = document.createElement("iframe"); document.body.append(late); late.srcdoc = "<p>late";
        const loaded = (frame) => new Promise((resolve) => { frame.onload = resolve; });
        addEventListener("load", async () => {
          const copy = own.cloneNode(); const there = loaded(copy); document.body.append(copy); await there;
          const first = [own, other, late, copy].map(({ srcdoc }) => srcdoc);
          own.srcdoc = "<p>new"; await loaded(own);
          document.querySelector("#out").textContent = JSON.stringify([...first, own.srcdoc]);
        });</script>`),
      "/frame": html("<p>frame"),
    });
    await screen.navigate("/");
    await screen.expectOut(JSON.stringify(["<p>markup", "", "<p>late", "<p>markup", "<p>new"]));
  });

  it("connects to nothing early: preconnect and dns-prefetch lose their address, however they come", async () => {
    const link = (id: string, rel: string) => `<link id="${id}" rel="${rel}" href="${site.origin}/${id}">`;
    await screen.stage({
      "/": html(
        `<!doctype html>${link("markup", "preconnect")}${link("name", "x DNS-Prefetch")}<template>${link("kept", "preconnect")}</template>
        <body><output id="out"></output><div id="later"></div><script>
        const made = (id, way) => { const link = document.createElement("link"); link.id = id; way(link, "${site.origin}/" + id); document.head.append(link); };
        made("property", (link, to) => { link.rel = "preconnect"; link.href = to; });
        made("reversed", (link, to) => { link.href = to; link.rel = "dns-prefetch"; });
        made("attribute", (link, to) => { link.setAttribute("REL", "preconnect"); link.setAttribute("href", to); });
        made("turned", (link, to) => { link.setAttribute("href", to); link.setAttribute("rel", "preconnect"); });
        document.write('${link("written", "preconnect")}');
        later.innerHTML = '${link("inner", "preconnect")}';
        later.insertAdjacentHTML("beforeend", '${link("beside", "dns-prefetch")}');
        later.insertAdjacentHTML("beforeend", '${link("spelled", "pre&#99;onnect")}');
        later.insertAdjacentHTML("beforeend", '${link("angled", "preconnect").replace("<link", '<link title=">"')}');
        later.insertAdjacentHTML("beforeend", '<!-- <link title=" -->${link("commented", "preconnect")}<i title=""></i>');
        later.append(document.querySelector("template").content.cloneNode(true));
        document.querySelector("#out").textContent = JSON.stringify([...document.querySelectorAll("link")].map((link) => [link.id, link.getAttribute("href"), new URL(link.href).pathname]).sort());
        </script>`,
        [["Link", `<${site.origin}/header>; rel=preconnect`]],
      ),
    });
    await screen.navigate("/");
    const all =
      "angled attribute beside commented inner kept markup name property reversed spelled turned written".split(
        " ",
      );
    await screen.expectOut(JSON.stringify(all.map((id) => [id, null, `/${id}`])));
  });

  it("lets a page speak of early links and shadow roots: neither a file's name nor a script's word is one", async () => {
    await screen.stage({
      "/": html(`<!doctype html><body><output id="out"></output><div id="later"></div><script>
        later.innerHTML = '<link rel="help" title="preconnect" href="/dns-prefetch">';
        document.write("<script>var written = 'shadowRootMode'<\\/script>");
        document.querySelector("#out").textContent = JSON.stringify([written, document.querySelector("link").getAttribute("href")]);
        </script>`),
    });
    await screen.navigate("/");
    await screen.expectOut('["shadowRootMode","/dns-prefetch"]');
  });

  it("loads scripts, style sheets and images through the user agent, with cookies and in order", async () => {
    await screen.stage({
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
      "/pic.png": pixel,
      "/icon.png": pixel,
    });
    await screen.navigate("/");
    await screen.expectOut(`inline,one ${shop}/one.js,between,two,late`);
    const style = await screen.frame.locator("#a").evaluate((element) => {
      const { color, fontSize, backgroundImage } = getComputedStyle(element);
      return { color, fontSize, background: backgroundImage.slice(0, 20) };
    });
    expect(style).toEqual({ color: "rgb(1, 2, 3)", fontSize: "33px", background: 'url("data:image/png;' });
    await expect
      .poll(() => screen.frame.locator("#pic").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(1);
    expect(await screen.frame.locator("#pic").evaluate((image: HTMLImageElement) => image.src)).toBe(
      `${shop}/pic.png`,
    );
    const parts = (await screen.seen()).slice(1);
    for (const part of parts)
      expect(part.headers, part.url).toMatchObject({ cookie: "id=1", referer: `${shop}/` });
    expect(parts.map(({ headers }) => headers["sec-fetch-dest"]).sort()).toEqual(
      ["image", "image", "image", "script", "script", "script", "style", "style"].sort(),
    );
    await expect.poll(async () => (await screen.state()).icon).toMatch(/^data:image\/png/);
  });

  it("runs modules that import each other", async () => {
    const js: Route["headers"] = [["Content-Type", "text/javascript"]];
    await screen.stage({
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
    await screen.navigate("/");
    await screen.expectOut("x!function lazy");
  });

  it("loads what scripts make: images, scripts and style sheets", async () => {
    await screen.stage({
      "/": scripted(`
        const image = new Image(); image.onload = () => { image.src.endsWith("/pic.png") && done("image"); }; image.src = "/pic.png";
        const script = document.createElement("script"); script.src = "/dyn.js"; document.head.append(script);
        const link = document.createElement("link"); link.rel = "stylesheet"; link.href = "/dyn.css"; link.onload = () => done("sheet"); document.head.append(link);
        const all = new Set(); window.done = (what) => { all.add(what); if (all.size === 3) show([...all].sort()); };`),
      "/pic.png": pixel,
      "/dyn.js": { body: `done("script")`, headers: [["Content-Type", "text/javascript"]] },
      "/dyn.css": { body: "p { color: red }", headers: [["Content-Type", "text/css"]] },
    });
    await screen.navigate("/");
    await screen.expectOut('["image","script","sheet"]');
  });

  it("gives a page fetch and XMLHttpRequest, with cookies and without Set-Cookie", async () => {
    await screen.stage({
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
    await screen.navigate("/");
    await expect.poll(() => screen.text("#out")).toContain("[");
    expect(JSON.parse(await screen.text("#out"))).toEqual([
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
    expect((await screen.lines()).join("\n")).toContain("no Access-Control-Allow-Origin");
  });

  it("says what a fetch says of where it comes from, within the page's own origin", async () => {
    await screen.stage({
      "/page": scripted(`(async () => {
          const kept = new Request("/5", { referrer: "/kept", referrerPolicy: "unsafe-url" });
          const fetches = [
            fetch("/0", { referrer: "" }), fetch("/1", { referrer: "/other?x#y" }),
            fetch("/2", { referrer: "https://evil.test/" }), fetch("/3", { referrer: "about:client" }),
            fetch("/4", { referrer: "/other", referrerPolicy: "no-referrer" }),
            fetch(kept), fetch(new Request(kept.clone(), {}), { method: "POST" }), fetch(kept.clone()),
          ];
          await Promise.all(fetches);
          let refused; try { new Request("/", { referrer: "http://[" }) } catch (error) { refused = error.name }
          show([new Request("/").referrer, kept.referrer, kept instanceof Request, refused]);
        })()`),
    });
    await screen.navigate("/page");
    await screen.expectOut(JSON.stringify(["about:client", `${shop}/kept`, true, "TypeError"]));
    const [page, other, kept] = [`${shop}/page`, `${shop}/other`, `${shop}/kept`];
    const told = (await screen.seen())
      .slice(1)
      .map(
        ({ method, url, headers }) => `${method} ${new URL(url).pathname} ${headers["referer"] ?? "none"}`,
      );
    expect(told.sort()).toEqual([
      "GET /0 none",
      `GET /1 ${other}?x`,
      `GET /2 ${page}`,
      `GET /3 ${page}`,
      "GET /4 none",
      `GET /5 ${kept}`,
      `GET /5 ${kept}`,
      `POST /5 ${page}`,
    ]);
  });

  it("gives scripts an address of their own: location, history, hash", async () => {
    await screen.stage({
      "/": scripted(`const log = [location.href, window.location.pathname, document.URL, document.domain, String(document.location)];
        history.pushState({ n: 1 }, "", "/pushed?q=1"); log.push(location.search, history.state.n);
        location.hash = "part"; 
        addEventListener("hashchange", () => { log.push(location.hash); history.back(); }, { once: true });
        addEventListener("popstate", (event) => { log.push("pop " + location.pathname + location.hash + " " + JSON.stringify(event.state)); if (location.hash === "") show(log); });`),
      "/go": scripted(
        `if (location.search === "") location = "/go?1"; else if (location.search === "?1") window.location.href = "?2"; else if (location.search === "?2") location.replace("/go?3"); else show(location.href)`,
      ),
    });
    await screen.navigate("/");
    await screen.expectOut(
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
    await screen.navigate("/go");
    await screen.expectOut(`${shop}/go?3`);
    expect(
      await screen.page.evaluate(() =>
        window.stage.agent.history.entries.map(({ url }) => new URL(url).search),
      ),
    ).toContain("?3");
  });

  it("reports what scripts write and the errors they do not catch, with their places", async () => {
    await screen.stage({
      "/": html(`<script>console.log("n %d", 5, { a: [1, "x"] }); console.error(new RangeError("bad"));</script>
        <script src="/app.js"></script><script>Promise.reject(new Error("late"))</script><script src="/missing.js"></script>`),
      "/app.js": { body: `\n\n  nothing.here()`, headers: [["Content-Type", "text/javascript"]] },
    });
    await screen.navigate("/");
    await expect
      .poll(() => screen.lines())
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

  it("writes what may not be read as that, and never throws for it", async () => {
    await screen.stage({
      "/": scripted(`console.log(window); console.log({ around: window["par" + "ent"], a: 1 });
        console.log({ get x() { throw new RangeError("no") }, b: [2] }); console.log(Object.create(null)); show("after");`),
    });
    await screen.navigate("/");
    await screen.expectOut("after");
    await expect
      .poll(() => screen.lines())
      .toEqual([
        `log: [Window ${shop}/]`,
        "log: { around: [not readable: SecurityError], a: 1 }",
        "log: { x: [not readable: RangeError], b: [2] }",
        "log: {}",
      ]);
  });

  it("lets the hundredth request at once wait, and not fail", async () => {
    await screen.stage({
      "/": scripted(`const all = Array.from({ length: 100 }, (_, at) => fetch("/slow?" + at).then((answer) => answer.text()));
        const stop = new AbortController(); const stopped = fetch("/slow?stopped", { signal: stop.signal }).catch((error) => error.name);
        setTimeout(() => stop.abort());
        Promise.all(all).then(async (texts) => show([texts.length, new Set(texts).size, await stopped]));`),
      "/slow": { body: "slow", held: true },
    });
    await screen.navigate("/");
    await expect.poll(async () => (await screen.asked()).length).toBe(65);
    await screen.page.evaluate(() => window.stage.network.release());
    await screen.expectOut('[100,1,"AbortError"]');
    expect((await screen.seen()).some(({ url }) => url.endsWith("?stopped"))).toBe(false);
  });

  it("tells where requests come from as page, element and script want it", async () => {
    await screen.stage({
      "/": html(
        `<meta name="referrer" content="origin"><body><output id="out"></output>
        <img alt="" src="/own.png"><img alt="" src="/none.png" referrerpolicy="no-referrer">
        <iframe title="own" src="/own.html"></iframe><iframe title="full" src="/full.html" referrerpolicy="unsafe-url"></iframe>
        <a href="/own" target="away">own</a> <a href="/none" target="away" rel="noreferrer">none</a>
        <a href="/full" target="away" referrerpolicy="unsafe-url">full</a><iframe title="away" name="away"></iframe>
        <script src="/own.js"></script><script>fetch("/full.json", { referrerPolicy: "unsafe-url" })</script>`,
        [["Referrer-Policy", "no-referrer"]],
      ),
      "/own.html": html(`<script>fetch("/framed.json")</script>`, [["Referrer-Policy", "no-referrer"]]),
    });
    await screen.navigate("/?secret");
    for (const name of ["own", "none", "full"]) {
      await screen.frame.getByRole("link", { name, exact: true }).click();
      await expect.poll(() => screen.asked()).toContain(`GET /${name}`);
    }
    const full = `${shop}/?secret`;
    await expect
      .poll(async () =>
        Object.fromEntries(
          (await screen.seen())
            .slice(1)
            .map(({ url, headers }) => [new URL(url).pathname, headers["referer"] ?? "none"]),
        ),
      )
      .toEqual({
        "/own.js": `${shop}/`,
        "/own.png": `${shop}/`,
        "/none.png": "none",
        "/own.html": `${shop}/`,
        "/full.html": full,
        "/framed.json": "none",
        "/full.json": full,
        "/own": `${shop}/`,
        "/none": "none",
        "/full": full,
      });
  });

  it("heeds a referrer policy from the moment in which a script names it", async () => {
    await screen.stage({
      "/": html(`<meta name="referrer" content="no-referrer"><body><output id="out"></output>
        <a href="/link" target="away">link</a><iframe title="away" name="away"></iframe><script>
        const name = (content) => Object.assign(document.createElement("meta"), { name: "referrer", content });
        const added = name("origin");
        const steps = [
          () => {},
          () => document.head.prepend(added),
          () => { added.content = "unsafe-url"; },
          () => { added.content = "nonsense"; added.remove(); },
          () => { document.body.innerHTML += '<div><meta name=Referrer content=always></div>'; },
          () => document.head.append(name("origin")),
        ];
        steps.forEach((step, n) => { step(); fetch("/" + n); });</script>`),
    });
    await screen.navigate("/?secret");
    await expect.poll(() => screen.asked()).toContain("GET /5");
    await screen.frame.getByRole("link", { name: "link" }).click();
    await expect.poll(() => screen.asked()).toContain("GET /link");
    const [own, full] = [`${shop}/`, `${shop}/?secret`];
    expect((await screen.seen()).slice(1).map(({ headers }) => headers["referer"] ?? "none")).toEqual([
      ...["none", own, full, full, full, own],
      own,
    ]);
  });

  it("an XMLHttpRequest that is used again tells of the new request only", async () => {
    await screen.stage({
      "/": scripted(`const x = new XMLHttpRequest(); const log = [];
        const send = (path) => { x.open("GET", path); x.send(); };
        x.onabort = () => log.push("abort " + x.readyState);
        x.onerror = () => log.push("error");
        x.onloadend = () => log.push("end");
        x.onload = () => {
          log.push(x.responseText);
          if (log.length === 1) setTimeout(() => {
            x.abort(); log.push("then " + x.readyState);
            send("/slow"); x.abort(); log.push("then " + x.readyState); send("/b");
          }); else fetch("/slow").then(() => show(log));
        };
        send("/slow"); send("/a");`),
      "/slow": { body: "slow", held: true },
      "/a": { body: "a" },
      "/b": { body: "b" },
    });
    await screen.navigate("/");
    await expect
      .poll(async () => (await screen.asked()).filter((path) => path === "GET /slow").length)
      .toBe(3);
    await screen.page.evaluate(() => window.stage.network.release());
    await screen.expectOut(JSON.stringify(["a", "end", "then 0", "abort 4", "end", "then 0", "b", "end"]));
  });

  it("stops an endless loop of a page's script", async () => {
    await screen.stage({ "/": scripted(`try { while (true) {} } catch (error) { show(error.name) }`) });
    await screen.navigate("/");
    await screen.expectOut("RangeError");
  });

  it("says so when a script leaves by a way it cannot follow", async () => {
    await screen.stage({
      "/": scripted(`show("here"); setTimeout(() => { window["loca" + "tion"] = "about:blank"; }, 50)`),
    });
    await screen.navigate("/");
    await screen.frame.getByText("A script changed the address in a way this window cannot follow").waitFor();
    expect((await screen.state()).url).toBe(`${shop}/`);
  });

  it("follows links of a page that a script wrote over the first", async () => {
    await screen.stage({
      "/": scripted(
        `addEventListener("load", () => setTimeout(() => { document.write('<a href="/next">next</a>'); document.close(); }))`,
      ),
      "/next": html("<p id=got>got</p>"),
    });
    await screen.navigate("/");
    await screen.frame.getByRole("link", { name: "next" }).click();
    await screen.frame.locator("#got").waitFor();
    await screen.page.evaluate(() => window.stage.agent.clear());
    expect(await screen.page.locator("iframe").count()).toBe(0);
    expect((await screen.state()).url).toBe("");
  });
});
