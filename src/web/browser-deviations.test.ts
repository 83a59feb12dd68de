import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { browserDeviations } from "./browser-deviations.ts";
import { ScriptedServer } from "./scripted-server.fixture.ts";

const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());

it.each(browserDeviations)("$id still has what shows it", ({ shownBy }) => {
  const text = readFileSync(join(import.meta.dirname, "../..", shownBy.file), "utf8");
  expect(text).toContain(shownBy.words);
});

it("heeds neither Strict-Transport-Security nor Clear-Site-Data", async () => {
  server.handle = (_request, response) =>
    response
      .setHeader("Strict-Transport-Security", "max-age=60")
      .setHeader("Clear-Site-Data", '"cookies"')
      .setHeader("Set-Cookie", "id=1")
      .end();
  const { agent } = server.browser();
  await agent.navigate("https://shop.test/");
  const page = await agent.navigate("http://shop.test/");
  expect(page.url).toBe("http://shop.test/");
  expect(agent.jar.list()).toHaveLength(1);
});

it("drops user names in addresses and asks for none", async () => {
  server.reset();
  server.handle = (_request, response) =>
    response.writeHead(401, { "WWW-Authenticate": 'Basic realm="shop"' }).end();
  const { agent } = server.browser();
  const page = await agent.navigate("https://alice:secret@shop.test/");
  expect(page).toMatchObject({ url: "https://shop.test/", status: 401 });
  await agent.navigate("https://shop.test/again");
  expect(server.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["/", undefined],
    ["/again", undefined],
  ]);
});

it("asks for no compression and unpacks nothing", async () => {
  server.reset();
  const packed = gzipSync("<h1>hello</h1>");
  server.handle = (_request, response) =>
    response.writeHead(200, { "Content-Type": "text/html", "Content-Encoding": "gzip" }).end(packed);
  const { agent } = server.browser();
  const page = await agent.navigate("https://shop.test/");
  expect(page.bytes).toEqual(new Uint8Array(packed));
  const response = await agent.fetch("/", {}, { documentUrl: "https://shop.test/" });
  expect(await response.bytes()).toEqual(new Uint8Array(packed));
  expect(server.seen.map(({ headers }) => headers["accept-encoding"])).toEqual([undefined, undefined]);
});
