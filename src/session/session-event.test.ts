import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type RequestHandler } from "express";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ObservedStore } from "./observed-store.ts";
import { onSessionEvent, type SessionEvent } from "./session-event.ts";
import type { SessionOptions } from "./settings.ts";
import { rememberMe } from "./sign-in/remember-me.ts";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { trialApp } from "./trial-app.ts";
import { TrialClient } from "./trial-client.ts";
import { whileServed } from "./trial-serve.ts";

describe("session events", () => {
  let events: SessionEvent[];
  let stop: () => void;
  beforeEach(() => {
    events = [];
    stop = onSessionEvent((event) => events.push(event));
  });
  afterEach(() => stop());

  const serve = (options: SessionOptions, work: (address: string) => Promise<void>) => {
    const app = trialApp({ log: () => {}, ...options });
    app.use(rememberMe());
    app.post("/sign-in", async (req, res) => {
      await req.session.login("alice@example.com");
      res.json({});
    });
    app.post("/sign-out", async (req, res) => {
      await req.session.logout();
      res.json({});
    });
    return whileServed(app, work);
  };

  it("say what happened, on which route, and hold no id, value or user", async () => {
    let nowMs = 1_700_000_000_000;
    await serve({ store: new MemoryStore(), nowMs: () => nowMs }, async (address) => {
      const client = new TrialClient();
      await client.get(`${address}/untouched`);
      await client.get(`${address}/set/theme/dark?token=hidden`);
      const first = client.cookie;
      await client.get(`${address}/all`);
      await client.post(`${address}/login`);
      const second = client.cookie;
      await new TrialClient(first).get(`${address}/all`);
      await new TrialClient("made-up").get(`${address}/all`);
      await new TrialClient("x".repeat(32)).get(`${address}/all`);
      nowMs += 3_600_000;
      await client.get(`${address}/all`);
      await client.post(`${address}/sign-in`);
      const third = client.cookie;
      await client.post(`${address}/sign-out`);
      expect(events).toEqual([
        { kind: "created", route: "GET /set/:key/:value" },
        { kind: "regenerated", route: "POST /login" },
        { kind: "rejected", reason: "rotated", route: "GET" },
        { kind: "rejected", reason: "malformed", route: "GET" },
        { kind: "rejected", reason: "unknown", route: "GET" },
        { kind: "expired", route: "GET" },
        expect.objectContaining({ kind: "expired", route: "POST" }),
        expect.objectContaining({ kind: "created", route: "POST /sign-in" }),
        expect.objectContaining({ kind: "signed-in", route: "POST /sign-in" }),
        expect.objectContaining({ kind: "destroyed", route: "POST /sign-out" }),
        expect.objectContaining({ kind: "signed-out", route: "POST /sign-out" }),
      ]);
      const written = JSON.stringify(events);
      for (const hidden of [first, second, third, "hidden", "dark", "alice", "made-up"]) {
        expect(hidden).toBeDefined();
        expect(written).not.toContain(hidden);
      }
    });
  });

  it("hold no name that stood in the path, however the route was written", async () => {
    const app = trialApp({ log: () => {}, store: new MemoryStore() });
    const login: RequestHandler<{ name: string }> = async (req, res) => {
      await req.session.login(req.params.name);
      res.json({});
    };
    const inside = express.Router().post("/in/:name", login);
    app.post("/login/:name", login);
    app.post(["/enter/:name", /^\/come-in\/(?<name>\w+)$/], login);
    app.use("/of/:tenant", inside);
    // Nothing but middleware saw it, so there is no route.
    app.use("/by", async (req, res) => {
      await req.session.login(req.path.slice(1));
      res.json({});
    });
    await whileServed(app, async (address) => {
      for (const path of [
        "/login/alice",
        "/enter/alice",
        "/come-in/alice",
        "/of/alice/in/alice",
        "/by/alice",
      ]) {
        expect((await new TrialClient().post(`${address}${path}?name=alice`)).status).toBe(200);
      }
    });
    expect(events.filter(({ kind }) => kind === "signed-in").map(({ route }) => route)).toEqual([
      "POST /login/:name",
      "POST /enter/:name or /^\\/come-in\\/(?<name>\\w+)$/",
      "POST /enter/:name or /^\\/come-in\\/(?<name>\\w+)$/",
      "POST …/in/:name",
      "POST",
    ]);
    expect(JSON.stringify(events)).not.toContain("alice");
  });

  it("say that the store failed, and at what", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-events-"));
    try {
      await writeFile(join(folder, "a-file"), "");
      const store = new FileStore({ folder: join(folder, "a-file") });
      await serve({ store }, async (address) => {
        expect((await new TrialClient().get(`${address}/set/a/b`)).status).toBe(503);
      });
      expect(events).toEqual([{ kind: "store-failed", store: "file", verb: "create" }]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("that a store did not answer in time come in the async context of the call, not of the shared timer", async () => {
    const current = new AsyncLocalStorage<string>();
    const contexts: unknown[] = [];
    const stopOther = onSessionEvent(() => contexts.push(current.getStore()));
    const silent = Object.assign(new MemoryStore(), { load: () => new Promise<never>(() => {}) });
    const store = new ObservedStore(silent, 10, () => {});
    try {
      await Promise.all(
        ["first", "second"].map((request) =>
          current.run(request, () => expect(store.load("a".repeat(64))).rejects.toThrow("in time")),
        ),
      );
    } finally {
      stopOther();
    }
    expect(contexts).toEqual(["first", "second"]);
  });

  it("go to every listener with the request, until it stops", async () => {
    const addresses: unknown[] = [];
    const stopOther = onSessionEvent((_event, request) => {
      addresses.push((request as { readonly ip?: string } | undefined)?.ip);
    });
    await serve({ store: new MemoryStore() }, async (address) => {
      await new TrialClient().get(`${address}/set/a/b`);
      stopOther();
      await new TrialClient().get(`${address}/set/a/b`);
    });
    expect(events).toHaveLength(2);
    expect(addresses).toEqual(["127.0.0.1"]);
  });

  it("harm nothing when a listener throws or rejects, and that is said once", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const stops = [
      onSessionEvent(() => {
        throw new Error("thrown on purpose");
      }),
      onSessionEvent(async () => {
        throw new Error("rejected on purpose");
      }),
    ];
    try {
      await serve({ store: new MemoryStore() }, async (address) => {
        const client = new TrialClient();
        for (const key of ["a", "b", "c"]) {
          expect((await client.get(`${address}/set/${key}/1`)).status).toBe(200);
          await client.post(`${address}/login`);
        }
      });
      expect(said).toHaveBeenCalledTimes(2);
      expect(events.map(({ kind }) => kind)).toEqual([
        "created",
        "regenerated",
        "regenerated",
        "regenerated",
      ]);
    } finally {
      for (const end of stops) end();
      said.mockRestore();
    }
  });
});
