import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import expressSession, { MemoryStore } from "express-session";
import { afterEach, describe, expect, it } from "vitest";
import { session } from "../express.ts";
import type { SessionError } from "../session-error.ts";
import type { Session } from "../session-face.ts";
import { TrialClient } from "../trial-client.ts";
import { type MigrateFromOptions, migrateFrom } from "./express-session-migration.ts";
import { MemoryStore as OurMemoryStore } from "./memory-store.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function served(...handlers: RequestHandler[]): Promise<string> {
  const app = express();
  app.use(...handlers);
  const server = app.listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SECRET = "keyboard cat";

/** The application as it was: real express-session. */
async function signedInBefore(store: MemoryStore): Promise<string> {
  const before = await served(
    expressSession({ store, secret: SECRET, resave: false, saveUninitialized: false }),
    (req, res) => {
      Object.assign(req.session, { user: "Alice", cart: [{ id: 1 }] });
      res.end();
    },
  );
  const visitor = new TrialClient(undefined, "connect.sid");
  await visitor.get(`${before}/`);
  if (visitor.cookie === undefined) throw new Error("express-session set no cookie.");
  return visitor.cookie;
}

/** The application as it is. */
function migrated(store: MemoryStore, more: Partial<MigrateFromOptions> = {}): Promise<string> {
  return served(
    session({ store: new OurMemoryStore(), log: () => {} }) as RequestHandler,
    migrateFrom({ store, secret: SECRET, ...more }) as unknown as RequestHandler,
    (req, res) => {
      if (req.path === "/logout") ours(req).destroy();
      res.json(ours(req).all());
    },
    refusal as unknown as RequestHandler,
  );
}

const refusal: ErrorRequestHandler = (error: SessionError, _request, response, _next) => {
  response.status(error.statusCode).json({ error: error.code });
};

function ours(request: object): Session {
  return Reflect.get(request, "session");
}

const bringing = (old: string) => ({ Cookie: `connect.sid=${old}` });

describe("moving from express-session", () => {
  it("keeps a user signed in, under a new id and with our cookie", async () => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    const address = await migrated(store);
    const browser = new TrialClient();
    const first = await browser.send("GET", `${address}/`, undefined, bringing(old));
    expect(first.json()).toEqual({ user: "Alice", cart: [{ id: 1 }] });
    expect(first.setCookies.some((header) => /^connect\.sid=;.*Max-Age=0/.test(header))).toBe(true);
    expect(browser.cookie).not.toContain(decodeURIComponent(old).slice(2, 20));
    expect((await browser.get(`${address}/`)).json()).toEqual({ user: "Alice", cart: [{ id: 1 }] });
  });

  it("moves for all requests that came together, and for none long after", async () => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    const address = await migrated(store);
    const together = await Promise.all(
      Array.from({ length: 8 }, () => new TrialClient().send("GET", `${address}/`, undefined, bringing(old))),
    );
    expect(together.map((answer) => (answer.json() as { user?: string }).user)).toEqual(
      Array(8).fill("Alice"),
    );
    const sessions = Reflect.get(store, "sessions") as Record<string, string>;
    for (const [id, text] of Object.entries(sessions)) {
      const moved = JSON.parse(text) as { keepsakeMovedAtMs: number };
      sessions[id] = JSON.stringify({ ...moved, keepsakeMovedAtMs: moved.keepsakeMovedAtMs - 30_000 });
    }
    const late = await new TrialClient().send("GET", `${address}/`, undefined, bringing(old));
    expect(late.json()).toEqual({});
    expect(late.setCookies).toEqual([]);
  });

  it("ends the old record by its store's own time, too", async () => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    const address = await migrated(store);
    await new TrialClient().send("GET", `${address}/`, undefined, bringing(old));
    const [text] = Object.values(Reflect.get(store, "sessions") as Record<string, string>);
    const { cookie } = JSON.parse(text ?? "") as { cookie: { expires: string } };
    expect(Date.parse(cookie.expires) - Date.now()).toBeLessThanOrEqual(30_000);
  });

  it("leaves a session of ours alone", async () => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    const address = await migrated(store, { adopt: (now, data) => now.set("moves", Object.keys(data)) });
    const browser = new TrialClient();
    await browser.send("GET", `${address}/`, undefined, bringing(old));
    const both = { Cookie: `connect.sid=${old}; tina4_session=${browser.cookie}` };
    const again = await new TrialClient().send("GET", `${address}/`, undefined, both);
    expect(again.json()).toEqual({ moves: ["user", "cart"] });
    expect(again.setCookies).toEqual([]);
  });

  it.each([
    ["changed", (old: string) => old.replace(/.$/, (last) => (last === "A" ? "B" : "A"))],
    ["unsigned", (old: string) => decodeURIComponent(old).slice(2).split(".")[0] ?? ""],
    ["not decodable", () => "s%3A%E0%A4%A.x"],
    ["of another id", (old: string) => old.replace("s%3A", "s%3Ax")],
  ])("passes over a cookie that is %s", async (_what, changed) => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    const address = await migrated(store);
    const answer = await new TrialClient().send("GET", `${address}/`, undefined, bringing(changed(old)));
    expect(answer.json()).toEqual({});
    expect(answer.setCookies).toEqual([]);
  });

  it("takes an older secret, and none that it was not given", async () => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    const rotated = await migrated(store, { secret: ["the newer one", SECRET] });
    expect(
      (await new TrialClient().send("GET", `${rotated}/`, undefined, bringing(old))).json(),
    ).toMatchObject({
      user: "Alice",
    });
    const wrong = await migrated(store, { secret: "the newer one" });
    expect((await new TrialClient().send("GET", `${wrong}/`, undefined, bringing(old))).json()).toEqual({});
  });

  it("passes over a session that is over", async () => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    // A store that hands out what is over, as some do until they are pruned.
    const stale = {
      get: (id: string, callback: (error: unknown, found?: object | null) => void) =>
        store.get(id, (error, found) => {
          callback(
            error,
            found && { ...found, cookie: { ...found.cookie, expires: new Date(Date.now() - 1) } },
          );
        }),
      set: store.set.bind(store) as never,
      destroy: store.destroy.bind(store),
    };
    const address = await migrated(store, { store: stale });
    expect((await new TrialClient().send("GET", `${address}/`, undefined, bringing(old))).json()).toEqual({});
  });

  it("fails when the old store does, and the next request moves the data", async () => {
    const store = new MemoryStore();
    const old = await signedInBefore(store);
    let isDown = true;
    const flaky = {
      get: (id: string, callback: (error: unknown, found?: object | null) => void) => {
        if (isDown) callback(new Error("down on purpose"));
        else store.get(id, callback);
      },
      set: store.set.bind(store) as never,
      destroy: store.destroy.bind(store),
    };
    const address = await migrated(store, { store: flaky });
    const down = await new TrialClient().send("GET", `${address}/`, undefined, bringing(old));
    expect([down.status, down.json(), down.setCookies]).toEqual([503, { error: "store-failed" }, []]);
    isDown = false;
    const up = await new TrialClient().send("GET", `${address}/`, undefined, bringing(old));
    expect(up.json()).toMatchObject({ user: "Alice" });
  });

  it.each([
    ["__Host-sid", {}, /^__Host-sid=;(?=.*; Secure).*Max-Age=0/],
    ["sid", { partitioned: true }, /^sid=;(?=.*; Secure)(?=.*; Partitioned).*Max-Age=0/],
    ["sid", {}, /^sid=;(?!.*; Secure).*Max-Age=0/],
  ] as const)("takes the cookie %s back as it was set (%j)", async (name, more, expected) => {
    const store = new MemoryStore();
    const cookie = await signedInBefore(store);
    const address = await migrated(store, { name, ...more });
    const { setCookies } = await new TrialClient(cookie, name).get(`${address}/`);
    expect(setCookies).toContainEqual(expect.stringMatching(expected));
  });

  it("is refused without a secret", () => {
    expect(() => migrateFrom({ store: new MemoryStore(), secret: [] })).toThrow("needs the secret");
  });
});
