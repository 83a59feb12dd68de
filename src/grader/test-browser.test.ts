import { afterEach, beforeEach, expect, test } from "vitest";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { Scene } from "./scene.ts";
import { StagePool } from "./stage.ts";
import type { TestBrowser } from "./test-browser.ts";

/** Answers with what it was sent; /to redirects there and sets a cookie. */
const MIRROR = `
import { createServer } from "node:http";
createServer(async (req, res) => {
  if (req.url === "/to") {
    res.writeHead(303, { Location: "/there", "Set-Cookie": ["a=1", "b=2"] });
    return res.end();
  }
  const chunks = await req.toArray();
  res.setHeader("Content-Type", "application/json");
  res.end(req.url === "/html" ? "<p>no JSON</p>" : JSON.stringify({
    method: req.method, url: req.url, headers: req.headers, body: Buffer.concat(chunks).toString(),
  }));
}).listen(7148);
`;

interface Mirrored {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

let pool: StagePool;
let alice: TestBrowser;

beforeEach(async () => {
  pool = new StagePool({
    files: { "server.ts": MIRROR },
    exercise: { entry: "server.ts", port: 7148 },
    bootEngine: () => bootLocalEngine(),
    size: 1,
  });
  const scene = new Scene(await pool.lease({ fresh: true }));
  await scene.program.start();
  alice = scene.browser("Alice");
});

afterEach(() => pool.close());

test("a script's post is JSON and asks for JSON", async () => {
  const answer = await alice.post("/x", { json: { product_id: 1 } });
  const { headers, body } = answer.json() as Mirrored;
  expect([headers["content-type"], headers["accept"]]).toEqual(["application/json", "application/json"]);
  expect(body).toBe('{"product_id":1}');
  expect(answer.asked).toBe('POST /x {"product_id":1}');
});

test("a form's post is urlencoded and asks for a page", async () => {
  const { headers, body } = (await alice.post("/x", { form: { name: "a b&c", n: 2 } })).json() as Mirrored;
  expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(headers["accept"]).toMatch(/^text\/html,/);
  expect(body).toBe("name=a+b%26c&n=2");
});

test("a body goes as it is, and own headers take the place of the browser's", async () => {
  const options = { body: "{", type: "application/json", headers: { accept: "text/plain" } };
  const { headers, body } = (await alice.post("/x", options)).json() as Mirrored;
  expect([headers["content-type"], headers["accept"], body]).toEqual(["application/json", "text/plain", "{"]);
});

test("a redirect is shown with its cookies, and followed only when asked", async () => {
  const shown = await alice.post("/to", { form: {} });
  expect([shown.status, shown.header("location")]).toEqual([303, "/there"]);
  expect(shown.headers("set-cookie")).toEqual(["a=1", "b=2"]);
  const followed = await alice.post("/to", { form: {}, follow: true });
  const { method, url, headers } = followed.json() as Mirrored;
  expect([method, url, headers["cookie"]]).toEqual(["GET", "/there", "a=1; b=2"]);
  expect(alice.cookie("b")).toBe("2");
});

test("a body that is not JSON fails with what came instead", async () => {
  const answer = await alice.get("/html");
  expect(() => answer.json()).toThrow(
    "GET /html should answer JSON, but the body is (application/json): <p>no JSON</p>",
  );
});
