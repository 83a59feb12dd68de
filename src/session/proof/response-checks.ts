import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { COMMIT_CHANNEL, type CommitEvent } from "../commit-event.ts";
import { SessionError } from "../session-error.ts";
import { TrialClient } from "../trial-client.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { checkStage } from "./check-stage.ts";

/** The checks about what a response carries and when it leaves, and about values that come back the same. */
export function responseChecks(name: string, open: OpenTrial): void {
  describe(`responses and values (${name})`, () => {
    const stage = checkStage(open);

    it("check 21: defaults are HttpOnly, SameSite=Lax, Path=/, no Domain, Secure on https only", async () => {
      const cookie = /^tina4_session=[\w-]{32}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/;
      const secure = /^tina4_session=[\w-]{32}; Path=\/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax$/;
      const https = { "X-Forwarded-Proto": "https" };
      const answers = [
        await stage.client.get(stage.at("/increment")),
        await new TrialClient().send("GET", stage.at("/increment"), undefined, https),
      ];
      await stage.serve({}, (app) => app.set("trust proxy", "loopback"));
      answers.push(await new TrialClient().send("GET", stage.at("/increment"), undefined, https));
      expect(answers.map(({ setCookies }) => setCookies)).toEqual(
        [cookie, cookie, secure].map((expected) => [expect.stringMatching(expected)]),
      );
    });

    it("check 30: a response that sets the cookie is not stored, one that reads the session varies by it", async () => {
      const { client } = stage;
      const set = await client.get(stage.at("/increment"));
      expect([set.header("cache-control"), set.header("vary")]).toEqual(["no-store", "Cookie"]);
      const read = await client.get(stage.at("/all"));
      expect([read.header("cache-control"), read.header("vary")]).toEqual([undefined, "Cookie"]);
      const untouched = await client.get(stage.at("/untouched"));
      expect([untouched.header("cache-control"), untouched.header("vary")]).toEqual([undefined, undefined]);
    });

    it("check 31: an untouched anonymous visit sets no cookie and writes nothing", async () => {
      const { client } = stage;
      const before = await stage.trial.dump();
      const untouched = await client.get(stage.at("/untouched"));
      const read = await client.get(stage.at("/all"));
      const flash = await client.get(stage.at("/flash"));
      expect([...untouched.setCookies, ...read.setCookies, ...flash.setCookies]).toEqual([]);
      expect(stage.calls).toEqual([]);
      expect(await stage.trial.dump()).toBe(before);
    });

    it("check 37: __proto__ and constructor are inert keys", async () => {
      await stage.serve({}, (app) => {
        app.get("/inert", (req, res) => {
          const before = [req.session.has("constructor"), req.session.get("toString", "none")];
          req.session.set("__proto__", { polluted: true });
          req.session.set("constructor", 1);
          res.json({ before, own: Object.keys(req.session.all()), polluted: "polluted" in {} });
        });
      });
      const { client } = stage;
      const expected = { own: ["__proto__", "constructor"], polluted: false };
      expect((await client.get(stage.at("/inert"))).json()).toEqual({ before: [false, "none"], ...expected });
      const again = (await client.get(stage.at("/inert"))).json() as object;
      expect(again).toMatchObject(expected);
      const { text } = await client.get(stage.at("/all"));
      expect(text).toBe('{"__proto__":{"polluted":true},"constructor":1}');
    });

    it("check 38: a value that would not come back the same throws at set(); what is kept comes back the same", async () => {
      const kept = {
        text: 'é😀\u0000\u2028\ud800"\\',
        numbers: [0, -1, 0.1, 1e308, 5e-324, 9_007_199_254_740_991],
        nested: [{ "": [true, [], {}] }],
      };
      const lost = [new Date(0), new Map(), Number.NaN, -0, undefined, 1n, [undefined], { a: () => 1 }];
      await stage.serve({}, (app) => {
        app.post("/values", (req, res) => {
          for (const [key, value] of Object.entries(kept)) req.session.set(key, value);
          const codes = lost.map((value) => {
            try {
              req.session.set("lost", value);
              return "taken";
            } catch (error) {
              return error instanceof SessionError ? error.code : "another error";
            }
          });
          res.json(codes);
        });
      });
      const answer = await stage.client.post(stage.at("/values"));
      expect(answer.json()).toEqual(lost.map(() => "unstorable-value"));
      expect(await stage.all(stage.client)).toEqual(kept);
    });

    it("check 43: a flash is delivered exactly once under parallel reads", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      await client.post(stage.at("/flash"));
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.get(stage.at("/flash"))));
      const messages = answers.map((answer) => (answer.json() as { message: unknown }).message);
      expect(messages.filter((message) => message !== null)).toEqual(["once"]);
    });

    it("check 44: the commit completes before the response headers leave", async () => {
      await stage.serve({}, (app) => {
        app.get("/stream", (req, res) => {
          req.session.set("streamed", "first");
          res.writeHead(206, { "X-Kept": "yes" });
          res.write("begun;");
          let late = "";
          try {
            req.session.set("streamed", "late");
          } catch (error) {
            late = String(error);
          }
          res.end(late);
        });
      });
      const { client } = stage;
      const events: CommitEvent[] = [];
      const hear = (message: unknown) => events.push(message as CommitEvent);
      subscribe(COMMIT_CHANNEL, hear);
      const answer = await client.get(stage.at("/stream"));
      unsubscribe(COMMIT_CHANNEL, hear);
      expect([answer.status, answer.header("x-kept"), answer.setCookies.length]).toEqual([206, "yes", 1]);
      expect(answer.text).toMatch(
        /^begun;SessionError: GET \/stream called session\.set\("streamed"\) after/,
      );
      expect(await stage.all(client)).toEqual({ streamed: "first" });
      expect(events).toMatchObject([
        {
          status: "new",
          before: null,
          after: { data: { streamed: "first" } },
          operations: [{ kind: "set" }],
        },
      ]);
      expect(JSON.stringify(events.map(({ request: _, ...event }) => event))).not.toContain(client.cookie);
    });

    it("answers 503 without a cookie when the commit fails, and logs the reason without an id", async () => {
      const broken = new Proxy(stage.trial.store, {
        get(target, name) {
          const fails = name === "patch" || name === "create";
          if (fails) return () => Promise.reject(new Error("the disk is full"));
          const member: unknown = Reflect.get(target, name);
          return typeof member === "function" ? member.bind(target) : member;
        },
      });
      await stage.serve({ store: broken });
      const answer = await stage.client.get(stage.at("/increment"));
      expect([answer.status, answer.setCookies, answer.header("retry-after")]).toEqual([503, [], "1"]);
      expect(stage.logged).toEqual([expect.stringContaining("the disk is full")]);
    });

    it("loses the data of a handler that throws and keeps its regenerate", async () => {
      const { client } = stage;
      await client.get(stage.at("/increment"));
      const old = client.cookie;
      const answer = await client.post(stage.at("/throws?regenerate=yes"));
      expect([answer.status, answer.setCookies.length]).toEqual([418, 1]);
      expect(client.cookie).not.toBe(old);
      expect(await stage.all(client)).toEqual({ n: 1 });
    });

    it("answers a request to oneself with 503 that names the route that holds the session", async () => {
      const { client } = stage;
      await stage.serve({ turnWaitMs: 50 }, (app) => {
        app.post("/outer", async (req, res) => {
          req.session.set("outer", true);
          const inner = await new TrialClient(client.cookie).post(stage.at("/cart/add"), undefined, {
            Accept: "application/json",
          });
          res.json({ status: inner.status, body: inner.json() });
        });
      });
      await client.get(stage.at("/increment"));
      const answer = await client.post(stage.at("/outer"));
      const { status, body } = answer.json() as { status: number; body: { error: string } };
      expect(status).toBe(503);
      expect(body.error).toContain("POST /outer holds");
      expect(await stage.all(client)).toEqual({ n: 1, outer: true });
    });

    it("reports a changed copy that was never set, with its key", async () => {
      await stage.serve({ development: true }, (app) => {
        app.get("/forgets", (req, res) => {
          req.session.get<number[]>("cart", []).push(1);
          res.json({});
        });
      });
      await stage.client.post(stage.at("/cart/add"));
      await stage.client.get(stage.at("/forgets"));
      expect(stage.logged).toEqual([
        expect.stringMatching(/^GET \/forgets: .*"cart" was changed after get\(\)/),
      ]);
    });

    it("commits early with save(), and the request goes on", async () => {
      await stage.serve({}, (app) => {
        app.post("/saves", async (req, res) => {
          req.session.set("a", 1);
          await req.session.save();
          const seen = await stage.all(new TrialClient(req.session.getSessionId()));
          req.session.set("b", 2);
          res.json(seen);
        });
      });
      expect((await stage.client.post(stage.at("/saves"))).json()).toEqual({ a: 1 });
      expect(await stage.all(stage.client)).toEqual({ a: 1, b: 2 });
    });
  });
}
