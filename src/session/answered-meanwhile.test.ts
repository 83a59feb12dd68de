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
