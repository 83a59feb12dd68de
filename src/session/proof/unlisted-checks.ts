import { randomBytes } from "node:crypto";
import type { Express } from "express";
import { describe, expect, it } from "vitest";
import { sealedRecords } from "../sealed-records.ts";
import { requireFresh } from "../sign-in/require-fresh.ts";
import type { Store } from "../store.ts";
import { TrialClient } from "../trial-client.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { checkStage } from "./check-stage.ts";

/** What must hold of sign-ins, sealing and outages also on a store that cannot list a user's sessions. */
export function unlistedChecks(name: string, open: OpenTrial): void {
  describe(`without lists of users (${name})`, () => {
    const codec = sealedRecords(randomBytes(32).toString("base64url"));
    const stage = checkStage((options) => open({ ...options, codec }));
    const routes = (app: Express) => {
      app.post("/sign-in", (req, res) => {
        req.session.login("alice@example.com");
        res.json({ id: req.session.getSessionId() });
      });
      app.get("/account", requireFresh(60), (req, res) => {
        res.json({ user: req.session.userId });
      });
    };

    it.each([
      ["check 7: login rotates the id and keeps the data; the old record is gone", "/sign-in"],
      ["check 9: a change of privilege rotates the id and keeps the data; the old record is gone", "/login"],
    ])("%s", async (_title, path) => {
      await stage.serve({}, routes);
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const old = client.cookie;
      const { id } = (await client.post(stage.at(path))).json() as { id: string };
      expect([client.cookie, id === old]).toEqual([id, false]);
      expect(await stage.all(client)).toMatchObject({ n: 1 });
      const late = new TrialClient(old);
      expect([
        (await late.get(stage.at("/all"))).json(),
        (await late.post(stage.at("/cart/add"))).status,
      ]).toEqual([{}, 409]);
    });

    it("check 20: requireFresh asks for a recent login", async () => {
      await stage.serve({}, routes);
      const { client } = stage;
      const account = async () => (await client.get(stage.at("/account"))).status;
      const before = await account();
      await client.post(stage.at("/sign-in"));
      const fresh = await account();
      stage.nowMs += 61_000;
      expect([before, fresh, await account()]).toEqual([401, 200, 401]);
    });

    it("check 36: leave no plaintext", async () => {
      await stage.serve({}, routes);
      await stage.client.get(stage.at("/set/visible-key/visible-value"));
      await stage.client.post(stage.at("/sign-in"));
      const kept = await stage.trial.dump();
      expect(kept).toContain("sealed1.");
      for (const plain of ["visible", "alice"]) expect(kept).not.toContain(plain);
      expect(await stage.all(stage.client)).toMatchObject({ "visible-key": "visible-value" });
    });

    it("check 42: a store that does not answer is answered for in bounded time, with 503 and no id in the log", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const { cookie } = client;
      await stage.serve({ store: silent(stage.trial.store), storeTimeoutMs: 40, turnWaitMs: 40 });
      for (const answer of [await client.get(stage.at("/all")), await client.post(stage.at("/cart/add"))]) {
        expect([answer.status, answer.setCookies]).toEqual([503, []]);
      }
      expect(client.cookie).toBe(cookie);
      expect(stage.logged).toHaveLength(2);
      expect(stage.logged.join()).not.toContain(cookie);
    });
  });
}

/** Takes every question about a session and never answers. */
function silent(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return name === "open" ? member.bind(target) : () => new Promise(() => {});
    },
  });
}
