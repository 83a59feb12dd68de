import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../store.ts";
import type { StoreOnTrial } from "../stores/contract.ts";
import { TrialProxy } from "../trial-proxy.ts";
import { type OpenTrial, storeOfSpec } from "../trial-stores/trial-store.ts";
import { FaultStage } from "./fault-stage.ts";

/** What must hold when the network, or the server behind it, fails. The real server, through a proxy. */
export function storeFaults(name: string, open: OpenTrial, portOf: () => number): void {
  // Its times are short, since each is waited for: on a machine that stands still for one of them, once more.
  describe(`a server that fails (${name})`, { retry: 2 }, () => {
    let trial: StoreOnTrial;
    let proxy: TrialProxy;
    let store: Store;
    let stage: FaultStage | undefined;

    beforeEach(async () => {
      trial = await open();
      proxy = await TrialProxy.start(portOf());
      store = await storeOfSpec((trial.spec ?? "").replace(`:${portOf()}`, `:${proxy.port}`), {
        timeoutMs: 400,
      });
    });
    afterEach(async () => {
      stage?.close();
      stage = undefined;
      await proxy.recover();
      await store.close?.();
      await proxy.stop();
      await trial.close();
    });

    it("is down at start: 503, visits without a session are served, and all is well when it comes", async () => {
      await proxy.refuse();
      stage = await FaultStage.serve(store);
      expect((await stage.send("GET", "/untouched")).status).toBe(200);
      await stage.expectRefused("GET", "/set/here/yes");
      await proxy.recover();
      expect((await stage.untilServed("GET", "/set/here/yes")).setCookies).toHaveLength(1);
      expect(await stage.all()).toEqual({ here: "yes" });
      stage.expectNoIds();
    });

    it.each([
      ["goes", (way: TrialProxy) => way.refuse()],
      ["says nothing any more", (way: TrialProxy) => way.swallow()],
    ])(
      "%s in the middle of a request: 503, nothing half written, and back with no restart",
      async (_how, fail) => {
        const arrival = Promise.withResolvers<void>();
        const held = Promise.withResolvers<void>();
        stage = await FaultStage.serve(store, {}, (app) => {
          app.post("/slow", async (req, res) => {
            req.session.set("slow", 1);
            req.session.set("also", 1);
            arrival.resolve();
            await held.promise;
            res.json({});
          });
        });
        await stage.begin();
        const slow = stage.expectRefused("POST", "/slow");
        await arrival.promise;
        await fail(proxy);
        held.resolve();
        await slow;
        await stage.expectRefused("GET", "/all");
        await stage.expectRefused("POST", "/cart/add");
        await proxy.recover();
        expect((await stage.untilServed("POST", "/cart/add")).json()).toEqual({ count: 1 });
        expect(await stage.all()).toEqual({ here: "yes", cart: [0] });
        stage.expectNoIds();
      },
    );

    it("is slow: all is kept; too slow: 503", async () => {
      stage = await FaultStage.serve(store, { turnWaitMs: 10_000 });
      const { send } = stage;
      await stage.begin();
      proxy.latencyMs = 4;
      const adds = await Promise.all(Array.from({ length: 10 }, () => send.call(stage, "POST", "/cart/add")));
      expect(adds.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
      expect((await stage.all())["cart"]).toHaveLength(10);
      proxy.latencyMs = 1000;
      await stage.expectRefused("GET", "/all");
      await stage.expectRefused("GET", "/set/late/write");
      await proxy.recover();
      await stage.untilServed("GET", "/all");
      stage.expectNoIds();
    });

    it("leaves connections half-open: 503 at most, and new ones are made with no restart", async () => {
      stage = await FaultStage.serve(store);
      await stage.begin();
      proxy.halfOpen();
      const first = await stage.send("GET", "/set/first/try");
      expect([200, 503]).toContain(first.status);
      expect((await stage.untilServed("POST", "/cart/add")).json()).toEqual({ count: 1 });
      expect(await stage.all()).toMatchObject({ here: "yes", cart: [0] });
      stage.expectNoIds();
    });

    it("breaks connections while requests write: what was acknowledged is kept", async () => {
      stage = await FaultStage.serve(store, { turnWaitMs: 5000 });
      const { send } = stage;
      await stage.begin();
      let acknowledged = 0;
      let refused = 0;
      for (let round = 0; round < 3; round += 1) {
        const seen = proxy.received;
        const writes = Array.from({ length: 10 }, () => send.call(stage, "GET", "/increment"));
        while (proxy.received < seen + 4) await new Promise(setImmediate);
        proxy.reset();
        for (const { status } of await Promise.all(writes)) {
          expect([200, 503]).toContain(status);
          if (status === 200) acknowledged += 1;
          else refused += 1;
        }
        await stage.untilServed("GET", "/all");
      }
      const kept = Number((await stage.all())["n"] ?? 0);
      expect(kept).toBeGreaterThanOrEqual(acknowledged);
      expect(kept).toBeLessThanOrEqual(acknowledged + refused);
      stage.expectNoIds();
    });
  });
}
