import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { session } from "./express.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { TrialClient } from "./trial-client.ts";

let server: Server;
let address: string;
let client: TrialClient;

beforeEach(async () => {
  const app = express();
  app.use(session({ store: new MemoryStore(), log: () => {} }));
  app.post("/leave/:key/:value", (req, res) => {
    req.session.flash(req.params.key, req.params.value);
    res.json({});
  });
  app.get("/take", (req, res) => {
    res.json({ message: req.session.flash("message") ?? null });
  });
  app.get("/keep", (req, res) => {
    const [before, looked] = [req.session.flash("message"), req.session.flashes.peek("message")];
    req.session.flashes.keep("message");
    const [after, again] = [req.session.flash("message"), req.session.getFlash("message")];
    res.json({ before, looked, after, again });
  });
  app.get("/keep-all", (req, res) => {
    req.session.flashes.keep();
    res.json({ message: req.session.flash("message") ?? null, other: req.session.flash("other") ?? null });
  });
  app.get("/peek", (req, res) => {
    const { flashes } = req.session;
    res.json({ peeked: flashes.peek("message") ?? null, got: req.session.get("message") ?? null });
  });
  app.get("/now", (req, res) => {
    const { flashes } = req.session;
    flashes.now("message", { of: "now" });
    const peeked = flashes.peek("message");
    const got = req.session.get("message");
    res.json({ peeked, got, taken: [1, 2, 3].map(() => req.session.flash("message") ?? null) });
  });
  app.get("/save", async (req, res) => {
    req.session.flash("message");
    await req.session.save();
    req.session.flashes.keep("message");
    res.json({ message: req.session.flash("message") ?? null });
  });
  app.get("/keep-then-throw", (req) => {
    req.session.flashes.keep("message");
    req.session.flash("message");
    throw Object.assign(new Error("thrown on purpose"), { status: 418 });
  });
  app.get("/late", (req, res) => {
    res.end("begun");
    try {
      req.session.flashes.keep();
    } catch (error) {
      late((error as { code?: string }).code);
    }
  });
  app.get("/destroy", (req, res) => {
    req.session.flashes.now("message", "before");
    req.session.destroy();
    const gone = req.session.flashes.peek("message") ?? null;
    req.session.flashes.now("message", "You are signed out");
    res.json({ gone, shown: req.session.flash("message") });
  });
  app.get("/begin", (req, res) => {
    req.session.begin();
    res.json({ isNew: req.session.isNew, all: req.session.all() });
  });
  app.get("/look", (req, res) => {
    res.json({ isNew: req.session.isNew, all: req.session.all() });
  });
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new TrialClient();
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

let late: (code: string | undefined) => void = () => {};
const get = async (path: string) => (await client.get(address + path)).json();
const leave = (key: string, value: string) => client.post(`${address}/leave/${key}/${value}`);

describe("flashes.now", () => {
  it("is for this request alone, and writes nothing", async () => {
    const answer = await client.get(`${address}/now`);
    const now = { of: "now" };
    expect(answer.json()).toEqual({ peeked: now, got: now, taken: [now, null, null] });
    expect(answer.setCookies).toEqual([]);
    expect(await get("/peek")).toEqual({ peeked: null, got: null });
  });

  it("comes before one that waits, and does not use it up", async () => {
    await leave("message", "waited");
    expect(await get("/now")).toMatchObject({ taken: [{ of: "now" }, "waited", null] });
    await leave("message", "waited");
    expect(await get("/destroy")).toEqual({ gone: null, shown: "You are signed out" });
  });
});

describe("flashes.peek", () => {
  it("reads without taking", async () => {
    await leave("message", "hello");
    for (let n = 0; n < 3; n += 1) expect(await get("/peek")).toEqual({ peeked: "hello", got: "hello" });
    expect(await get("/take")).toEqual({ message: "hello" });
    expect(await get("/peek")).toEqual({ peeked: null, got: null });
  });
});

describe("flashes.keep", () => {
  it("leaves for a later request what this one read before and after", async () => {
    await leave("message", "hello");
    const kept = { before: "hello", after: "hello", again: "hello" };
    for (let n = 0; n < 3; n += 1) expect(await get("/keep")).toEqual(kept);
    expect(await get("/take")).toEqual({ message: "hello" });
    expect(await get("/take")).toEqual({ message: null });
    expect(await get("/keep")).toEqual({});
  });

  it("keeps all without a key, and one with it", async () => {
    await leave("message", "hello");
    await leave("other", "there");
    const both = { message: "hello", other: "there" };
    for (let n = 0; n < 2; n += 1) expect(await get("/keep-all")).toEqual(both);
  });

  it("outlives a HEAD request, whose answer nobody reads", async () => {
    await client.post(`${address}/leave/message/hello`);
    expect((await client.send("HEAD", `${address}/take`)).status).toBe(200);
    expect((await client.send("HEAD", `${address}/take`)).status).toBe(200);
    expect(await get("/take")).toEqual({ message: "hello" });
    expect(await get("/take")).toEqual({ message: null });
  });

  it.each([
    ["Sec-Purpose", "prefetch"],
    ["Sec-Purpose", "prefetch;prerender"],
    ["Purpose", "prefetch"],
    ["X-Purpose", "preview"],
    ["X-Moz", "prefetch"],
  ])("is kept for the page that somebody sees when one is fetched ahead: %s: %s", async (field, purpose) => {
    await client.post(`${address}/leave/message/saved`);
    const ahead = await client.send("GET", `${address}/take`, undefined, { [field]: purpose });
    expect(ahead.json()).toEqual({ message: null });
    expect((await client.send("GET", `${address}/take`, undefined, { [field]: "navigate" })).json()).toEqual({
      message: "saved",
    });
    expect((await client.get(`${address}/take`)).json()).toEqual({ message: null });
  });

  it("brings back nothing that save() has written as taken", async () => {
    await leave("message", "hello");
    expect(await get("/save")).toEqual({ message: null });
    expect(await get("/take")).toEqual({ message: null });
  });

  it("is too late once the response has begun", async () => {
    const code = new Promise((resolve) => {
      late = resolve;
    });
    await leave("message", "hello");
    await client.get(`${address}/late`);
    expect(await code).toBe("too-late");
  });

  it("holds when the handler throws", async () => {
    await leave("message", "hello");
    expect((await client.get(`${address}/keep-then-throw`)).status).toBe(418);
    expect(await get("/take")).toEqual({ message: "hello" });
  });
});

it("check 43: a flash that many keep and one takes is delivered to all of those, then once", async () => {
  await leave("message", "hello");
  const keepers = await Promise.all(Array.from({ length: 30 }, () => get("/keep")));
  expect(keepers.every((kept) => (kept as { after?: string }).after === "hello")).toBe(true);
  const mixed = await Promise.all(
    Array.from({ length: 30 }, (_, n) => get(["/take", "/peek", "/keep"][n % 3] ?? "")),
  );
  const taken = mixed.filter((answer) => (answer as { message?: string }).message === "hello");
  expect(taken).toHaveLength(1);
  expect(await get("/take")).toEqual({ message: null });
});

describe("begin", () => {
  it("keeps a session with nothing in it, once", async () => {
    const first = await client.get(`${address}/begin`);
    expect(first.json()).toEqual({ isNew: true, all: {} });
    expect(first.setCookies).toHaveLength(1);
    const { cookie } = client;
    const second = await client.get(`${address}/begin`);
    expect(second.json()).toEqual({ isNew: false, all: {} });
    expect(second.setCookies).toEqual([]);
    expect(await get("/look")).toEqual({ isNew: false, all: {} });
    expect(client.cookie).toBe(cookie);
  });
});
