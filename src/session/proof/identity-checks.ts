import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { REJECTED_CHANNEL, type RejectedEvent } from "../rejected-event.ts";
import { TrialClient } from "../trial-client.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { checkStage } from "./check-stage.ts";

/** The checks about ids: where they come from, who may use them, when they change. */
export function identityChecks(name: string, open: OpenTrial): void {
  describe(`session ids (${name})`, () => {
    const stage = checkStage(open);

    it("check 1: an id carries 192 bits from the system's random source", async () => {
      const ids = new Set<string>();
      for (let n = 0; n < 200; n += 1) {
        const fresh = new TrialClient();
        await fresh.get(stage.at("/increment"));
        expect(fresh.cookie).toMatch(/^[A-Za-z0-9_-]{32}$/);
        ids.add(fresh.cookie ?? "");
      }
      expect(ids.size).toBe(200);
      const letters = new Set([...ids].join(""));
      expect(letters.size).toBe(64);
    });

    it("check 2: an id that the store does not know is never adopted", async () => {
      const made = "A".repeat(32);
      const client = new TrialClient(made);
      const answer = await client.get(stage.at("/increment"));
      expect(answer.json()).toEqual({ sum: 1 });
      expect(client.cookie).not.toBe(made);
      expect(await stage.all(new TrialClient(made))).toEqual({});
    });

    it("check 3: a malformed id makes no store call", async () => {
      const malformed = [
        "",
        "short",
        "A".repeat(33),
        `${"A".repeat(31)}/`,
        "../../../../../../etc/passwd",
        "A".repeat(5000),
      ];
      for (const id of malformed) expect(await stage.all(new TrialClient(id))).toEqual({});
      expect(stage.calls).toEqual([]);
    });

    it("check 4: the id is accepted from the cookie only", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const id = client.cookie ?? "";
      const stranger = new TrialClient();
      const answers = [
        await stranger.get(stage.at(`/all?tina4_session=${id}`)),
        await stranger.send("GET", stage.at("/all"), undefined, {
          Authorization: `Bearer ${id}`,
          tina4_session: id,
        }),
        await stranger.send("GET", stage.at("/all"), undefined, { Cookie: `other=tina4_session=${id}` }),
        await stranger.send("GET", stage.at("/all"), undefined, { Cookie: `xtina4_session=${id}` }),
      ];
      expect(answers.map((answer) => answer.json())).toEqual([{}, {}, {}, {}]);
    });

    it("check 5: the store holds only a hash of the id", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const login = await client.post(stage.at("/login"));
      await client.post(stage.at("/flash"));
      const { id } = login.json() as { id: string };
      expect(client.cookie).toBe(id);
      expect(stage.calls.length).toBeGreaterThan(0);
      for (const call of stage.calls) expect(call).toMatch(/^[a-zA-Z]+ [0-9a-f]{64}$/);
      const kept = await stage.trial.dump();
      expect(kept).toContain("Alice");
      expect(kept).not.toContain(id);
    });

    it("check 6: regenerate keeps the data under a new id; the old record is gone", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const old = client.cookie;
      const login = await client.post(stage.at("/login"));
      expect(login.setCookies).toHaveLength(1);
      expect(client.cookie).not.toBe(old);
      expect(await stage.all(client)).toEqual({ n: 1, user: "Alice" });
      expect(await stage.all(new TrialClient(old))).toEqual({});
    });

    it("check 10: with timed renewal the old id only reads, for a while", async () => {
      const { client } = stage;
      await stage.serve({ renewalTimeoutSeconds: 600 });
      await client.get(stage.at("/increment"));
      const old = client.cookie;
      stage.nowMs += 600_000;
      const renewal = await client.post(stage.at("/cart/add"));
      expect(renewal.setCookies).toHaveLength(1);
      expect(client.cookie).not.toBe(old);
      const late = new TrialClient(old);
      const read = await late.get(stage.at("/all"));
      expect([read.json(), read.setCookies]).toEqual([{ n: 1, cart: [0] }, []]);
      expect((await late.get(stage.at("/increment"))).status).toBe(409);
      expect((await late.post(stage.at("/login"))).status).toBe(409);
      expect(await stage.all(client)).toEqual({ n: 1, cart: [0] });
    });

    it.each([
      ["renewed", "/cart/add"],
      ["rotated", "/login"],
    ])("sends no cookie to who read with an id that was %s meanwhile, due or not", async (_how, post) => {
      const held = Promise.withResolvers<void>();
      const arrival = Promise.withResolvers<void>();
      await stage.serve({ renewalTimeoutSeconds: 600 }, (app) => {
        app.get("/slow", async (req, res) => {
          req.session.get("n");
          arrival.resolve();
          await held.promise;
          res.json({});
        });
      });
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const old = client.cookie;
      stage.nowMs += 600_000;
      const slow = new TrialClient(old).get(stage.at("/slow"));
      await arrival.promise;
      expect((await client.post(stage.at(post))).setCookies).toHaveLength(1);
      held.resolve();
      const answer = await slow;
      expect([answer.status, answer.setCookies]).toEqual([200, []]);
    });

    it("check 32: a tampered cookie gives an empty session and an event, never a 500", async () => {
      const { client } = stage;
      const reasons: string[] = [];
      const hear = (message: unknown) => reasons.push((message as RejectedEvent).reason);
      subscribe(REJECTED_CHANNEL, hear);
      try {
        await client.get(stage.at("/increment"));
        const id = client.cookie ?? "";
        const tampered = [
          `${id.slice(1)}${id[0]}`,
          `${id}=`,
          "%00%ff",
          "s:abc.def",
          '"',
          `${"A".repeat(31)}'`,
        ];
        for (const value of tampered) {
          const answer = await new TrialClient(value).post(stage.at("/cart/add"));
          expect([answer.status, answer.json()]).toEqual([201, { count: 1 }]);
        }
      } finally {
        unsubscribe(REJECTED_CHANNEL, hear);
      }
      expect(reasons).toEqual(["unknown", "malformed", "malformed", "malformed", "malformed", "malformed"]);
    });
  });
}
