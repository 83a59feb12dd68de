import express from "express";
import { expect, it } from "vitest";
import { session } from "./express.ts";
import type { TurnRequest } from "./store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { TrialClient } from "./trial-client.ts";
import { whileServed } from "./trial-serve.ts";

/** Tells when somebody waits for a turn, and fails to take the first one back. */
class ShakyStore extends MemoryStore {
  readonly waited = Promise.withResolvers<void>();
  #hasRefused = false;

  override takeTurn(key: string, request: TurnRequest) {
    const taken = super.takeTurn(key, request);
    if (taken instanceof Promise) this.waited.resolve();
    return taken;
  }

  override releaseTurn(key: string, token: number): Promise<void> {
    if (this.#hasRefused) return Promise.resolve(super.releaseTurn(key, token));
    this.#hasRefused = true;
    return Promise.reject(new Error("The line is cut."));
  }
}

it("a turn that was not needed and could not be given back keeps nobody waiting for its lease", async () => {
  const store = new ShakyStore();
  const app = express();
  app.use(session({ store, turnWaitMs: 10_000, turnLeaseMs: 60_000, log: () => {} }));
  app.post("/leave", (req, res) => {
    req.session.flash("message", "once");
    res.json({});
  });
  app.get("/take", async (req, res) => {
    await store.waited.promise;
    res.json({ message: req.session.flash("message") ?? null });
  });
  await whileServed(app, async (address) => {
    const client = new TrialClient();
    await client.post(`${address}/leave`);
    // Both find the message; the second waits, and then there is nothing left to wait for.
    const both = await Promise.all([client.get(`${address}/take`), client.get(`${address}/take`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 503]);
    expect((await client.post(`${address}/leave`)).status).toBe(200);
  });
}, 20_000);

it.each([
  ["GET", "load", false],
  ["POST", "takeTurn", false],
  ["GET", "takeTurn", true],
] as const)("a %s whose store fails at %s says so, at once and later", async (method, verb, hasFlash) => {
  const store = new MemoryStore();
  const logged: string[] = [];
  const app = express();
  app.use(session({ store, log: (message) => logged.push(message) }));
  app.all("/", (req, res) => {
    if (hasFlash) req.session.flash("message", "once");
    else req.session.set("name", "Ada");
    res.end();
  });
  await whileServed(app, async (address) => {
    const client = new TrialClient();
    await client.post(address);
    const refusal = new Error("The line is cut.");
    const failures: (() => never | Promise<never>)[] = [
      () => Promise.reject(refusal),
      () => {
        throw refusal;
      },
    ];
    for (const fail of failures) {
      Object.assign(store, { [verb]: fail });
      expect((await client.send(method, address)).status).toBe(503);
      expect(logged.splice(0)).toEqual([
        `${method} /: The session could not be read from the memory store. Error: The line is cut.`,
      ]);
    }
  });
});
