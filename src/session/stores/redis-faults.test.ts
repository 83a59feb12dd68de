import { createServer, type Socket } from "node:net";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY_PATCH } from "../patch.ts";
import type { Store } from "../store.ts";
import { startRedis, type TrialRedis } from "../trial-servers/redis.ts";
import { freePort } from "../trial-servers/server-process.ts";
import { recordWith, setting } from "./contract.ts";
import { redisStore } from "./redis-store.ts";
import { valkeyStore } from "./valkey-store.ts";

const KEY = "a".repeat(64);
const OTHER_KEY = "b".repeat(64);
const SECRET = "a secret in the record";
const ASK = { route: "POST /here", leaseMs: 10_000, waitMs: 2000 };
/** Waited for again and again: short. Where the machine stands still for as long, the test is run again. */
const TIMEOUT_MS = 400;

/** A test that fails rather than hangs says so itself; this only tells "bounded" from "for ever". */
const BOUNDED_MS = 10 * TIMEOUT_MS;

describe.each([
  ["redis", redisStore],
  ["valkey", valkeyStore],
] as const)("the %s store, when its server fails,", { retry: 2 }, (_name, storeOf) => {
  let server: TrialRedis;
  let store: Store;
  let reports: string[];

  beforeEach(async () => {
    server = await startRedis();
    reports = [];
    store = storeOf({ url: server.url, timeoutMs: TIMEOUT_MS, log: (message) => reports.push(message) });
  });
  afterEach(async () => {
    await store.close?.();
    await server.stop();
  });

  const failure = async (work: () => Promise<unknown>): Promise<Error> => {
    const late = Symbol("late");
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise((resolve) => {
      timer = setTimeout(resolve, BOUNDED_MS, late);
    });
    const outcome = await Promise.race([
      work().then(
        () => "it worked",
        (error: unknown) => error,
      ),
      limit,
    ]);
    clearTimeout(timer);
    if (!(outcome instanceof Error)) throw new Error(`No failure: ${String(outcome)}`);
    return outcome;
  };

  const everyVerb = (): (() => Promise<unknown>)[] => [
    async () => store.load(KEY),
    async () => store.create("b".repeat(64), recordWith({ s: SECRET })),
    async () => store.patch(KEY, setting("a", SECRET)),
    async () => store.rotate(KEY, "c".repeat(64), setting("a", SECRET), { because: "rotated" }),
    async () => store.touch(KEY, Number.MAX_SAFE_INTEGER),
    async () => store.destroy(KEY),
    async () => store.takeTurn(KEY, ASK),
    async () => store.renewTurn(KEY, 1, 1000),
    async () => store.releaseTurn(KEY, 1),
    async () => store.listByOwner("d".repeat(64)),
    async () => store.collect(0),
  ];

  it("fails in bounded time while it is not there, and works when it is back, with no restart of ours", async () => {
    await store.create(KEY, recordWith({}));
    await server.kill();
    const failures = await Promise.all(everyVerb().map(failure));
    for (const { message, stack } of failures) {
      expect(message).toContain("no connection to 127.0.0.1");
      expect(`${message}${stack}`).not.toMatch(/[0-9a-f]{64}|a secret/);
    }
    await server.restart();
    await vi.waitFor(async () => store.create(KEY, recordWith({ n: 1 })), { timeout: 10_000, interval: 20 });
    expect((await store.load(KEY)).found).toBe(true);
    expect(reports).toEqual([expect.stringContaining("Trying again until it is back.")]);
  });

  it("waits for a server that is quickly back, and nobody notices", async () => {
    store.close?.();
    store = storeOf({ url: server.url, timeoutMs: 10_000, log: () => {} });
    await store.create(KEY, recordWith({}));
    await server.kill();
    const waiting = [store.load(KEY), store.takeTurn(KEY, ASK), store.create(KEY, recordWith({ n: 1 }))];
    await server.restart();
    expect((await Promise.all(waiting))[0]).toBeDefined();
  });

  it("fails in bounded time while it stands still, and works when it goes on", async () => {
    await store.create(KEY, recordWith({ n: 1 }));
    await server.pause();
    const failures = await Promise.all(everyVerb().map(failure));
    for (const error of failures) {
      expect(`${error.message}${error.stack}${String(error.cause)}`).not.toMatch(/[0-9a-f]{64}|a secret/);
      expect(JSON.stringify({ ...error })).not.toMatch(/[0-9a-f]{64}|a secret/);
    }
    server.resume();
    await vi.waitFor(async () => store.load(KEY), { timeout: 10_000, interval: 20 });
  });

  it("is opened by the first call that finds the server, when it was down at start", async () => {
    await server.kill();
    await expect((async () => store.open?.())()).rejects.toThrow(
      /no connection to 127\.0\.0\.1:\d+: .*ECONNREFUSED/,
    );
    await server.restart();
    await vi.waitFor(async () => store.create(KEY, recordWith({})), { timeout: 10_000, interval: 20 });
  });

  it("says what a server that wants a password says", async () => {
    const locked = await startRedis({ args: ["--requirepass", "right"] });
    const wrong = storeOf({
      url: `redis://:wrong@127.0.0.1:${locked.port}`,
      timeoutMs: TIMEOUT_MS,
      log: () => {},
    });
    const right = storeOf({ port: locked.port, host: "127.0.0.1", password: "right", log: () => {} });
    try {
      await expect((async () => wrong.open?.())()).rejects.toThrow(/WRONGPASS/);
      await expect((async () => wrong.open?.())()).rejects.not.toThrow(/:wrong@/);
      await right.create(KEY, recordWith({}));
    } finally {
      await Promise.all([wrong.close?.(), right.close?.()]);
      await locked.stop();
    }
  });

  it("leaves a server that became a replica, and goes on where it finds a master", async () => {
    const patient = storeOf({ url: server.url, timeoutMs: 10_000, log: () => {} });
    const admin = new Redis(server.url);
    try {
      await Promise.all([KEY, OTHER_KEY].map(async (key) => patient.create(key, recordWith({}))));
      const connections = async () => String(await admin.client("LIST")).match(/(?<=^id=)\d+/gm) ?? [];
      const before = await connections();
      // Of nobody who answers, so that it keeps what it has.
      await admin.replicaof("127.0.0.1", await freePort());
      const outcomes = await Promise.allSettled(
        [KEY, OTHER_KEY].map(async (key) => patient.takeTurn(key, ASK)),
      );
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ reason: { message: expect.stringContaining("READONLY") } });
      await vi.waitFor(
        async () => {
          const after = await connections();
          expect([missingIn(after, before), missingIn(before, after)]).toEqual([1, 1]);
        },
        { timeout: 10_000, interval: 20 },
      );
      await admin.replicaof("NO", "ONE");
      expect((await patient.takeTurn(KEY, ASK)).outcome).toBe("taken");
    } finally {
      admin.disconnect();
      await patient.close?.();
    }
  });

  it("loads its scripts again when the server has forgotten them", async () => {
    await store.create(KEY, recordWith({ n: 1 }));
    await store.patch(KEY, setting("a", 1));
    await server.restart();
    await vi.waitFor(async () => store.create(KEY, recordWith({ n: 1 })), { timeout: 10_000, interval: 20 });
    expect((await store.patch(KEY, setting("a", 1))).outcome).toBe("patched");
  });

  it("adds up every increment once, though connections break after the server has done what it was asked", async () => {
    // Between us and the server: passes on what we ask, and cuts the line on every fifth answer.
    let answers = 0;
    const sockets = new Set<Socket>();
    const port = await freePort();
    const between = createServer((ours) => {
      const theirs = new (ours.constructor as typeof Socket)();
      theirs.connect(server.port, "127.0.0.1");
      ours.pipe(theirs);
      theirs.on("data", (chunk) => {
        answers += 1;
        if (answers > 20 && answers % 5 === 0) ours.destroy();
        else ours.write(chunk);
      });
      for (const socket of [ours, theirs]) {
        sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => {
          ours.destroy();
          theirs.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => between.listen(port, "127.0.0.1", resolve));
    const shaky = storeOf({ host: "127.0.0.1", port, timeoutMs: 5000, log: () => {} });
    try {
      // At the same time, so that what is lost is lost for several sessions at once.
      const keys = ["1", "2", "3", "4"].map((digit) => digit.repeat(64));
      await Promise.all(keys.map(async (key) => store.create(key, recordWith({ n: 0 }))));
      const outcomes = new Map(keys.map((key) => [key, [] as string[]]));
      const addOne = async (key: string, takesTurn: boolean) => {
        const turn = takesTurn ? await orUndefined(async () => shaky.takeTurn(key, ASK)) : undefined;
        const withTurn = turn?.outcome === "taken" ? { turn: turn.token, release: true } : {};
        const changes = new Map([["n", { kind: "increment", by: 1, json: "1" } as const]]);
        const patched = await orUndefined(async () =>
          shaky.patch(key, { ...EMPTY_PATCH, changes }, withTurn),
        );
        outcomes.get(key)?.push(patched?.outcome ?? "failed");
      };
      for (let n = 0; n < 60; n += 1) await Promise.all(keys.map((key) => addOne(key, n % 2 === 0)));
      expect(answers).toBeGreaterThan(60);
      for (const [key, became] of outcomes) {
        const acknowledged = became.filter((outcome) => outcome === "patched").length;
        const unknown = became.filter((outcome) => outcome === "failed").length;
        const loaded = await store.load(key);
        const n = loaded.found ? Number(loaded.record.data.get("n")) : Number.NaN;
        expect(n).toBeGreaterThanOrEqual(acknowledged);
        expect(n).toBeLessThanOrEqual(acknowledged + unknown);
        expect(acknowledged).toBeGreaterThan(30);
      }
    } finally {
      await shaky.close?.();
      for (const socket of sockets) socket.destroy();
      between.close();
    }
  });
});

/** How many of the others are not among these. */
function missingIn(these: readonly string[], others: readonly string[]): number {
  return others.filter((other) => !these.includes(other)).length;
}

async function orUndefined<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
