import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SessionOptions } from "./settings.ts";
import type { Store } from "./store.ts";
import { STORE_CHANNEL, type StoreCallEvent } from "./store-call-event.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { tellingStoreCalls } from "./told-store.ts";
import { trialApp } from "./trial-app.ts";
import { TrialClient } from "./trial-client.ts";
import { whileServed } from "./trial-serve.ts";

type Call = Omit<StoreCallEvent, "request" | "durationMs">;

describe("the store's calls", () => {
  let told: StoreCallEvent[];
  const hear = (message: unknown) => {
    told.push(message as StoreCallEvent);
  };
  beforeEach(() => {
    told = [];
    subscribe(STORE_CHANNEL, hear);
  });
  afterEach(() => {
    unsubscribe(STORE_CHANNEL, hear);
  });

  /** What was told since the last time, without what differs from run to run. */
  const calls = (): Call[] =>
    told.splice(0).map(({ request, durationMs, ...call }) => {
      expect(request).toHaveProperty("url");
      expect(durationMs).toBeGreaterThanOrEqual(0);
      return call;
    });
  const serve = (options: SessionOptions, work: (address: string) => Promise<void>) =>
    whileServed(trialApp({ log: () => {}, ...options }), work);

  it("are told in their order, with what came of each, for the request that made them", async () => {
    await serve({ store: new MemoryStore() }, async (address) => {
      const client = new TrialClient();
      const store = "memory";
      await client.get(`${address}/untouched`);
      expect(calls()).toEqual([]);
      await client.get(`${address}/set/theme/dark`);
      expect(calls()).toEqual([{ store, verb: "create", outcome: "created" }]);
      await client.get(`${address}/all`);
      expect(calls()).toEqual([{ store, verb: "load", outcome: "found" }]);
      await client.post(`${address}/cart/add`);
      expect(calls()).toEqual([
        { store, verb: "takeTurn", outcome: "taken" },
        { store, verb: "patch", outcome: "patched", released: true },
      ]);
      const before = client.cookie;
      await client.post(`${address}/login`);
      expect(calls()).toEqual([
        { store, verb: "takeTurn", outcome: "taken" },
        { store, verb: "rotate", outcome: "patched" },
      ]);
      await new TrialClient(before).get(`${address}/all`);
      expect(calls()).toEqual([{ store, verb: "load", outcome: "rotated" }]);
      await client.post(`${address}/logout`);
      expect(calls()).toEqual([
        { store, verb: "takeTurn", outcome: "taken" },
        { store, verb: "destroy", outcome: "destroyed" },
      ]);
    });
  });

  it("name who held the turn that a request waited for", async () => {
    const secondAsks = Promise.withResolvers<void>();
    class WatchedStore extends MemoryStore {
      override takeTurn(...[key, ask]: Parameters<MemoryStore["takeTurn"]>) {
        if (ask.route === "POST /cart/add") secondAsks.resolve();
        return super.takeTurn(key, ask);
      }
    }
    const app = trialApp({ store: new WatchedStore(), log: () => {} });
    const firstIsThere = Promise.withResolvers<void>();
    app.post("/slow", async (_req, res) => {
      firstIsThere.resolve();
      await secondAsks.promise;
      res.end();
    });
    await whileServed(app, async (address) => {
      const client = new TrialClient();
      await client.get(`${address}/set/theme/dark`);
      calls();
      const first = client.post(`${address}/slow`);
      await firstIsThere.promise;
      await Promise.all([first, client.post(`${address}/cart/add`)]);
      const turns = calls().filter(({ verb }) => verb === "takeTurn");
      expect(turns.map(({ outcome, heldBy }) => [outcome, heldBy])).toEqual([
        ["taken", undefined],
        ["taken", "POST /slow"],
      ]);
    });
  });

  it("hold no id and no key, and a failure is told without its message", async () => {
    const memory = new MemoryStore();
    const down: Store = new Proxy(memory, {
      get(target, property) {
        if (property === "patch")
          return (key: string) => Promise.reject(new Error(`The disk is full at ${key}.`));
        const value: unknown = Reflect.get(target, property);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await serve({ store: down }, async (address) => {
      const client = new TrialClient();
      await client.get(`${address}/set/theme/dark`);
      expect((await client.get(`${address}/set/theme/light`)).status).toBe(503);
      expect(client.cookie).toBeDefined();
      const written = JSON.stringify(told.map(({ request, ...call }) => call));
      expect(written).not.toContain(client.cookie);
      expect(written).not.toMatch(/[0-9a-f]{64}|full|dark|light/);
      expect(calls().at(-1)).toEqual({ store: "memory", verb: "patch", outcome: "failed" });
    });
  });

  it("cost nothing when nobody listens: the request gets the store itself", () => {
    unsubscribe(STORE_CHANNEL, hear);
    const context = { store: new MemoryStore() };
    expect(tellingStoreCalls(context, {})).toBe(context);
  });
});
