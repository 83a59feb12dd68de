import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, expect, it } from "vitest";
import { session } from "./express.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { TrialClient } from "./trial-client.ts";

let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it("gives a turn back that came when the request was answered already", async () => {
  const app = express();
  const answered = Promise.withResolvers<void>();
  let finish = () => {};
  app.use("/watched", (_req, res, next) => {
    void isHeld.then(() => {
      res.status(504).end("too slow", () => answered.resolve());
    });
    next();
  });
  app.use(session({ store: new MemoryStore() }));
  app.post("/begin", (req, res) => {
    req.session.set("a", 1);
    res.json({});
  });
  const isHeld = new Promise<void>((resolve) => {
    app.post("/hold", (_req, res) => {
      finish = () => res.json({});
      resolve();
    });
  });
  const handled: string[] = [];
  app.post(["/watched", "/later"], (req, res) => {
    handled.push(req.path);
    res.json({});
  });
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const client = new TrialClient();
  await client.post(at("/begin"));
  const held = client.post(at("/hold"));
  await isHeld;
  expect((await client.post(at("/watched"))).status).toBe(504);
  await answered.promise;
  finish();
  expect((await held).status).toBe(200);
  // It waits for its turn, which nobody would give back before its lease is over.
  expect((await client.post(at("/later"))).status).toBe(200);
  expect(handled).toEqual(["/later"]);
});

it("leaves an answer alone that somebody else gave while the session was waited for", async () => {
  const app = express();
  const logged = Promise.withResolvers<string>();
  let finish = () => {};
  // As a middleware does that watches the time.
  app.use("/impatient", (_req, res, next) => {
    res.status(504).end("too slow");
    next();
  });
  app.use(session({ store: new MemoryStore(), turnWaitMs: 1, log: logged.resolve }));
  app.post("/begin", (req, res) => {
    req.session.set("a", 1);
    res.json({});
  });
  const isHeld = new Promise<void>((resolve) => {
    app.post("/hold", (_req, res) => {
      finish = () => res.json({});
      resolve();
    });
  });
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const client = new TrialClient();
  await client.post(at("/begin"));
  const held = client.post(at("/hold"));
  await isHeld;

  const escaped: unknown[] = [];
  const note = (error: unknown) => escaped.push(error);
  process.on("unhandledRejection", note);
  try {
    const answer = await client.post(at("/impatient"));
    expect([answer.status, answer.text]).toEqual([504, "too slow"]);
    expect(await logged.promise).toMatch(/^POST \/impatient: .* waited 1 ms/);
    finish();
    expect((await held).status).toBe(200);
    expect(escaped).toEqual([]);
  } finally {
    process.off("unhandledRejection", note);
  }
});
