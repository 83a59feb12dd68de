import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { OPAQUE_POLICY } from "../frames/opaque-policy.ts";
import { MemoryCaches } from "./memory-caches.fixture.ts";
import type { OfflineNews } from "./offline-messages.ts";
import { type Asked, SiteCopy } from "./site-copy.ts";
import type { SiteVersion } from "./site-version.ts";

const origin = "https://keepsake.example";
const headers = { "Content-Type": "text/html", "Cross-Origin-Embedder-Policy": "require-corp" };

/** What the server has now, by path. `undefined`: there is no network. */
let server: Record<string, string> | undefined;
let fetched: string[];
/** By path, what was asked of redirects. */
const redirects = new Map<string, RequestRedirect>();
let caches: MemoryCaches;
let news: OfflineNews[];

beforeEach(() => {
  caches = new MemoryCaches();
  fetched = [];
  news = [];
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

/** Like a browser: nothing without a network, and nothing whose content is not what `integrity` says. */
async function serverFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { pathname } = new URL(input instanceof Request ? input.url : String(input));
  fetched.push(pathname);
  if (input instanceof Request) redirects.set(pathname, input.redirect);
  const text = server?.[pathname];
  if (server === undefined) throw new TypeError("Failed to fetch");
  if (text === undefined) return new Response("not here", { status: 404 });
  if (init?.integrity !== undefined && init.integrity !== `sha256-${sha256(text)}`)
    throw new TypeError("Failed to fetch");
  return new Response(text, { headers });
}

function versionOf(build: string, content: Record<string, string>): SiteVersion {
  const files = Object.entries(content).map(([path, text]) => ({
    path,
    hash: sha256(text),
    bytes: text.length,
  }));
  return { version: "0.1.0", build, files };
}

function copyOf(site: SiteVersion): SiteCopy {
  const options = { site, origin, fetch: serverFetch, tell: (one: OfflineNews) => news.push(one) };
  return new SiteCopy({ ...options, caches: caches as unknown as CacheStorage });
}

function asked(path: string, { mode = "cors", pageId = "", newPageId = "" } = {}): Asked {
  const request = new Request(origin + path);
  // Only a browser makes a request whose mode is "navigate".
  Object.defineProperty(request, "mode", { value: mode });
  return { request, pageId, newPageId };
}

const opens = (path: string, newPageId: string) => asked(path, { mode: "navigate", newPageId });

const first = { "/": "home 1", "/a.js": "script", "/404.html": "lost", "/preview/frame.html": "frame" };
const second = { ...first, "/": "home 2" };

it("fetches every file once, tells how far it is, and answers from the copy with the headers that came", async () => {
  server = first;
  const copy = copyOf(versionOf("one", first));
  await copy.make();
  expect(fetched.toSorted()).toEqual(Object.keys(first).sort());
  expect(news.at(-1)).toEqual({ kind: "progress", build: "one", doneBytes: 21, allBytes: 21 });
  server = undefined;
  const response = await copy.answer(opens("/?pane=text", "tab"));
  expect(await response.text()).toBe("home 1");
  expect(response.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
});

it("gives a page of an earlier version the frame of its engine, which the newest does not have", async () => {
  server = { ...first, "/engine/host-1.html": "host 1" };
  const one = copyOf(versionOf("one", server));
  await one.make();
  await one.answer(opens("/", "old tab"));
  server = { ...second, "/engine/host-2.html": "host 2" };
  const two = copyOf(versionOf("two", server));
  await two.make();
  await two.takeOver(["old tab"]);
  server = undefined;
  const frame = await two.answer(opens("/engine/host-1.html", "frame"));
  expect(await frame.text()).toBe("host 1");
  expect(frame.headers.get("Content-Security-Policy")).toBe(OPAQUE_POLICY);
  await two.takeOver([]);
  await expect(two.answer(opens("/engine/host-1.html", "frame"))).resolves.toMatchObject({ status: 404 });
});

it("gives the workers of an earlier version's page the files of that version, whatever id they ask under", async () => {
  const old = {
    ...first,
    "/_astro/worker-1.js": "worker 1",
    "/_astro/part-1.js": "part 1",
    "/pack.json": "1",
  };
  server = old;
  const one = copyOf(versionOf("one", old));
  await one.make();
  await one.answer(opens("/", "old tab"));
  server = { ...second, "/pack.json": "2" };
  const two = copyOf(versionOf("two", server));
  await two.make();
  await two.takeOver(["old tab"]);
  server = undefined;
  await two.answer(asked("/_astro/worker-1.js", { pageId: "old tab", newPageId: "worker" }));
  const texts = async (pageId: string, paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => (await two.answer(asked(path, { pageId }))).text()));
  expect(await texts("worker", ["/pack.json", "/_astro/part-1.js"])).toEqual(["1", "part 1"]);
  expect(await texts("of an older build", ["/pack.json", "/_astro/part-1.js"])).toEqual(["2", "part 1"]);
  await two.takeOver(["worker"]);
  expect(await texts("worker", ["/pack.json"])).toEqual(["1"]);
});

it("leaves the next version alone, which is being fetched while this one takes over", async () => {
  server = first;
  const one = copyOf(versionOf("one", first));
  await one.make();
  server = second;
  const two = copyOf(versionOf("two", second));
  await two.make();
  const content = { ...second, "/": "home 3", "/new.js": "script 3" };
  server = content;
  const three = copyOf(versionOf("three", content));
  await three.make();
  await two.takeOver([]);
  server = undefined;
  expect(await (await three.answer(opens("/", "tab"))).text()).toBe("home 3");
  expect(await (await three.answer(asked("/new.js", { pageId: "tab" }))).text()).toBe("script 3");
  await three.takeOver([]);
  const left = await caches.open("keepsake:versions");
  expect((await left.keys()).map(({ url }) => url)).toEqual([`${origin}/keepsake-versions/three`]);
});

it("takes only what was built, says what did not come, and goes on from there", async () => {
  server = { ...first, "/a.js": "of another build" };
  const copy = copyOf(versionOf("one", first));
  await expect(copy.make()).rejects.toThrow("/a.js could not be fetched as it was built");
  expect(news.at(-1)).toMatchObject({ kind: "failed", reason: expect.stringContaining("/a.js") });
  server = first;
  fetched = [];
  await copy.make();
  expect(fetched).toContain("/a.js");
  expect(fetched).not.toContain("/");
});

it("fetches of a new version what changed, and gives each page the files of its own", async () => {
  server = first;
  const old = copyOf(versionOf("one", first));
  await old.make();
  await old.takeOver([]);
  await old.answer(opens("/", "old tab"));
  server = second;
  fetched = [];
  const next = copyOf(versionOf("two", second));
  await next.make();
  expect(fetched).toEqual(["/"]);
  await next.takeOver(["old tab"]);
  server = undefined;
  expect(await (await next.answer(opens("/", "new tab"))).text()).toBe("home 2");
  expect(await (await next.answer(asked("/", { pageId: "old tab" }))).text()).toBe("home 1");
  expect(await (await next.answer(asked("/", { pageId: "new tab" }))).text()).toBe("home 2");
});

it("knows after its own end which page was of which version", async () => {
  server = first;
  const old = copyOf(versionOf("one", first));
  await old.make();
  // Open before there was a copy.
  await old.takeOver(["first tab"]);
  server = second;
  const next = copyOf(versionOf("two", second));
  await next.make();
  await next.takeOver(["first tab"]);
  const again = copyOf(versionOf("two", second));
  expect(await (await again.answer(asked("/", { pageId: "first tab" }))).text()).toBe("home 1");
});

it("lets go of a version with its last page", async () => {
  server = first;
  const old = copyOf(versionOf("one", first));
  await old.make();
  await old.answer(opens("/", "old tab"));
  server = second;
  const next = copyOf(versionOf("two", second));
  await next.make();
  expect(caches.paths("keepsake:files").filter((path) => path === "/")).toHaveLength(2);
  await next.takeOver([]);
  expect(caches.paths("keepsake:files")).toEqual(Object.keys(second).sort());
  expect(caches.paths("keepsake:versions")).toEqual(["/keepsake-versions/two"]);
});

it("makes the pages of frames opaque, and nothing else", async () => {
  server = first;
  const copy = copyOf(versionOf("one", first));
  await copy.make();
  const frame = await copy.answer(opens("/preview/frame.html", "frame"));
  expect(frame.headers.get("Content-Security-Policy")).toBe(OPAQUE_POLICY);
  expect((await copy.answer(opens("/", "tab"))).headers.get("Content-Security-Policy")).toBeNull();
});

it("asks the network for what is not of the site; without one, a page is the site's 404 and the rest fails", async () => {
  server = { ...first, "/new/": "a page of a later build" };
  const copy = copyOf(versionOf("one", first));
  await copy.make();
  expect(await (await copy.answer(opens("/new/", "tab"))).text()).toBe("a page of a later build");
  server = undefined;
  const lost = await copy.answer(opens("/new/", "tab"));
  expect([lost.status, await lost.text()]).toEqual([404, "lost"]);
  await expect(copy.answer(asked("/new.js"))).rejects.toThrow("Failed to fetch");
});

it("leads from a folder's name without its slash to the folder, as hosts do", async () => {
  server = { ...first, "/lessons/": "lessons" };
  const copy = copyOf(versionOf("one", server));
  await copy.make();
  const response = await copy.answer(opens("/lessons?a=1", "tab"));
  expect([response.status, response.headers.get("Location")]).toEqual([301, `${origin}/lessons/?a=1`]);
});

describe("where the browser has thrown the copy away and left the worker", () => {
  it("answers from the network meanwhile, and makes the copy again", async () => {
    server = first;
    const emptied = copyOf(versionOf("one", first));
    expect(await (await emptied.answer(asked("/a.js"))).text()).toBe("script");
    await emptied.mended;
    server = undefined;
    expect(await (await emptied.answer(opens("/", "tab"))).text()).toBe("home 1");
  });

  it("makes it once for many questions, and again when it is thrown away again", async () => {
    server = first;
    const emptied = copyOf(versionOf("one", first));
    for (const cleared of [1, 2]) {
      fetched = [];
      await Promise.all(["/", "/a.js"].map((path) => emptied.answer(asked(path))));
      await emptied.mended;
      expect(fetched.toSorted(), `time ${cleared}`).toEqual([...Object.keys(first), "/", "/a.js"].toSorted());
      caches.clear();
    }
  });

  it("tries once, where it cannot be made", async () => {
    server = { ...first, "/": "of another build" };
    const emptied = copyOf(versionOf("one", first));
    for (const path of ["/a.js", "/"]) {
      await emptied.answer(asked(path));
      await emptied.mended;
    }
    expect(news.filter(({ kind }) => kind === "failed")).toHaveLength(1);
  });

  it("makes the pages of frames opaque, wherever they come from", async () => {
    server = first;
    const emptied = copyOf(versionOf("one", first));
    const frame = await emptied.answer(opens("/preview/frame.html", "frame"));
    expect(await frame.text()).toBe("frame");
    expect(frame.headers.get("Content-Security-Policy")).toBe(OPAQUE_POLICY);
    expect((await emptied.answer(opens("/", "tab"))).headers.get("Content-Security-Policy")).toBeNull();
  });

  it("asks for the page of a frame by its address, so that a host that drops .html leads to it", async () => {
    server = first;
    const emptied = copyOf(versionOf("one", first));
    const asPageIsAsked = opens("/preview/frame.html", "frame");
    // A navigation is not led on by itself: a service worker would get an answer that nobody can read.
    Object.defineProperty(asPageIsAsked.request, "redirect", { value: "manual" });
    await emptied.answer(asPageIsAsked);
    expect(redirects.get("/preview/frame.html")).not.toBe("manual");
  });
});
