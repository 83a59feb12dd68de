import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Express } from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMIT_CHANNEL, type CommitEvent } from "./commit-event.ts";
import { REJECTED_CHANNEL, type RejectedEvent } from "./rejected-event.ts";
import type { SessionOptions } from "./settings.ts";
import type { Store } from "./store.ts";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { trialApp } from "./trial-app.ts";
import { TrialClient } from "./trial-client.ts";

/** The checks of session security that this library must pass, by their numbers. */

/** The real store, with a list of what was asked of it. */
function watched(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        calls.push(`${String(name)} ${String(args[0])}`);
        return Reflect.apply(member, target, args);
      };
    },
  });
}

describe.each(["memory", "file"] as const)("session security (%s)", (kind) => {
  let folder: string;
  let calls: string[];
  let nowMs: number;
  let logged: string[];
  let server: Server | undefined;
  let address: string;
  let client: TrialClient;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-checks-"));
    calls = [];
    logged = [];
    nowMs = 1_700_000_000_000;
    client = new TrialClient();
    await start();
  });
  afterEach(async () => {
    stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(options: SessionOptions = {}, more: (app: Express) => void = () => {}): Promise<void> {
    stop();
    const store = kind === "memory" ? new MemoryStore() : new FileStore({ folder });
    const app = trialApp({
      store: watched(store, calls),
      nowMs: () => nowMs,
      log: (message) => logged.push(message),
      ...options,
    });
    more(app);
    server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function stop(): void {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  }

  const at = (path: string) => address + path;
  const all = async (who: TrialClient) => (await who.get(at("/all"))).json();

  it("check 1: an id carries 192 bits from the system's random source", async () => {
    const ids = new Set<string>();
    for (let n = 0; n < 200; n += 1) {
      const fresh = new TrialClient();
      await fresh.get(at("/increment"));
      expect(fresh.cookie).toMatch(/^[A-Za-z0-9_-]{32}$/);
      ids.add(fresh.cookie ?? "");
    }
    expect(ids.size).toBe(200);
    const letters = new Set([...ids].join(""));
    expect(letters.size).toBe(64);
  });

  it("check 2: an id that the store does not know is never adopted", async () => {
    const made = "A".repeat(32);
    client.cookie = made;
    const answer = await client.get(at("/increment"));
    expect(answer.json()).toEqual({ sum: 1 });
    expect(client.cookie).not.toBe(made);
    expect(await all(new TrialClient(made))).toEqual({});
  });

  it.each([
    "",
    "short",
    "A".repeat(33),
    `${"A".repeat(31)}/`,
    "../../../../../../etc/passwd",
    "A".repeat(5000),
  ])("check 3: a malformed id makes no store call (%s)", async (id) => {
    client.cookie = id;
    expect((await client.get(at("/all"))).json()).toEqual({});
    expect(calls).toEqual([]);
  });

  it("check 4: the id is accepted from the cookie only", async () => {
    await client.get(at("/increment"));
    const id = client.cookie ?? "";
    const stranger = new TrialClient();
    const answers = [
      await stranger.get(at(`/all?tina4_session=${id}`)),
      await stranger.send("GET", at("/all"), undefined, { Authorization: `Bearer ${id}`, tina4_session: id }),
      await stranger.send("GET", at("/all"), undefined, { Cookie: `other=tina4_session=${id}` }),
      await stranger.send("GET", at("/all"), undefined, { Cookie: `xtina4_session=${id}` }),
    ];
    expect(answers.map((answer) => answer.json())).toEqual([{}, {}, {}, {}]);
  });

  it("check 5: the store holds only a hash of the id", async () => {
    await client.get(at("/increment"));
    const login = await client.post(at("/login"));
    await client.post(at("/flash"));
    const { id } = login.json() as { id: string };
    expect(client.cookie).toBe(id);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect(call).toMatch(/^[a-zA-Z]+ [0-9a-f]{64}$/);
    const names = await readdir(folder);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    expect([...names, ...texts].join("\n")).not.toContain(id);
  });

  it("check 6: regenerate keeps the data under a new id; the old record is gone", async () => {
    await client.get(at("/increment"));
    const old = client.cookie;
    const login = await client.post(at("/login"));
    expect(login.setCookies).toHaveLength(1);
    expect(client.cookie).not.toBe(old);
    expect(await all(client)).toEqual({ n: 1, user: "Alice" });
    expect(await all(new TrialClient(old))).toEqual({});
  });

  it("check 13: an expired record is unreadable before it is collected", async () => {
    await client.get(at("/increment"));
    nowMs += 3_600_000 - 1;
    expect(await all(new TrialClient(client.cookie))).toEqual({ n: 1 });
    nowMs += 3_600_001;
    const reader = new TrialClient(client.cookie);
    expect(await all(reader)).toEqual({});
    const writer = new TrialClient(client.cookie);
    expect((await writer.post(at("/cart/add"))).json()).toEqual({ count: 1 });
    expect(writer.cookie).not.toBe(client.cookie);
    expect(calls.some((call) => call.startsWith("collect"))).toBe(false);
  });

  it("check 11 and 12: idle and absolute deadlines hold, and activity moves the idle one only", async () => {
    await client.get(at("/increment"));
    await client.post(at("/login"));
    const started = nowMs;
    while (nowMs - started < 86_400_000 - 1_800_000) {
      nowMs += 1_800_000;
      if (nowMs - started < 86_400_000) expect(await all(client)).toEqual({ n: 1, user: "Alice" });
    }
    nowMs = started + 86_400_000;
    expect(await all(client)).toEqual({});
  });

  it("check 14: destroy deletes the record and sends the matching deletion cookie", async () => {
    const first = await client.get(at("/increment"));
    const old = client.cookie;
    const answer = await client.post(at("/logout"));
    expect(answer.json()).toEqual({ left: {} });
    expect(answer.setCookies).toEqual([
      "tina4_session=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax",
    ]);
    expect(first.setCookies[0]).toContain("; Path=/;");
    expect(await all(new TrialClient(old))).toEqual({});
  });

  it("check 14: a flash after destroy begins a new, anonymous session", async () => {
    await client.get(at("/increment"));
    const old = client.cookie;
    const answer = await client.post(at("/logout/message"));
    expect(answer.setCookies).toHaveLength(1);
    expect(client.cookie).not.toBe(old);
    expect(await all(client)).toEqual({});
    expect((await client.get(at("/flash"))).json()).toEqual({ message: "You are signed out" });
  });

  it("check 15: a replay after logout fails", async () => {
    await client.get(at("/increment"));
    const replayed = new TrialClient(client.cookie);
    await client.post(at("/logout"));
    const read = await replayed.get(at("/all"));
    expect([read.json(), read.setCookies]).toEqual([{}, []]);
    const write = await replayed.post(at("/cart/add"));
    expect([write.status, write.setCookies]).toEqual([409, []]);
  });

  it("check 16: a late save cannot resurrect a destroyed session", async () => {
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await start({}, (app) => {
      app.get("/slow", async (req, res) => {
        arrived();
        await held;
        req.session.set("late", true);
        res.json({});
      });
    });
    await client.get(at("/increment"));
    const { cookie } = client;
    const late = new TrialClient(cookie).get(at("/slow"));
    await arrival;
    await client.post(at("/logout"));
    goOn();
    const answer = await late;
    expect([answer.status, answer.setCookies]).toEqual([200, []]);
    expect(await all(new TrialClient(cookie))).toEqual({});
  });

  it("check 21: defaults are HttpOnly, SameSite=Lax, Path=/, no Domain, Secure only on https", async () => {
    const answer = await client.get(at("/increment"));
    expect(answer.setCookies).toEqual([
      expect.stringMatching(/^tina4_session=[\w-]{32}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it("check 21: Secure is on by itself behind a trusted proxy that says https, and only then", async () => {
    const viaProxy = () =>
      new TrialClient().send("GET", at("/increment"), undefined, { "X-Forwarded-Proto": "https" });
    expect((await viaProxy()).setCookies[0]).not.toContain("Secure");
    await start({}, (app) => app.set("trust proxy", "loopback"));
    expect((await viaProxy()).setCookies[0]).toContain("; Secure");
  });

  it("check 30: a response that sets the cookie is not stored, one that reads the session varies by it", async () => {
    const set = await client.get(at("/increment"));
    expect([set.header("cache-control"), set.header("vary")]).toEqual(["no-store", "Cookie"]);
    const read = await client.get(at("/all"));
    expect([read.header("cache-control"), read.header("vary")]).toEqual([undefined, "Cookie"]);
    const untouched = await client.get(at("/untouched"));
    expect([untouched.header("cache-control"), untouched.header("vary")]).toEqual([undefined, undefined]);
  });

  it("check 31: an untouched anonymous visit sets no cookie and writes nothing", async () => {
    const untouched = await client.get(at("/untouched"));
    const read = await client.get(at("/all"));
    const flash = await client.get(at("/flash"));
    expect([...untouched.setCookies, ...read.setCookies, ...flash.setCookies]).toEqual([]);
    expect(calls).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("check 32: a tampered cookie gives an empty session and an event, never a 500", async () => {
    const reasons: string[] = [];
    const hear = (message: unknown) => reasons.push((message as RejectedEvent).reason);
    subscribe(REJECTED_CHANNEL, hear);
    await client.get(at("/increment"));
    const id = client.cookie ?? "";
    const tampered = [`${id.slice(1)}${id[0]}`, `${id}=`, "%00%ff", "s:abc.def", '"', `${"A".repeat(31)}'`];
    for (const value of tampered) {
      const answer = await new TrialClient(value).post(at("/cart/add"));
      expect([answer.status, answer.json()]).toEqual([201, { count: 1 }]);
    }
    unsubscribe(REJECTED_CHANNEL, hear);
    expect(reasons).toEqual(["unknown", "malformed", "malformed", "malformed", "malformed", "malformed"]);
  });

  it("check 37: __proto__ and constructor are inert keys", async () => {
    await start({}, (app) => {
      app.get("/inert", (req, res) => {
        const before = [req.session.has("constructor"), req.session.get("toString", "none")];
        req.session.set("__proto__", { polluted: true });
        req.session.set("constructor", 1);
        res.json({ before, own: Object.keys(req.session.all()), polluted: "polluted" in {} });
      });
    });
    const expected = { own: ["__proto__", "constructor"], polluted: false };
    expect((await client.get(at("/inert"))).json()).toEqual({ before: [false, "none"], ...expected });
    const again = (await client.get(at("/inert"))).json() as object;
    expect(again).toMatchObject(expected);
    expect((await client.get(at("/all"))).text).toBe('{"__proto__":{"polluted":true},"constructor":1}');
  });

  it("check 44: the commit completes before the response headers leave", async () => {
    await start({}, (app) => {
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
    const events: CommitEvent[] = [];
    const hear = (message: unknown) => events.push(message as CommitEvent);
    subscribe(COMMIT_CHANNEL, hear);
    const answer = await client.get(at("/stream"));
    unsubscribe(COMMIT_CHANNEL, hear);
    expect([answer.status, answer.header("x-kept"), answer.setCookies.length]).toEqual([206, "yes", 1]);
    expect(answer.text).toMatch(/^begun;SessionError: GET \/stream called session\.set\("streamed"\) after/);
    expect(await all(client)).toEqual({ streamed: "first" });
    expect(events).toMatchObject([
      { status: "new", before: null, after: { data: { streamed: "first" } }, operations: [{ kind: "set" }] },
    ]);
    expect(JSON.stringify(events.map(({ request: _, ...event }) => event))).not.toContain(client.cookie);
  });

  it("check 44: a commit that fails answers 503 without a cookie and logs the reason without an id", async () => {
    const store = kind === "memory" ? new MemoryStore() : new FileStore({ folder });
    const broken = new Proxy(store, {
      get: (target, name) =>
        name === "patch" || name === "create"
          ? () => Promise.reject(new Error("the disk is full"))
          : (Reflect.get(target, name) as { bind?(to: unknown): unknown } | undefined)?.bind?.(target),
    });
    await start({ store: broken });
    const answer = await client.get(at("/increment"));
    expect([answer.status, answer.setCookies, answer.header("retry-after")]).toEqual([503, [], "1"]);
    expect(logged).toEqual([expect.stringContaining("the disk is full")]);
  });

  it("a handler that throws loses its data and keeps its regenerate", async () => {
    await client.get(at("/increment"));
    const old = client.cookie;
    const answer = await client.post(at("/throws?regenerate=yes"));
    expect([answer.status, answer.setCookies.length]).toEqual([418, 1]);
    expect(client.cookie).not.toBe(old);
    expect(await all(client)).toEqual({ n: 1 });
  });

  it("a request to oneself is answered with 503 that names the route that holds the session", async () => {
    await start({ turnWaitMs: 50 }, (app) => {
      app.post("/outer", async (req, res) => {
        req.session.set("outer", true);
        const inner = await new TrialClient(client.cookie).post(at("/cart/add"), undefined, {
          Accept: "application/json",
        });
        res.json({ status: inner.status, body: inner.json() });
      });
    });
    await client.get(at("/increment"));
    const answer = (await client.post(at("/outer"))).json() as { status: number; body: { error: string } };
    expect(answer.status).toBe(503);
    expect(answer.body.error).toContain("POST /outer holds");
    expect(await all(client)).toEqual({ n: 1, outer: true });
  });

  it("sends the cookie again when a tenth of the idle timeout has passed", async () => {
    await client.get(at("/increment"));
    nowMs += 359_999;
    expect((await client.get(at("/untouched"))).setCookies).toEqual([]);
    nowMs += 1;
    expect((await client.get(at("/untouched"))).setCookies).toEqual([
      expect.stringContaining("Max-Age=3600"),
    ]);
    expect((await client.get(at("/untouched"))).setCookies).toEqual([]);
  });

  it("leaves Max-Age out of the cookie of a session that is not permanent, also later", async () => {
    await start({}, (app) => {
      app.post("/brief", (req, res) => {
        req.session.set("a", 1);
        req.session.permanent = false;
        res.json({});
      });
    });
    expect((await client.post(at("/brief"))).setCookies[0]).not.toContain("Max-Age");
    nowMs += 1_000_000;
    expect((await client.get(at("/untouched"))).setCookies[0]).not.toContain("Max-Age");
  });

  it("check 10: with timed renewal the old id only reads, for a while", async () => {
    await start({ renewalTimeoutSeconds: 600 });
    await client.get(at("/increment"));
    const old = client.cookie;
    nowMs += 600_000;
    const renewal = await client.post(at("/cart/add"));
    expect(renewal.setCookies).toHaveLength(1);
    expect(client.cookie).not.toBe(old);
    const late = new TrialClient(old);
    const read = await late.get(at("/all"));
    expect([read.json(), read.setCookies]).toEqual([{ n: 1, cart: [0] }, []]);
    expect((await late.get(at("/increment"))).status).toBe(409);
    expect((await late.post(at("/login"))).status).toBe(409);
    expect(await all(client)).toEqual({ n: 1, cart: [0] });
  });

  it("reports a changed copy that was never set, with its key", async () => {
    await start({ development: true }, (app) => {
      app.get("/forgets", (req, res) => {
        req.session.get<number[]>("cart", []).push(1);
        res.json({});
      });
    });
    await client.post(at("/cart/add"));
    await client.get(at("/forgets"));
    expect(logged).toEqual([expect.stringMatching(/^GET \/forgets: .*"cart" was changed after get\(\)/)]);
  });

  it("save() commits early and the request goes on", async () => {
    await start({}, (app) => {
      app.post("/saves", async (req, res) => {
        req.session.set("a", 1);
        await req.session.save();
        const seen = await all(new TrialClient(req.session.getSessionId()));
        req.session.set("b", 2);
        res.json(seen);
      });
    });
    expect((await client.post(at("/saves"))).json()).toEqual({ a: 1 });
    expect(await all(client)).toEqual({ a: 1, b: 2 });
  });
});
