import { describe, expect, it } from "vitest";
import { TrialClient } from "../trial-client.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { checkStage } from "./check-stage.ts";

/** The checks about the end of a session: by time, by destroy, and nothing after it. */
export function lifetimeChecks(name: string, open: OpenTrial): void {
  describe(`the life of a session (${name})`, () => {
    const stage = checkStage(open);

    it("check 11: the idle timeout ends a session, and each request puts it off", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      for (let hour = 0; hour < 3; hour += 1) {
        stage.nowMs += 3_600_000 - 1;
        expect(await stage.all(client)).toEqual({ n: 1 });
      }
      stage.nowMs += 3_600_000;
      expect(await stage.all(client)).toEqual({});
    });

    it("check 12: the absolute timeout survives activity and rotation", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      await client.post(stage.at("/login"));
      const started = stage.nowMs;
      while (stage.nowMs - started < 86_400_000 - 1_800_000) {
        stage.nowMs += 1_800_000;
        expect(await stage.all(client)).toEqual({ n: 1, user: "Alice" });
      }
      stage.nowMs = started + 86_400_000 - 1;
      await client.post(stage.at("/login"));
      expect(await stage.all(client)).toEqual({ n: 1, user: "Alice" });
      stage.nowMs = started + 86_400_000;
      expect(await stage.all(client)).toEqual({});
    });

    it("check 13: an expired record is unreadable before it is collected", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      stage.nowMs += 3_600_000 - 1;
      expect(await stage.all(new TrialClient(client.cookie))).toEqual({ n: 1 });
      stage.nowMs += 3_600_001;
      const reader = new TrialClient(client.cookie);
      expect(await stage.all(reader)).toEqual({});
      const writer = new TrialClient(client.cookie);
      expect((await writer.post(stage.at("/cart/add"))).json()).toEqual({ count: 1 });
      expect(writer.cookie).not.toBe(client.cookie);
      expect(stage.calls).not.toContain("collect");
    });

    it("check 14: destroy deletes the record and sends the matching deletion cookie", async () => {
      const { client } = stage;
      await client.get(stage.at("/set/name/Grace"));
      const old = client.cookie;
      expect(await stage.trial.dump()).toContain("Grace");
      const answer = await client.post(stage.at("/logout"));
      expect(answer.json()).toEqual({ left: {} });
      expect(answer.setCookies).toEqual([
        "tina4_session=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax",
      ]);
      expect(await stage.all(new TrialClient(old))).toEqual({});
      expect(await stage.trial.dump()).not.toContain("Grace");
    });

    it("begins a new, anonymous session with a flash after destroy", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const old = client.cookie;
      const answer = await client.post(stage.at("/logout/message"));
      expect(answer.setCookies).toHaveLength(1);
      expect(client.cookie).not.toBe(old);
      expect(await stage.all(client)).toEqual({});
      expect((await client.get(stage.at("/flash"))).json()).toEqual({ message: "You are signed out" });
    });

    it("check 15: a replay after logout fails", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const replayed = new TrialClient(client.cookie);
      await client.post(stage.at("/logout"));
      const read = await replayed.get(stage.at("/all"));
      expect([read.json(), read.setCookies]).toEqual([{}, []]);
      const write = await replayed.post(stage.at("/cart/add"));
      expect([write.status, write.setCookies]).toEqual([409, []]);
    });

    it("check 16: a late save cannot resurrect a destroyed session", async () => {
      const held = Promise.withResolvers<void>();
      const arrival = Promise.withResolvers<void>();
      await stage.serve({}, (app) => {
        app.get("/slow", async (req, res) => {
          arrival.resolve();
          await held.promise;
          req.session.set("late", true);
          res.json({});
        });
      });
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const { cookie } = client;
      const late = new TrialClient(cookie).get(stage.at("/slow"));
      await arrival.promise;
      await client.post(stage.at("/logout"));
      held.resolve();
      const answer = await late;
      expect([answer.status, answer.setCookies]).toEqual([200, []]);
      expect(await stage.all(new TrialClient(cookie))).toEqual({});
    });

    it("sends the cookie again when a tenth of the idle timeout has passed", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      stage.nowMs += 359_999;
      expect((await client.get(stage.at("/untouched"))).setCookies).toEqual([]);
      stage.nowMs += 1;
      expect((await client.get(stage.at("/untouched"))).setCookies).toEqual([
        expect.stringContaining("Max-Age=3600"),
      ]);
      expect((await client.get(stage.at("/untouched"))).setCookies).toEqual([]);
    });

    it("leaves Max-Age out of the cookie of a session that is not permanent, also later", async () => {
      await stage.serve({}, (app) => {
        app.post("/brief", (req, res) => {
          req.session.set("a", 1);
          req.session.permanent = false;
          res.json({});
        });
      });
      const { client } = stage;
      expect((await client.post(stage.at("/brief"))).setCookies[0]).not.toContain("Max-Age");
      stage.nowMs += 1_000_000;
      expect((await client.get(stage.at("/untouched"))).setCookies[0]).not.toContain("Max-Age");
    });
  });
}
