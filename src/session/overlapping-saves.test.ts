import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "./store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { trialApp } from "./trial-app.ts";
import { TrialClient } from "./trial-client.ts";

/** The same store, that lets other requests in before each answer, as one behind a network does. */
function answeringLater(store: MemoryStore, fails: (verb: string) => boolean): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== "function") return verb;
      return async (...given: unknown[]) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (fails(String(name))) throw new Error("The store is down.");
        return Reflect.apply(verb, target, given) as unknown;
      };
    },
  });
}

let server: Server;
let client: TrialClient;
let failing: string | undefined;

const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
const all = async () => (await client.get(at("/all"))).json();

beforeEach(async () => {
  failing = undefined;
  client = new TrialClient();
  const store = answeringLater(new MemoryStore(), (verb) => verb === failing);
  const app = trialApp({ store, log: () => {} });
  addRoutes(app);
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function addRoutes(app: Express): void {
  app.post("/forgets-to-wait", (req, res) => {
    req.session.increment("n");
    void req.session.save();
    res.json({});
  });
  app.post("/saves-twice", async (req, res) => {
    req.session.increment("n");
    await Promise.all([req.session.save(), req.session.save()]);
    res.json({});
  });
  app.post("/saves-after", async (req, res) => {
    req.session.increment("n");
    res.json({});
    await req.session.save();
  });
  app.post("/sets-meanwhile", async (req, res) => {
    req.session.set("a", 1);
    const saving = req.session.save();
    try {
      req.session.set("b", 2);
      res.json({});
    } catch (error) {
      await saving;
      req.session.set("c", 3);
      res.json({ error: (error as Error).message });
    }
  });
  app.post("/signs-out-meanwhile", async (req, res) => {
    req.session.set("a", 1);
    void req.session.save();
    req.session.logout();
    res.json({});
  });
}

describe("a save that overlaps", () => {
  it("is the first commit of a new session also when nobody waits for it", async () => {
    expect((await client.post(at("/forgets-to-wait"))).status).toBe(200);
    expect(await all()).toEqual({ n: 1 });
  });

  it.each(["/forgets-to-wait", "/saves-twice", "/saves-after"])("is written once: %s", async (path) => {
    await client.post(at("/cart/add"));
    expect((await client.post(at(path))).status).toBe(200);
    expect((await client.post(at(path))).status).toBe(200);
    expect(await all()).toEqual({ cart: [0], n: 2 });
  });

  it("lets nobody believe in a change that it would wipe out", async () => {
    await client.post(at("/cart/add"));
    const answer = (await client.post(at("/sets-meanwhile"))).json();
    expect(answer).toEqual({
      error: expect.stringMatching(
        /^POST \/sets-meanwhile called session\.set\("b"\) while session\.save\(\)/,
      ),
    });
    expect(await all()).toEqual({ cart: [0], a: 1, c: 3 });
  });

  it("never undoes a sign-out in silence", async () => {
    await client.post(at("/cart/add"));
    expect((await client.post(at("/signs-out-meanwhile"))).status).toBe(500);
  });

  it("fails the response when it fails, ends no process, and gives the turn back", async () => {
    await client.post(at("/cart/add"));
    failing = "patch";
    const answer = await client.post(at("/forgets-to-wait"));
    expect([answer.status, answer.setCookies]).toEqual([503, []]);
    failing = undefined;
    expect((await client.post(at("/forgets-to-wait"))).status).toBe(200);
    expect(await all()).toEqual({ cart: [0], n: 1 });
  });
});
